/**
 * What a client does, to Micrometer: {@link dev.proxyflux.micrometer.MicrometerListener}, given to the client's builder. The
 * only package that needs Micrometer, and only once it is used.
 */
@NullMarked
package dev.proxyflux.micrometer;

import org.jspecify.annotations.NullMarked;

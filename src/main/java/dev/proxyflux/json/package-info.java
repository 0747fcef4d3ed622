/** All reading of the service's JSON. Internal: nothing here is for users. */
@NullMarked
package dev.proxyflux.json;

import org.jspecify.annotations.NullMarked;

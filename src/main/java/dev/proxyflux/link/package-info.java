/** Which URLs are requested, and which links of the service are followed. Internal: nothing here is for users. */
@NullMarked
package dev.proxyflux.link;

import org.jspecify.annotations.NullMarked;

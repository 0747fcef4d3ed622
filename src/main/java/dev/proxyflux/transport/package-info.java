/**
 * One page over HTTP. {@link dev.proxyflux.transport.PageExchange} is the seam; behind it is Reactor Netty, or whatever a
 * test puts there. Deadlines, bounds, decoding, retries and the mapping of failures are on this side of the seam.
 */
@NullMarked
package dev.proxyflux.transport;

import org.jspecify.annotations.NullMarked;

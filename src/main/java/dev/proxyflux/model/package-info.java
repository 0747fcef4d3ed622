/**
 * What the service tells: interactions, pages of them, and positions in a list. Values only; no Reactor, no Netty.
 */
@NullMarked
package dev.proxyflux.model;

import org.jspecify.annotations.NullMarked;

/**
 * Demand-exact paging of anything; knows Reactor alone.
 *
 * <p>{@link dev.proxyflux.paging.Paging#pages} chains lazily fetched pages by {@code expand()}; {@link
 * dev.proxyflux.paging.Paging#items} turns them into items by the one operator in which the demand rule lives.
 */
@NullMarked
package dev.proxyflux.paging;

import org.jspecify.annotations.NullMarked;

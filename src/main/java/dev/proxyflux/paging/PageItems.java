package dev.proxyflux.paging;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How a page is turned into items.
 *
 * @param of a page's items, in order; applied when the page arrives
 * @param onBegin hears of a page, on the worker, when its turn to be emitted comes
 * @param <P> a page
 * @param <T> an item
 */
public record PageItems<P, T>(Function<? super P, ? extends List<T>> of, Consumer<? super P> onBegin) {}

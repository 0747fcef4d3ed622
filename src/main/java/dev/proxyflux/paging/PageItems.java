package dev.proxyflux.paging;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * How a page is turned into items.
 *
 * @param of a page's items, in order; applied when the page arrives, or, if demand is unbounded, when its turn comes to be
 *     emitted and the next page has been requested: so that what this takes overlaps with the next fetch. What it throws, a
 *     null list and a null item end the stream with an error after the pages before
 * @param onBegin hears of a page, on the worker, when its turn to be emitted comes. What it throws ends the stream with an error; the page is discarded
 * @param <P> a page
 * @param <T> an item
 */
public record PageItems<P, T>(Function<? super P, ? extends List<T>> of, Consumer<? super P> onBegin) {

    /** Refuses null. */
    public PageItems {
        requireNonNull(of, "of");
        requireNonNull(onBegin, "onBegin");
    }
}

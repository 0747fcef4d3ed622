package dev.proxyflux.paging;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Demand-exact paging of anything: of a list that comes page by page, where only a page knows the next one, no page is
 * fetched that was not asked for.
 */
public final class Paging {

    /** Pages come one at a time, so {@code expand} never queues more than one. */
    private static final int EXPAND_QUEUE = 1;

    private Paging() {}

    /**
     * Chains pages, each fetched when it is asked for.
     *
     * <dl>
     *   <dt><b>Demand:</b>
     *   <dd>Each page requested costs one fetch; none is subscribed to before it is requested.
     *   <dt><b>Errors:</b>
     *   <dd>Those of the fetches, after the pages before.
     *   <dt><b>Cancellation:</b>
     *   <dd>Cancels the fetch in flight.
     *   <dt><b>Threads:</b>
     *   <dd>Those of the fetches.
     * </dl>
     *
     * @param first fetches the first page
     * @param next the fetch of the page after a page, null after the last one; what it throws is signalled after the page
     * @param <P> a page
     * @return a cold publisher of the pages
     */
    public static <P> Flux<P> pages(Mono<P> first, Function<? super P, ? extends @Nullable Mono<P>> next) {
        requireNonNull(first, "first");
        requireNonNull(next, "next");
        return lazily(first).expand(page -> after(page, next), EXPAND_QUEUE);
    }

    private static <P> Publisher<P> after(P page, Function<? super P, ? extends @Nullable Mono<P>> next) {
        Mono<P> fetch = next.apply(page);
        return fetch == null ? Mono.empty() : lazily(fetch);
    }

    /** {@code expand} subscribes to the next page whatever the demand: so the fetch waits for the first request. */
    private static <P> Flux<P> lazily(Mono<P> fetch) {
        // Without hide(), the scalar source is short-cut and subscribes at once.
        return Flux.just(fetch).hide().concatMap(Function.identity(), 0);
    }

    /**
     * Emits the items of pages.
     *
     * <dl>
     *   <dt><b>Demand:</b>
     *   <dd>A page is requested if and only if outstanding demand reaches beyond the items already held, none is on its way
     *       and none is waiting; at most two pages are held. With {@code readAhead}, also when demand reaches into the
     *       page in hand.
     *   <dt><b>Errors:</b>
     *   <dd>Those of the pages, after all items before. {@link java.util.concurrent.RejectedExecutionException} when the
     *       scheduler takes no work.
     *   <dt><b>Cancellation:</b>
     *   <dd>Cancels the pages and discards the items held, or the page of which none has been taken yet.
     *   <dt><b>Threads:</b>
     *   <dd>Emits on a worker of the scheduler; pages are requested on the thread that requests items, or on the worker.
     * </dl>
     *
     * @param pages the pages
     * @param items how a page is turned into items
     * @param scheduler where items are emitted
     * @param readAhead whether to fetch the next page once demand reaches into the page in hand
     * @param <P> a page
     * @param <T> an item
     * @return a publisher of all items of all pages
     */
    public static <P, T> Flux<T> items(
            Flux<P> pages, PageItems<? super P, T> items, Scheduler scheduler, boolean readAhead) {
        requireNonNull(pages, "pages");
        requireNonNull(items, "items");
        requireNonNull(scheduler, "scheduler");
        return new FluxPagedItems<>(pages, items, scheduler, readAhead);
    }
}

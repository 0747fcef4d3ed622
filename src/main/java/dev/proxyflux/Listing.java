package dev.proxyflux;

import dev.proxyflux.error.ClientClosedException;
import dev.proxyflux.error.Failure;
import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.error.TooManyEmptyPagesException;
import dev.proxyflux.error.UnsafeLinkException;
import dev.proxyflux.error.UnsafeLinkException.Reason;
import dev.proxyflux.link.CollectionLinks;
import dev.proxyflux.link.SeenLinks;
import dev.proxyflux.model.InteractionPage;
import dev.proxyflux.model.PageCursor;
import dev.proxyflux.model.PageMeta;
import dev.proxyflux.paging.PageItems;
import dev.proxyflux.paging.Paging;
import dev.proxyflux.text.Printable;
import dev.proxyflux.transport.DuePage;
import dev.proxyflux.transport.ReceivedPage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** One subscription's run through a list: where it is, what it has seen, and how it ends. */
final class Listing {

    private static final Duration LOOKED_AT_EVERY = Duration.ofMillis(100);

    private final ClientRuntime client;
    private final InteractionsQuery query;
    private final CollectionLinks links;
    private final Scheduler clientScheduler;
    private final StreamScheduler scheduler;
    private final PageCursor start;
    private final SeenLinks seen = new SeenLinks();
    /** Links remembered beside those that were followed: the first page's other names. */
    private int aliases;

    private int pages;
    private long items;
    private int emptyPagesInARow;
    /** Of pages that were decoded late; who fetches may set it back. */
    private volatile int lateEmptyPagesInARow;

    /** The page being emitted; another thread reads it when the client is closed. */
    private volatile PageCursor inHand;

    private volatile boolean isClosed;

    Listing(ClientRuntime client, InteractionsQuery query, CollectionLinks links, PageCursor start) {
        this.client = client;
        this.query = query;
        this.links = links;
        this.clientScheduler = client.scheduler().get();
        this.scheduler = new StreamScheduler(clientScheduler);
        this.start = start;
        this.inHand = start;
        seen.add(start.url());
    }

    /** {@return the items that a function takes from the pages} */
    <T> Flux<T> emit(Function<InteractionPage, List<T>> itemsOf) {
        Flux<ReceivedPage> chain = Paging.pages(fetch(start), this::after);
        PageItems<ReceivedPage, T> items =
                new PageItems<>(page -> itemsOf.apply(taken(page)), page -> inHand = page.cursor());
        return Paging.items(chain, items, scheduler, query.isReadAhead())
                .takeUntilOther(closing())
                .concatWith(Mono.defer(() -> isClosed ? Mono.error(closed()) : Mono.empty()))
                .onErrorMap(RejectedExecutionException.class, rejected -> closed());
    }

    /**
     * Ends without an error: one would end the stream and cancel nothing. A scheduler that was closed too takes no work. Not
     * on the stream's worker, which is the consumer's until it has done with its page.
     */
    private Mono<Void> closing() {
        Mono<Void> closed = client.closed().onErrorComplete();
        return Mono.firstWithSignal(closed.publishOn(clientScheduler), closed.then(endOfScheduler()))
                .doOnTerminate(() -> isClosed = true)
                .onErrorComplete();
    }

    /** One that is disposed of drops the work it has taken, and tells nobody. */
    private Mono<Void> endOfScheduler() {
        return Flux.interval(LOOKED_AT_EVERY)
                .onBackpressureDrop()
                .takeUntil(look -> clientScheduler.isDisposed())
                .then();
    }

    private Mono<ReceivedPage> fetch(PageCursor page) {
        DuePage due = new DuePage(query.session(), page, scheduler.now(TimeUnit.NANOSECONDS));
        Mono<ReceivedPage> fetch = client.fetch(due, scheduler);
        // With a limit, it is the number of interactions that tells whether a page follows.
        return query.limit() == null ? fetch : fetch.doOnNext(ReceivedPage::decoded);
    }

    /** Called by who emits, whereas {@link #after} is called by who fetches; a late page is decoded here. */
    private InteractionPage taken(ReceivedPage received) {
        boolean isLate = !received.isDecoded();
        InteractionPage page = received.decoded();
        if (isLate) {
            lateEmptyPagesInARow = page.items().isEmpty() ? lateEmptyPagesInARow + 1 : 0;
        }
        return page;
    }

    private InteractionsException closed() {
        return new ClientClosedException("the client or its scheduler was closed", Failure.at(inHand));
    }

    private @Nullable Mono<ReceivedPage> after(ReceivedPage page) {
        pages++;
        if (pages == 1) {
            rememberAliases(page.meta());
        }
        count(page);
        String next = page.meta().nextPageUrl();
        if (next == null || (query.limit() != null && items >= query.limit())) {
            return null;
        }
        PageCursor checked = new PageCursor(links.check(next));
        requireNew(checked);
        if (emptyPagesInARow + lateEmptyPagesInARow > client.maxEmptyPages()) {
            throw new TooManyEmptyPagesException(
                    "more than " + client.maxEmptyPages() + " empty pages in a row",
                    client.maxEmptyPages(),
                    Failure.at(checked));
        }
        return fetch(checked);
    }

    /** A page that is not decoded yet is large: it has interactions, unless it is counted as empty later. */
    private void count(ReceivedPage page) {
        // Once: its emission may decode it meanwhile.
        boolean isDecoded = page.isDecoded();
        boolean isEmpty = isDecoded && page.decoded().items().isEmpty();
        emptyPagesInARow = isEmpty ? emptyPagesInARow + 1 : 0;
        if (isDecoded && !isEmpty) {
            items += page.decoded().items().size();
            lateEmptyPagesInARow = 0;
        }
    }

    /** The first page has other links than the one it was fetched by; one that leads back to it is a circle too. */
    private void rememberAliases(PageMeta first) {
        rememberAlias(first.url());
        Integer index = first.page();
        if (query.start() == null || (index != null && index == 0)) {
            rememberAlias(first.firstPageUrl());
        }
    }

    private void rememberAlias(@Nullable String url) {
        try {
            if (url != null && seen.add(links.check(url)) < 0) {
                aliases++;
            }
        } catch (UnsafeLinkException neverFollowed) {
            // A link that is refused can't lead back.
        }
    }

    private void requireNew(PageCursor next) {
        int position = seen.add(next.url());
        if (position >= 0) {
            int first = Math.max(1, position + 1 - aliases);
            throw new UnsafeLinkException(
                    "page " + pages + " links back to page " + first + ", '" + Printable.oneLine(next.url())
                            + "'; it is not followed",
                    Reason.CIRCULAR);
        }
    }
}

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
import dev.proxyflux.paging.PageItems;
import dev.proxyflux.paging.Paging;
import dev.proxyflux.text.Printable;
import dev.proxyflux.transport.DuePage;
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
        Flux<InteractionPage> chain = Paging.pages(fetch(start), this::after);
        return Paging.items(chain, new PageItems<>(itemsOf, this::begin), scheduler, query.isReadAhead())
                .takeUntilOther(closing())
                .concatWith(Mono.defer(() -> isClosed ? Mono.error(closed()) : Mono.empty()))
                .onErrorMap(RejectedExecutionException.class, rejected -> closed());
    }

    /**
     * Ends without an error: one would end the stream and cancel nothing. A scheduler that was closed too takes no work. Not
     * on the stream's worker, which is the consumer's until it has done with its page.
     */
    private Mono<Void> closing() {
        return client.closed()
                .publishOn(clientScheduler)
                .doOnTerminate(() -> isClosed = true)
                .onErrorComplete();
    }

    private Mono<InteractionPage> fetch(PageCursor page) {
        return client.fetch(new DuePage(query.session(), page, scheduler.now(TimeUnit.NANOSECONDS)), scheduler);
    }

    private void begin(InteractionPage page) {
        inHand = page.cursor();
    }

    private InteractionsException closed() {
        return new ClientClosedException("the client or its scheduler was closed", Failure.at(inHand));
    }

    private @Nullable Mono<InteractionPage> after(InteractionPage page) {
        pages++;
        items += page.items().size();
        emptyPagesInARow = page.items().isEmpty() ? emptyPagesInARow + 1 : 0;
        if (pages == 1) {
            rememberAliases(page);
        }
        PageCursor next = page.next();
        if (next == null || (query.limit() != null && items >= query.limit())) {
            return null;
        }
        PageCursor checked = new PageCursor(links.check(next.url()));
        requireNew(checked);
        if (emptyPagesInARow > client.maxEmptyPages()) {
            throw new TooManyEmptyPagesException(
                    "more than " + client.maxEmptyPages() + " empty pages in a row",
                    client.maxEmptyPages(),
                    Failure.at(checked));
        }
        return fetch(checked);
    }

    /** The first page has other links than the one it was fetched by; one that leads back to it is a circle too. */
    private void rememberAliases(InteractionPage page) {
        rememberAlias(page.meta().url());
        Integer index = page.meta().page();
        if (query.start() == null || (index != null && index == 0)) {
            rememberAlias(page.meta().firstPageUrl());
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

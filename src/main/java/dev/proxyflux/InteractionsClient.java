package dev.proxyflux;

import static java.util.Objects.requireNonNull;

import dev.proxyflux.error.UnsafeLinkException;
import dev.proxyflux.link.CollectionLinks;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionPage;
import dev.proxyflux.model.PageCursor;
import dev.proxyflux.model.SessionKey;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Streams the interactions of Twilio Proxy's sessions. Thread-safe; made once, for any number of streams, and closed when
 * no longer needed.
 */
public final class InteractionsClient implements AutoCloseable {

    private final ClientRuntime runtime;
    private final Sinks.Empty<Void> closing;
    private final Disposable owned;

    InteractionsClient(ClientRuntime runtime, Sinks.Empty<Void> closing, Disposable owned) {
        this.runtime = runtime;
        this.closing = closing;
        this.owned = owned;
    }

    /**
     * Starts to build a client.
     *
     * @param credentials what each request is authenticated with
     * @return a builder with the defaults
     */
    public static InteractionsClientBuilder builder(Credentials credentials) {
        return new InteractionsClientBuilder(requireNonNull(credentials, "credentials"));
    }

    /**
     * Streams the interactions of a session in the service's order.
     *
     * <dl>
     *   <dt><b>Demand:</b>
     *   <dd>A page is fetched if and only if outstanding demand reaches beyond the interactions already held; at most two
     *       pages are held, the one being emitted and one waiting. So the next page is on its way while this one is being
     *       consumed, and none is fetched that was not asked for. {@link InteractionsQuery#readAhead()} fetches one page
     *       earlier. If demand is unbounded, the query has no limit and no listener hears of the page, a page of 256 KiB or
     *       more may be decoded after the next one has been requested.
     *   <dt><b>Errors:</b>
     *   <dd>An {@link dev.proxyflux.error.InteractionsException}, after everything before the failing page has been emitted;
     *       its {@code resumeAt()} names that page. A page whose failure may pass is first tried again within the
     *       client's {@link dev.proxyflux.retry.RetryPolicy}. Operators that cancel their work on an error, as {@code flatMap}
     *       does, may not be done with what was emitted; their {@code DelayError} forms are.
     *   <dt><b>Cancellation:</b>
     *   <dd>Cancels the request in flight and drops what is held.
     *   <dt><b>Threads:</b>
     *   <dd>Emits on the client's scheduler, never on an event loop.
     * </dl>
     *
     * <p><img src="doc-files/demand.svg" alt="A subscriber to pages of 10 asks for nothing, then for 10, then for 11 more: that costs
     * 0, 1 and 3 page requests here, and 257 from the start by expand and flatMapIterable.">
     *
     * <p><img src="doc-files/flow.svg" alt="A page is requested by the operator that holds the demand rule, fetched and tried again
     * by itself, decoded on the scheduler, and its link checked before the next fetch.">
     *
     * @param query the session, page size, limit and starting position
     * @return a cold publisher; each subscription lists again from the query's start
     * @throws IllegalArgumentException if the query starts at a cursor that is not a page of its session at this client's
     *     base URL
     */
    public Flux<Interaction> stream(InteractionsQuery query) {
        Flux<Interaction> items = list(query, "stream", InteractionPage::items);
        Long limit = query.limit();
        return limit == null ? items : items.take(limit);
    }

    /**
     * Streams the pages of a session's list in the service's order, empty ones too.
     *
     * <dl>
     *   <dt><b>Demand:</b>
     *   <dd>A page is fetched if and only if outstanding demand reaches beyond the pages already held: request(n) costs at
     *       most n page requests. At most two pages are held. Large pages may be decoded late, as for {@link #stream}.
     *   <dt><b>Errors:</b>
     *   <dd>As for {@link #stream}.
     *   <dt><b>Cancellation:</b>
     *   <dd>Cancels the request in flight and drops what is held.
     *   <dt><b>Threads:</b>
     *   <dd>Emits on the client's scheduler, never on an event loop.
     * </dl>
     *
     * @param query the session, page size, limit and starting position; with a limit, the page that reaches it is the last,
     *     and whole
     * @return a cold publisher; each subscription lists again from the query's start
     * @throws IllegalArgumentException if the query starts at a cursor that is not a page of its session at this client's
     *     base URL
     */
    public Flux<InteractionPage> pages(InteractionsQuery query) {
        return list(query, "pages", List::of);
    }

    private <T> Flux<T> list(InteractionsQuery query, String method, Function<InteractionPage, List<T>> itemsOf) {
        SessionKey session = query.session();
        CollectionLinks links = runtime.links(session);
        PageCursor start = new PageCursor(firstUrl(query, links, query.pageSize(runtime.defaultPageSize())));
        return Flux.defer(() -> new Listing(runtime, query, links, start).emit(itemsOf))
                .checkpoint("InteractionsClient." + method + ", service " + session.serviceSid() + ", session "
                        + session.sessionSid());
    }

    private static String firstUrl(InteractionsQuery query, CollectionLinks links, int pageSize) {
        @Nullable PageCursor start = query.start();
        if (start == null) {
            return links.firstPage(pageSize);
        }
        try {
            return links.check(start.url());
        } catch (UnsafeLinkException unusable) {
            throw new IllegalArgumentException("the query can't start here: " + unusable.getMessage(), unusable);
        }
    }

    /**
     * Ends the running streams with a {@link dev.proxyflux.error.ClientClosedException} and disposes of the connections the
     * client made, not of what the user brought; streams subscribed to later end so too. Returns at once, while the streams
     * end on the client's scheduler, or within 100 ms or so on {@code parallel()} if that was disposed of. Closing again
     * does nothing.
     */
    @Override
    public void close() {
        closing.tryEmitEmpty();
        owned.dispose();
    }

    /** {@return the base URL, no credential} */
    @Override
    public String toString() {
        return "InteractionsClient[" + runtime.base() + "]";
    }
}

package dev.proxyflux.testkit;

import dev.proxyflux.model.ResponseInfo;
import dev.proxyflux.model.SessionKey;
import dev.proxyflux.transport.PageExchange;
import dev.proxyflux.transport.PageResponse;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The service in place of HTTP, for tests in virtual time: to be given to the client's builder together with
 * {@link #BASE_URL}. Credentials are not checked, as the seam doesn't see them.
 *
 * <p>Acts on subscription, as an HTTP client does: then a request is recorded and its answer chosen; a delay runs on
 * {@code Schedulers.parallel()}, looked up then. Without delay it answers on the subscribing thread.
 */
public final class InMemoryExchange extends ScriptedService implements PageExchange {

    /** The only place that is served. */
    public static final String BASE_URL = "https://proxy.test";

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();

    private InMemoryExchange() {}

    /**
     * An exchange whose {@link #SESSION} has no interactions yet.
     *
     * @return the exchange
     */
    public static InMemoryExchange create() {
        return new InMemoryExchange();
    }

    /**
     * An exchange whose {@link #SESSION} has generated interactions, cut into these pages.
     *
     * @param sizes the size of each page, at least 0
     * @return the exchange
     * @throws IllegalArgumentException if a size is below 0
     */
    public static InMemoryExchange ofPages(int... sizes) {
        return ofPages(SESSION, sizes);
    }

    /**
     * An exchange with a session that has generated interactions, cut into these pages.
     *
     * @param session the session
     * @param sizes the size of each page, at least 0
     * @return the exchange
     * @throws IllegalArgumentException if a size is below 0
     */
    public static InMemoryExchange ofPages(SessionKey session, int... sizes) {
        InMemoryExchange exchange = create();
        exchange.hasPages(session, sizes);
        return exchange;
    }

    @Override
    public Mono<PageResponse> get(String url) {
        return Mono.defer(() -> new Exchange(url).run());
    }

    /**
     * How many requests are being answered.
     *
     * @return the count now
     */
    public int inFlight() {
        return inFlight.get();
    }

    /**
     * The most requests that were being answered at once.
     *
     * @return the count
     */
    public int mostInFlight() {
        return mostInFlight.get();
    }

    /**
     * How many requests were cancelled before they were answered.
     *
     * @return the count
     */
    public int cancelled() {
        return cancelled.get();
    }

    /** One request, from its subscription on. */
    private final class Exchange {

        private final RecordedRequest request;
        private final AtomicBoolean isOpen = new AtomicBoolean(true);

        Exchange(String url) {
            Instant now = Instant.ofEpochMilli(Schedulers.parallel().now(TimeUnit.MILLISECONDS));
            this.request = new RecordedRequest("GET", url, Map.of(), now);
        }

        Mono<PageResponse> run() {
            String requestId = requestId(record(request));
            Answer answer = scripted(request);
            mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            Mono<PageResponse> answering = Mono.defer(() -> answer(answer, requestId));
            return (answer.delay().isZero()
                            ? answering
                            : Mono.delay(answer.delay()).then(answering))
                    .doOnNext(response -> end())
                    .doOnError(failure -> end())
                    .doOnCancel(this::cancel);
        }

        private Mono<PageResponse> answer(Answer answer, String requestId) {
            return switch (answer.kind()) {
                case SILENCE -> Mono.never();
                case DROP -> Mono.error(answer.failure());
                case REGULAR ->
                    isServed()
                            ? Mono.just(response(regular(request, BASE_URL), requestId))
                            : Mono.error(new UnknownHostException("only " + BASE_URL + " is served in memory"));
                case RESPONSE -> Mono.just(response(answer, requestId));
            };
        }

        private boolean isServed() {
            return request.uri().startsWith(BASE_URL + "/");
        }

        private boolean end() {
            boolean isFirst = isOpen.getAndSet(false);
            if (isFirst) {
                inFlight.decrementAndGet();
            }
            return isFirst;
        }

        private void cancel() {
            if (end()) {
                cancelled.incrementAndGet();
            }
        }
    }

    private static PageResponse response(Answer answer, String requestId) {
        return new PageResponse(new ResponseInfo(answer.status(), answer.headers(requestId)), answer.body(), true);
    }
}

package dev.proxyflux.transport;

import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.json.DecodedPage;
import dev.proxyflux.json.PageDecoder;
import dev.proxyflux.json.UndecodableException;
import dev.proxyflux.model.InteractionPage;
import dev.proxyflux.model.PageCursor;
import dev.proxyflux.model.ResponseInfo;
import dev.proxyflux.retry.PageRetry;
import dev.proxyflux.retry.RetryEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The fetch of one page: attempts until one brings the page whole, within the policy. One run; made at subscription. */
public final class PageFetch {

    private static final int OK = 200;

    private final PageExchange exchange;
    private final FetchSettings settings;
    private final Scheduler scheduler;
    private final PageCursor page;
    private final PageRetry retry;
    private final PageWatch watch;
    private int attempts;
    private long leftNetworkAt;

    private PageFetch(PageExchange exchange, FetchSettings settings, PageCursor page, PageWatch watch) {
        this.exchange = exchange;
        this.settings = settings;
        this.scheduler = watch.scheduler();
        this.page = page;
        this.watch = watch;
        this.retry = new PageRetry(settings.retry(), this::tellRetry, scheduler, page);
    }

    /**
     * Fetches a page.
     *
     * @param exchange sends the requests
     * @param settings how
     * @param scheduler where clocks run and pages are decoded
     * @param page the page
     * @return a cold publisher of the page, or an error of the family
     */
    public static Mono<InteractionPage> of(
            PageExchange exchange, FetchSettings settings, Scheduler scheduler, DuePage page) {
        return Mono.deferContextual(context -> {
            PageWatch watch = PageWatch.start(settings.listener(), scheduler, page, context);
            return new PageFetch(exchange, settings, page.cursor(), watch).run();
        });
    }

    private Mono<InteractionPage> run() {
        return watch.over(Mono.defer(this::attempt).retryWhen(retry.retry()));
    }

    private void tellRetry(RetryEvent event) {
        watch.retrying(event);
        settings.onRetry().accept(event);
    }

    private Mono<InteractionPage> attempt() {
        FailureMapping failures = new FailureMapping(settings, page, attempts++);
        // A disposed pool would open new connections.
        if (settings.isClosed().getAsBoolean()) {
            return Mono.error(failures.closed());
        }
        Duration left = retry.remaining();
        Duration timeout = left.compareTo(settings.attemptTimeout()) < 0 ? left : settings.attemptTimeout();
        watch.sent();
        // A seam that throws or ends without an answer has failed; an empty page stream would pass for the list's end.
        return Mono.defer(() -> exchange.get(page.url()))
                // Not single(), which takes an answer that a cancellation discards for none, and drops an error.
                .switchIfEmpty(Mono.error(NoSuchElementException::new))
                .timeout(timeout, Mono.error(() -> failures.timedOut(timeout)), scheduler)
                .doOnTerminate(this::leaveNetwork)
                .publishOn(scheduler)
                .doOnTerminate(retry::resume)
                .doOnNext(response ->
                        watch.answered(leftNetworkAt, response.info().status()))
                .map(response -> readWithinMemory(response, failures))
                .doOnError(failure -> watch.answered(leftNetworkAt, null))
                .onErrorMap(failures::map);
    }

    private void leaveNetwork() {
        retry.pause();
        leftNetworkAt = scheduler.now(TimeUnit.NANOSECONDS);
    }

    /** Reactor takes an error of the JVM for fatal and signals nothing: the stream would hang. */
    private InteractionPage readWithinMemory(PageResponse response, FailureMapping failures) {
        try {
            PageResponse plain = unpack(response, failures);
            InteractionPage page = read(plain, failures);
            plain.release();
            return page;
        } catch (OutOfMemoryError full) {
            throw failures.tooLarge("does not fit into the JVM's memory");
        }
    }

    private InteractionPage read(PageResponse response, FailureMapping failures) {
        if (response.info().status() != OK) {
            throw failures.errorResponse(response);
        }
        if (response.body().length() > settings.maxPageBytes()) {
            throw new BodyTooLargeException();
        }
        return decode(response, failures);
    }

    private static PageResponse unpack(PageResponse response, FailureMapping failures) {
        try {
            return response.unpacked();
        } catch (IOException unsound) {
            throw failures.brokenCoding(response);
        }
    }

    private InteractionPage decode(PageResponse response, FailureMapping failures) throws InteractionsException {
        try {
            DecodedPage decoded =
                    PageDecoder.decode(response.body().bytes(), response.body().length());
            return new InteractionPage(page, decoded.items(), decoded.meta(), masked(response.info()));
        } catch (UndecodableException undecodable) {
            throw failures.undecodable(undecodable, response);
        }
    }

    /** A page's headers are printed with it. */
    private ResponseInfo masked(ResponseInfo info) {
        Map<String, String> headers = new HashMap<>(info.headers());
        headers.replaceAll((name, value) -> settings.mask().print(value));
        return new ResponseInfo(info.status(), headers);
    }
}

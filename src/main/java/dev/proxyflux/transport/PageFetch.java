package dev.proxyflux.transport;

import dev.proxyflux.retry.PageRetry;
import dev.proxyflux.retry.RetryEvent;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The fetch of one page: attempts until one brings the page whole, within the policy. One run; made at subscription. */
public final class PageFetch {

    private final OnePage page;
    private int attempts;

    private PageFetch(PageExchange exchange, FetchSettings settings, DuePage due, PageWatch watch) {
        PageRetry retry = new PageRetry(settings.retry(), this::tellRetry, watch.scheduler(), due.cursor());
        this.page = new OnePage(exchange, settings, due.cursor(), retry, watch);
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
    public static Mono<ReceivedPage> of(
            PageExchange exchange, FetchSettings settings, Scheduler scheduler, DuePage page) {
        return Mono.deferContextual(context -> {
            PageWatch watch = PageWatch.start(settings.listener(), scheduler, page, context);
            return new PageFetch(exchange, settings, page, watch).run();
        });
    }

    private Mono<ReceivedPage> run() {
        return page.watch().over(attempt().onErrorResume(this::again));
    }

    /** Not around the first attempt: nearly all pages come at once, and need none of what retries take. */
    private Mono<ReceivedPage> again(Throwable failure) {
        PageRetry retry = page.retry();
        return Mono.defer(this::attempt).retryWhen(retry.retry()).delaySubscription(retry.delay(failure));
    }

    private void tellRetry(RetryEvent event) {
        page.watch().retrying(event);
        page.settings().onRetry().accept(event);
    }

    private Mono<ReceivedPage> attempt() {
        FailureMapping failures = new FailureMapping(page.settings(), page.cursor(), attempts++);
        // A disposed pool would open new connections.
        if (page.settings().isClosed().getAsBoolean()) {
            return Mono.error(failures.closed());
        }
        Duration left = page.retry().remaining();
        Duration most = page.settings().attemptTimeout();
        return new MonoAttempt(new PageAttempt(page, failures, left.compareTo(most) < 0 ? left : most));
    }
}

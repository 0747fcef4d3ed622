package dev.proxyflux.retry;

import dev.proxyflux.error.ErrorResponseException;
import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.model.PageCursor;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.util.retry.Retry;

/** The retries of one page, from its first try on. Internal. */
public final class PageRetry {

    private static final Logger LOG = Loggers.getLogger(PageRetry.class);
    private static final int TOO_MANY_REQUESTS = 429;

    private final RetryPolicy policy;
    private final Consumer<? super RetryEvent> listener;
    private final Scheduler scheduler;
    private final PageCursor page;
    /** Later by the time that was nobody's. */
    private long startedAt;

    private long pausedAt;
    private int retries;

    /**
     * Starts a page's clock.
     *
     * @param policy how often and how soon
     * @param listener hears each retry
     * @param scheduler where delays run
     * @param page the page
     */
    public PageRetry(RetryPolicy policy, Consumer<? super RetryEvent> listener, Scheduler scheduler, PageCursor page) {
        this.policy = policy;
        this.listener = listener;
        this.scheduler = scheduler;
        this.page = page;
        this.startedAt = now();
    }

    private long now() {
        return scheduler.now(TimeUnit.NANOSECONDS);
    }

    /** Stops the page's clock: from now on it is the scheduler that is waited for, which a consumer may keep busy. */
    public void pause() {
        pausedAt = now();
    }

    /** Starts the page's clock again. */
    public void resume() {
        startedAt += now() - pausedAt;
    }

    /** {@return what the policy leaves of the page's time} */
    public Duration remaining() {
        return policy.pageTimeout().minusNanos(now() - startedAt);
    }

    /** {@return the policy as Reactor takes it} */
    public Retry retry() {
        return Retry.from(signals -> signals.concatMap(signal -> delay(signal.failure())));
    }

    /**
     * Decides about the next try.
     *
     * @param failed why the last one failed
     * @return emits when to try again; the failure, if the page is given up
     */
    public Mono<Long> delay(Throwable failed) {
        if (!(failed instanceof InteractionsException failure)
                || !failure.isTransient()
                || retries >= policy.maxRetries()) {
            return Mono.error(failed);
        }
        Duration asked = failure instanceof ErrorResponseException response ? response.retryAfter() : null;
        if (asked != null && asked.compareTo(policy.maxRetryAfter()) > 0) {
            return Mono.error(((ErrorResponseException) failure)
                    .because("the service asks to wait " + asked.toSeconds() + " s, more than the "
                            + policy.maxRetryAfter().toSeconds() + " s of this client"));
        }
        Duration delay = delay(retries + 1, failure, asked);
        if (delay.compareTo(remaining()) >= 0) {
            return Mono.error(failure);
        }
        retries++;
        tell(new RetryEvent(page, failure, delay, failure.requestId(), retries));
        // What it is late by is the scheduler's.
        pausedAt = now() + delay.toNanos();
        return Mono.delay(delay, scheduler).doOnNext(due -> resume());
    }

    private Duration delay(int retry, InteractionsException failure, @Nullable Duration asked) {
        boolean throttled =
                failure instanceof ErrorResponseException response && response.status() == TOO_MANY_REQUESTS;
        Duration backoff =
                policy.delay(retry, throttled, ThreadLocalRandom.current().nextDouble());
        if (asked == null) {
            return backoff;
        }
        // Above the floor by the jitter, so that clients told the same don't come back at the same time.
        Duration floored = asked.plus(backoff).minus(policy.delay(retry, throttled, 0));
        return floored.compareTo(backoff) > 0 ? floored : backoff;
    }

    private void tell(RetryEvent event) {
        try {
            listener.accept(event);
        } catch (Throwable broken) {
            // To Reactor a class or method that is missing is fatal too: nothing would be signalled, and the stream
            // would hang.
            if (!(broken instanceof LinkageError)) {
                Exceptions.throwIfJvmFatal(broken);
            }
            LOG.warn("a retry listener failed with {}", broken.getClass().getName());
        }
    }
}

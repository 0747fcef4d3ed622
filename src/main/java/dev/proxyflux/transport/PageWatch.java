package dev.proxyflux.transport;

import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.model.InteractionPage;
import dev.proxyflux.observe.Attempt;
import dev.proxyflux.observe.PageListener;
import dev.proxyflux.observe.PageStart;
import dev.proxyflux.observe.StreamListener;
import dev.proxyflux.retry.RetryEvent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;

/**
 * What one fetch tells its listener: one call at a time and one end, whatever races. The fetch's own signals come one after
 * another; only a cancellation comes from elsewhere, and one that finds a call at work leaves the end to it.
 */
final class PageWatch {

    private static final AtomicIntegerFieldUpdater<PageWatch> STATE =
            AtomicIntegerFieldUpdater.newUpdater(PageWatch.class, "state");

    private static final int IDLE = 0;
    /** The listener is being told. */
    private static final int TELLING = 1;
    /** Cancelled meanwhile: who tells will tell that too. */
    private static final int CANCELLED = 2;
    /** Nothing more is told. */
    private static final int ENDED = 3;

    private final PageListener listener;
    private final Scheduler scheduler;
    private volatile int state;

    private int attempts;
    private boolean isOnNetwork;
    private long sentAt;

    private PageWatch(PageListener listener, Scheduler scheduler) {
        this.listener = listener;
        this.scheduler = scheduler;
    }

    static PageWatch start(StreamListener listener, Scheduler scheduler, DuePage due, ContextView context) {
        Duration waited = between(due.knownAt(), scheduler.now(TimeUnit.NANOSECONDS));
        return new PageWatch(listener.onPage(new PageStart(due.session(), due.cursor(), waited), context), scheduler);
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** The scheduler's clock is the system's, which may be set back. */
    private static Duration between(long start, long end) {
        return Duration.ofNanos(Math.max(0, end - start));
    }

    private long now() {
        return scheduler.now(TimeUnit.NANOSECONDS);
    }

    /** {@return the fetch, told of; as it is if nobody listens} */
    Mono<ReceivedPage> over(Mono<ReceivedPage> fetch) {
        if (listener == PageListener.NOOP) {
            return fetch;
        }
        return fetch.doOnSuccess(this::received)
                .doOnError(this::failed)
                .doOnCancel(this::cancelled)
                .contextWrite(listener::enrich);
    }

    private boolean begin() {
        return listener != PageListener.NOOP && STATE.compareAndSet(this, IDLE, TELLING);
    }

    private void end(int next) {
        if (!STATE.compareAndSet(this, TELLING, next)) {
            state = ENDED;
            if (next == IDLE) {
                tellCancelled();
            }
        }
    }

    void sent() {
        if (begin()) {
            attempts++;
            isOnNetwork = true;
            sentAt = now();
            listener.onAttempt(attempts);
            end(IDLE);
        }
    }

    /** The attempt has left the network, with a status or without an answer. Does nothing if that was told. */
    void answered(long at, @Nullable Integer status) {
        if (begin()) {
            tellAttemptEnd(at, status, false);
            end(IDLE);
        }
    }

    void retrying(RetryEvent retry) {
        if (begin()) {
            listener.onRetry(retry);
            end(IDLE);
        }
    }

    private void received(ReceivedPage received) {
        // Who listens hears of decoded pages; one that can't be decoded has failed.
        InteractionPage page = received.decoded();
        if (begin()) {
            listener.onReceived(page.items().size(), page.response());
            end(ENDED);
        }
    }

    private void failed(Throwable failure) {
        if (!(failure instanceof InteractionsException known)) {
            // The scheduler takes no work any more.
            cancelled();
        } else if (begin()) {
            tellAttemptEnd(now(), null, false);
            listener.onFailed(known);
            end(ENDED);
        }
    }

    private void cancelled() {
        int seen = state;
        while (seen == IDLE || seen == TELLING) {
            if (STATE.compareAndSet(this, seen, seen == IDLE ? ENDED : CANCELLED)) {
                if (seen == IDLE) {
                    tellCancelled();
                }
                return;
            }
            seen = state;
        }
    }

    private void tellCancelled() {
        tellAttemptEnd(now(), null, true);
        listener.onCancelled();
    }

    private void tellAttemptEnd(long at, @Nullable Integer status, boolean cancelled) {
        if (isOnNetwork) {
            isOnNetwork = false;
            listener.onAttemptEnd(new Attempt(attempts, between(sentAt, at), status, cancelled));
        }
    }
}

package dev.proxyflux.transport;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One attempt, from its first request(n) on: sends, bounds the time until the answer is whole, and reads it on the scheduler.
 * An operator of its own because a chain of Reactor's, which needs nine, made most of what a page costs beside its
 * interactions.
 */
final class MonoAttempt extends Mono<ReceivedPage> implements Scannable {

    private final PageAttempt attempt;

    MonoAttempt(PageAttempt attempt) {
        this.attempt = attempt;
    }

    @Override
    public void subscribe(CoreSubscriber<? super ReceivedPage> actual) {
        actual.onSubscribe(new AnswerSubscriber(attempt, actual));
    }

    @Override
    @SuppressWarnings("rawtypes") // as declared by Scannable
    public @Nullable Object scanUnsafe(Attr key) {
        if (key == Attr.RUN_ON) {
            return attempt.scheduler();
        }
        return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
    }

    /** Takes the answer on the network's thread, reads it as a task of the scheduler. */
    static final class AnswerSubscriber implements CoreSubscriber<PageResponse>, Subscription, Runnable, Scannable {

        private static final AtomicReferenceFieldUpdater<AnswerSubscriber, @Nullable Subscription> UPSTREAM =
                AtomicReferenceFieldUpdater.newUpdater(AnswerSubscriber.class, Subscription.class, "upstream");

        private static final AtomicIntegerFieldUpdater<AnswerSubscriber> STATE =
                AtomicIntegerFieldUpdater.newUpdater(AnswerSubscriber.class, "state");

        /** Not asked for. */
        private static final int IDLE = 0;
        /** Waits for the answer. Who leaves this state has what the attempt comes to. */
        private static final int SENT = 1;
        /** Waits for the scheduler, or is being read. */
        private static final int ANSWERED = 2;
        /** Has emitted, or was cancelled. */
        private static final int ENDED = 3;

        private final PageAttempt attempt;
        private final CoreSubscriber<? super ReceivedPage> actual;
        private final Disposable.Swap clock = Disposables.swap();
        private volatile @Nullable Subscription upstream;
        private volatile int state;
        /** These two are written before the scheduler is called, and read by its task. */
        private @Nullable PageResponse response;

        private @Nullable Throwable failure;

        AnswerSubscriber(PageAttempt attempt, CoreSubscriber<? super ReceivedPage> actual) {
            this.attempt = attempt;
            this.actual = actual;
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n) && STATE.compareAndSet(this, IDLE, SENT)) {
                send();
            }
        }

        private void send() {
            try {
                attempt.begin();
                long nanos = attempt.timeout().toNanos();
                clock.update(attempt.scheduler().schedule(this::expire, nanos, TimeUnit.NANOSECONDS));
                if (state == SENT) {
                    attempt.send().subscribe(this);
                }
            } catch (Throwable failed) {
                onError(Operators.onOperatorError(failed, currentContext()));
            }
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            // Cancels it if the attempt is over.
            if (Operators.setOnce(UPSTREAM, this, subscription)) {
                subscription.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(PageResponse answer) {
            if (settle()) {
                response = answer;
                leaveNetwork();
            } else {
                // Not as dropped: that would print its headers.
                Operators.onDiscard(answer, currentContext());
            }
        }

        @Override
        public void onError(Throwable failed) {
            if (settle()) {
                failure = failed;
                leaveNetwork();
            } else {
                Operators.onErrorDropped(attempt.dropped(failed), currentContext());
            }
        }

        @Override
        public void onComplete() {
            if (settle()) {
                failure = attempt.unanswered();
                leaveNetwork();
            }
        }

        private void expire() {
            if (settle()) {
                failure = attempt.timedOut();
                try {
                    cancelRequest();
                } finally {
                    leaveNetwork();
                }
            }
        }

        private boolean settle() {
            return STATE.compareAndSet(this, SENT, ANSWERED);
        }

        private void leaveNetwork() {
            clock.dispose();
            attempt.leaveNetwork();
            try {
                attempt.scheduler().schedule(this);
            } catch (RejectedExecutionException rejected) {
                failure = rejected;
                run();
            }
        }

        @Override
        public void run() {
            if (state == ENDED) {
                return;
            }
            attempt.enterScheduler();
            ReceivedPage page = read();
            Throwable failed = page == null ? mapped() : null;
            if (!STATE.compareAndSet(this, ANSWERED, ENDED)) {
                Operators.onDiscard(page, currentContext());
            } else if (page != null) {
                actual.onNext(page);
                actual.onComplete();
            } else {
                actual.onError(failed);
            }
        }

        /** {@return the page, or null if there is a failure} */
        private @Nullable ReceivedPage read() {
            PageResponse answer = response;
            response = null;
            if (answer != null && failure == null) {
                try {
                    return attempt.read(answer);
                } catch (Throwable failed) {
                    failure = Operators.onOperatorError(failed, currentContext());
                }
            }
            return null;
        }

        /** What is not the library's own may fail even when it is asked what it is. */
        private Throwable mapped() {
            try {
                return attempt.failed(requireNonNull(failure, "failure"));
            } catch (Throwable broken) {
                return Operators.onOperatorError(broken, currentContext());
            }
        }

        @Override
        public void cancel() {
            if (STATE.getAndSet(this, ENDED) != ENDED) {
                clock.dispose();
                cancelRequest();
            }
        }

        /** One that can't be cancelled, as its event loop is gone, keeps the end from nobody. */
        private void cancelRequest() {
            try {
                Operators.terminate(UPSTREAM, this);
            } catch (Throwable failed) {
                Exceptions.throwIfJvmFatal(failed);
                Operators.onErrorDropped(attempt.dropped(failed), currentContext());
            }
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        @SuppressWarnings("rawtypes") // as declared by Scannable
        public @Nullable Object scanUnsafe(Attr key) {
            if (key == Attr.PARENT) {
                return upstream;
            } else if (key == Attr.ACTUAL) {
                return actual;
            } else if (key == Attr.TERMINATED) {
                return state == ENDED;
            } else if (key == Attr.ERROR) {
                return failure;
            } else if (key == Attr.RUN_ON) {
                return attempt.scheduler();
            }
            return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
        }
    }
}

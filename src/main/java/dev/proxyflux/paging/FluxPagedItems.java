package dev.proxyflux.paging;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Scheduler.Worker;
import reactor.util.context.Context;

/**
 * From pages to items: the demand rule lives here, alone.
 *
 * <p>All counts are totals of the subscription, so they only grow and the rule is one comparison: a page is due when more
 * items have been requested than received. The upstream is asked for one page at a time; of its pages one is in hand
 * (being emitted) and at most one is waiting in the slot.
 *
 * @param <P> a page
 * @param <T> an item
 */
final class FluxPagedItems<P, T> extends FluxOperator<P, T> {

    private final PageItems<? super P, T> items;
    private final Scheduler scheduler;
    private final boolean readAhead;

    @SuppressWarnings("unchecked") // pages are only read from; the superclass wants both types, as for any operator
    FluxPagedItems(Flux<? extends P> pages, PageItems<? super P, T> items, Scheduler scheduler, boolean readAhead) {
        super((Flux<P>) pages);
        this.items = items;
        this.scheduler = scheduler;
        this.readAhead = readAhead;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        Worker worker;
        try {
            worker = scheduler.createWorker();
        } catch (RejectedExecutionException disposed) {
            Operators.error(actual, disposed);
            return;
        }
        source.subscribe(new PagesSubscriber<>(this, actual, worker));
    }

    @Override
    @SuppressWarnings("rawtypes") // as declared by Scannable
    public @Nullable Object scanUnsafe(Attr key) {
        if (key == Attr.RUN_ON) {
            return scheduler;
        }
        return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : super.scanUnsafe(key);
    }

    /** Takes pages from upstream, requests from downstream; emits on the worker, one drain at a time. */
    static final class PagesSubscriber<P, T> implements CoreSubscriber<P>, Subscription, Scannable {

        @SuppressWarnings("rawtypes")
        private static final AtomicLongFieldUpdater<PagesSubscriber> REQUESTED =
                AtomicLongFieldUpdater.newUpdater(PagesSubscriber.class, "requested");

        @SuppressWarnings("rawtypes")
        private static final AtomicIntegerFieldUpdater<PagesSubscriber> SLOT =
                AtomicIntegerFieldUpdater.newUpdater(PagesSubscriber.class, "slot");

        @SuppressWarnings("rawtypes")
        private static final AtomicIntegerFieldUpdater<PagesSubscriber> DRAIN =
                AtomicIntegerFieldUpdater.newUpdater(PagesSubscriber.class, "drain");

        /** No page is on its way and none is waiting: the only state in which one may be requested. */
        private static final int FREE = 0;
        /** A page is on its way. */
        private static final int REQUESTING = 1;
        /** A page has come and is not yet in hand. */
        private static final int WAITING = 2;

        /** States, not a count of calls, which could overflow while a consumer is stuck. */
        private static final int IDLE = 0;
        /** Waits for the worker; whoever sets it to {@link #RUNNING} runs it. */
        private static final int QUEUED = 1;
        /** At work, and has heard of all there is. */
        private static final int RUNNING = 2;
        /** At work, and to go on for once more. */
        private static final int CALLED = 3;

        private final CoreSubscriber<? super T> actual;
        private final Scheduler scheduler;
        private final Worker worker;
        private final PageItems<? super P, T> items;
        private final boolean readAhead;

        private @Nullable Subscription upstream;

        /** Items requested in all; sticks at {@link Long#MAX_VALUE}. */
        private volatile long requested;
        /** A page is due when more than this many items have been requested. Written before the slot is set to WAITING. */
        private volatile long coveredDemand;
        /** Items received in all; only the upstream's thread uses it. */
        private long received;

        private volatile int slot;
        /** The waiting page and its items; published by the slot. */
        private @Nullable P waitingPage;

        /** Null if they have not been taken yet. */
        private @Nullable List<T> waitingItems;

        private volatile boolean done;
        /** Published by {@link #done}. */
        private @Nullable Throwable error;

        /** Nothing is emitted any more: downstream cancelled, or has its end. */
        private volatile boolean cancelled;
        /** Who sets it to {@link #RUNNING} runs the drain, and alone may touch the fields below. */
        @SuppressWarnings("UnusedVariable") // read by its updater
        private volatile int drain;

        private List<T> inHand = List.of();
        private int next;
        private long emitted;

        PagesSubscriber(FluxPagedItems<P, T> parent, CoreSubscriber<? super T> actual, Worker worker) {
            this.actual = actual;
            this.scheduler = parent.scheduler;
            this.worker = worker;
            this.items = parent.items;
            this.readAhead = parent.readAhead;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            if (Operators.validate(upstream, subscription)) {
                upstream = subscription;
                actual.onSubscribe(this);
            }
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n) && !cancelled) {
                Operators.addCap(REQUESTED, this, n);
                // Before the page is requested, so that a scheduler that takes no work costs no request.
                scheduleDrain();
                requestPageIfDue();
            }
        }

        /**
         * Called at the two moments at which a page can become due: more is requested, or the slot becomes free. Never from
         * {@code onNext}, which fills the slot. Who requests calls it, as the drain may be stuck in the consumer; and the
         * drain before it emits, as it may run inside {@code request}, on a scheduler that takes the caller's thread.
         */
        private void requestPageIfDue() {
            while (requested > coveredDemand && !done && !cancelled && SLOT.compareAndSet(this, FREE, REQUESTING)) {
                // A whole page may have come and gone between reading and setting; now none can.
                if (requested > coveredDemand) {
                    upstream().request(1);
                    return;
                }
                // Look again: who requested meanwhile found the slot taken.
                slot = FREE;
            }
        }

        @Override
        public void onNext(P page) {
            if (done) {
                Operators.onNextDropped(page, currentContext());
                return;
            }
            // Demand without bound reaches beyond any page: its items can wait until the next page is requested.
            if (requested != Long.MAX_VALUE) {
                try {
                    hold(itemsOf(page));
                } catch (Throwable failure) {
                    onError(Operators.onOperatorError(upstream, failure, page, currentContext()));
                    return;
                }
            }
            waitingPage = page;
            slot = WAITING;
            // Returns before anything is emitted, so that the next fetch can overlap with the consumer's work.
            scheduleDrain();
        }

        private void hold(List<T> taken) {
            long before = received;
            received += taken.size();
            // Reading ahead, demand that reaches into this page, once it is in hand, makes the next one due.
            coveredDemand = readAhead ? before : received;
            waitingItems = taken;
        }

        @Override
        public void onError(Throwable failure) {
            if (done) {
                Operators.onErrorDropped(failure, currentContext());
                return;
            }
            error = failure;
            onComplete();
        }

        @Override
        public void onComplete() {
            done = true;
            scheduleDrain();
        }

        @Override
        public void cancel() {
            if (!cancelled) {
                cancelled = true;
                cancelUpstream();
                // Not left to the worker, which may never come to it: from now on the drain only discards.
                if (DRAIN.getAndUpdate(this, state -> state < RUNNING ? RUNNING : CALLED) < RUNNING) {
                    drain();
                }
            }
        }

        /** A cancellation that fails, as that of a request does whose event loop is gone, must not keep the end from anyone. */
        private void cancelUpstream() {
            try {
                upstream().cancel();
            } catch (Throwable failure) {
                Exceptions.throwIfJvmFatal(failure);
                Operators.onErrorDropped(failure, currentContext());
            }
        }

        private void scheduleDrain() {
            int before = DRAIN.getAndUpdate(this, state -> state == IDLE ? QUEUED : state == QUEUED ? QUEUED : CALLED);
            if (before == IDLE) {
                try {
                    worker.schedule(this::drainIfQueued);
                } catch (RejectedExecutionException rejected) {
                    drainInstead(rejected);
                }
            } else if (before == QUEUED && scheduler.isDisposed()) {
                // It drops what it had queued, and tells nobody.
                drainInstead(Exceptions.failWithRejected());
            }
        }

        private void drainIfQueued() {
            if (DRAIN.compareAndSet(this, QUEUED, RUNNING)) {
                drain();
            }
        }

        /** Nobody else emits: the drain is ours. After a cancellation it only discards. */
        private void drainInstead(RejectedExecutionException rejected) {
            if (DRAIN.compareAndSet(this, QUEUED, RUNNING)) {
                reject(rejected);
                drain();
            }
        }

        private void reject(RejectedExecutionException rejected) {
            if (!cancelled) {
                // Cancels upstream; its error, if that is what could not be signalled, is kept.
                Throwable unsignalled = done ? error : null;
                terminate(Operators.onRejectedExecution(rejected, upstream(), unsignalled, null, currentContext()));
            }
        }

        /** Only by who has set it to {@link #RUNNING}. */
        private void drain() {
            do {
                drain = RUNNING;
                requestPageIfDue();
                emit();
            } while (!DRAIN.compareAndSet(this, RUNNING, IDLE));
        }

        private void emit() {
            while (!cancelled) {
                if (next < inHand.size()) {
                    if (emitted == requested) {
                        return;
                    }
                    emitted++;
                    actual.onNext(inHand.get(next++));
                } else if (!advance()) {
                    return;
                }
            }
            // Here, not in cancel(): so a consumer at work is not interrupted, and a drain still to come discards.
            discardHeld();
            worker.dispose();
        }

        /** The page in hand is used up. {@return false if there is nothing to go on with now} */
        private boolean advance() {
            // Read before the slot: the last page came before the end.
            boolean ended = done;
            if (slot == WAITING) {
                begin();
                requestPageIfDue();
                return true;
            }
            inHand = List.of();
            next = 0;
            if (ended) {
                terminate(error);
            }
            return ended;
        }

        private void begin() {
            P page = requireNonNull(waitingPage, "waitingPage");
            try {
                items.onBegin().accept(page);
            } catch (Throwable failure) {
                // The page still waits, so it is discarded with what else is held.
                terminate(Operators.onOperatorError(upstream(), failure, page, currentContext()));
                return;
            }
            List<T> taken = waitingItems;
            emptySlot();
            // Not held any longer, while another page may take long.
            inHand = List.of();
            next = 0;
            inHand = taken == null ? takenLate(page) : taken;
        }

        /** The next page is on its way while this one's items are taken, which may take as long. */
        private List<T> takenLate(P page) {
            requestPageIfDue();
            try {
                return itemsOf(page);
            } catch (Throwable failure) {
                terminate(Operators.onOperatorError(upstream(), failure, page, currentContext()));
                return List.of();
            }
        }

        private List<T> itemsOf(P page) {
            // Costs nothing for an immutable list; any other might change while it waits, or hold a null.
            return List.copyOf(items.of().apply(page));
        }

        private void emptySlot() {
            waitingPage = null;
            waitingItems = null;
            slot = FREE;
        }

        private void terminate(@Nullable Throwable failure) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            // Before the end is told: who hears of it finds nothing held any more.
            discardHeld();
            if (failure == null) {
                actual.onComplete();
            } else {
                actual.onError(failure);
            }
        }

        private void discardHeld() {
            Operators.onDiscardMultiple(inHand.subList(next, inHand.size()), currentContext());
            inHand = List.of();
            next = 0;
            if (slot == WAITING) {
                if (waitingItems == null) {
                    Operators.onDiscard(waitingPage, currentContext());
                } else {
                    Operators.onDiscardMultiple(waitingItems, currentContext());
                }
                emptySlot();
            }
        }

        private Subscription upstream() {
            return requireNonNull(upstream, "upstream");
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
            } else if (key == Attr.REQUESTED_FROM_DOWNSTREAM) {
                // A glance from any thread: what is emitted meanwhile may be missed.
                return requested == Long.MAX_VALUE ? requested : requested - emitted;
            } else if (key == Attr.CANCELLED) {
                return cancelled;
            } else if (key == Attr.TERMINATED) {
                return done;
            } else if (key == Attr.ERROR) {
                return error;
            } else if (key == Attr.RUN_ON) {
                return worker;
            }
            return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
        }
    }
}

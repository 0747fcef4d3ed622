package dev.proxyflux;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * One stream's delayed tasks, on one timer of the scheduler instead of one each. Nearly all are an attempt's clock, which is
 * stopped long before it is due: to set a timer for each wakes a thread of the scheduler for nothing, which cost a tenth of
 * all CPU. So a timer is set only if none fires in time, and one that fires too early is set again.
 */
final class StreamTimer implements Disposable {

    private static final long NEVER = Long.MAX_VALUE;
    /** A scheduler's clock may be coarser than its timers. */
    private static final long LEAST_DELAY = TimeUnit.MILLISECONDS.toNanos(1);

    private final Scheduler scheduler;
    private final Disposable.Composite timers = Disposables.composite();
    /** Guarded by this, as is the next: a few at most. */
    private final List<Delayed> waiting = new ArrayList<>();
    /** When a timer fires at the latest, by the scheduler's clock; {@link #NEVER} if none is set. */
    private long firesAt = NEVER;

    StreamTimer(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        Delayed delayed = new Delayed(task, now() + unit.toNanos(delay));
        if (add(delayed)) {
            try {
                setTimer(delayed.dueAt);
            } catch (RejectedExecutionException rejected) {
                forget(delayed);
                throw rejected;
            }
        }
        return delayed;
    }

    private long now() {
        return scheduler.now(TimeUnit.NANOSECONDS);
    }

    /** {@return whether a timer is to be set for it} */
    private synchronized boolean add(Delayed delayed) {
        waiting.add(delayed);
        if (firesAt <= delayed.dueAt) {
            return false;
        }
        firesAt = delayed.dueAt;
        return true;
    }

    /** No timer fires for it, and maybe none at all. */
    private synchronized void forget(Delayed delayed) {
        waiting.remove(delayed);
        firesAt = NEVER;
    }

    /** Not under the lock: a scheduler may run what is due at once. */
    private void setTimer(long at) {
        Disposable.Swap timer = Disposables.swap();
        timers.add(timer);
        timer.update(scheduler.schedule(() -> fire(timer), at - now(), TimeUnit.NANOSECONDS));
    }

    private void fire(Disposable timer) {
        timers.remove(timer);
        List<Delayed> due = takeDue();
        long next = nextAfterFiring();
        if (next != NEVER) {
            setTimer(Math.max(next, now() + LEAST_DELAY));
        }
        due.forEach(delayed -> delayed.task.run());
    }

    private synchronized List<Delayed> takeDue() {
        long now = now();
        List<Delayed> due =
                waiting.stream().filter(delayed -> delayed.dueAt <= now).toList();
        waiting.removeAll(due);
        return due;
    }

    private synchronized long nextAfterFiring() {
        firesAt = waiting.stream().mapToLong(delayed -> delayed.dueAt).min().orElse(NEVER);
        return firesAt;
    }

    /** Ends the timers: what still waits never runs. */
    @Override
    public void dispose() {
        timers.dispose();
    }

    @Override
    public boolean isDisposed() {
        return timers.isDisposed();
    }

    private final class Delayed implements Disposable {

        private final Runnable task;
        private final long dueAt;

        Delayed(Runnable task, long dueAt) {
            this.task = task;
            this.dueAt = dueAt;
        }

        @Override
        public void dispose() {
            synchronized (StreamTimer.this) {
                waiting.remove(this);
            }
        }

        @Override
        public boolean isDisposed() {
            synchronized (StreamTimer.this) {
                return !waiting.contains(this);
            }
        }
    }
}

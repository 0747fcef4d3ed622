package dev.proxyflux;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.scheduler.Scheduler;

/**
 * One stream's delayed tasks, on one timer of the scheduler instead of one each. Nearly all are an attempt's clock, which is
 * stopped long before it is due: to set a timer for each wakes a thread of the scheduler for nothing, which cost a tenth of
 * all CPU. So a timer is set only if none fires in time, and one that fires too early is set again.
 */
final class StreamTimer implements Disposable {

    /** A scheduler's clock may be coarser than its timers. */
    private static final long LEAST_DELAY = TimeUnit.MILLISECONDS.toNanos(1);

    private final Scheduler scheduler;
    /** Guarded by this, as are the next two: a few at most. */
    private final List<Delayed> waiting = new ArrayList<>();

    private @Nullable Timer current;
    private boolean isDisposed;

    StreamTimer(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        // Its timer may have gone with it, so that to rely on one would be to wait for ever.
        if (scheduler.isDisposed()) {
            throw Exceptions.failWithRejected();
        }
        long now = now();
        Delayed delayed = new Delayed(task, unit.toNanos(delay), now + unit.toNanos(delay));
        Timer timer = add(delayed, now);
        try {
            set(timer);
        } catch (RuntimeException | Error rejected) {
            forget(delayed, timer);
            throw rejected;
        }
        return delayed;
    }

    private long now() {
        return scheduler.now(TimeUnit.NANOSECONDS);
    }

    /** {@return the timer that is to be set, if none fires in time, as one that is late may have been set by another clock} */
    private synchronized @Nullable Timer add(Delayed delayed, long now) {
        waiting.add(delayed);
        boolean isInTime =
                isDisposed || (current != null && current.firesAt >= now && current.firesAt <= delayed.dueAt);
        if (isInTime) {
            return null;
        }
        // What waits for the one that is late has only the new one.
        current = new Timer(Math.max(firstDue(), now), current);
        return current;
    }

    private long firstDue() {
        return waiting.stream().mapToLong(delayed -> delayed.dueAt).min().orElseThrow();
    }

    /** Not under the lock: a scheduler may run what is due at once. One that is replaced meanwhile ends what is set here. */
    private void set(@Nullable Timer timer) {
        if (timer != null) {
            timer.handle.update(scheduler.schedule(() -> fire(timer), timer.firesAt - now(), TimeUnit.NANOSECONDS));
            // Only now: if this one is refused, the other still fires.
            timer.endReplaced();
        }
    }

    /** Others may have relied on the timer that was refused: too early is better than never. */
    private void forget(Delayed delayed, @Nullable Timer refused) {
        withoutTimer(delayed, refused).forEach(other -> other.task.run());
    }

    /** {@return what waits and has no timer in time any more} */
    private synchronized List<Delayed> withoutTimer(Delayed forgotten, @Nullable Timer refused) {
        waiting.remove(forgotten);
        if (refused != null) {
            refused.isGone = true;
        }
        while (current != null && current.isGone) {
            current = current.replaced;
        }
        List<Delayed> left = new ArrayList<>(waiting);
        left.removeIf(delayed -> isDisposed || (current != null && current.firesAt <= delayed.dueAt));
        waiting.removeAll(left);
        return left;
    }

    private void fire(Timer fired) {
        List<Delayed> due = new ArrayList<>();
        try {
            set(next(fired, now(), due));
        } catch (RuntimeException | Error refused) {
            // Too early is better than never.
            takeAll(due);
        }
        due.forEach(delayed -> delayed.task.run());
    }

    /** Takes what is due. {@return the timer for what is not} */
    private synchronized @Nullable Timer next(Timer fired, long now, List<Delayed> due) {
        fired.isGone = true;
        if (fired != current) {
            return null;
        }
        current = null;
        for (Delayed delayed : waiting) {
            delayed.keepTo(now);
            if (delayed.dueAt <= now) {
                due.add(delayed);
            }
        }
        waiting.removeAll(due);
        if (!waiting.isEmpty() && !isDisposed) {
            current = new Timer(Math.max(firstDue(), now + LEAST_DELAY), null);
        }
        return current;
    }

    private synchronized void takeAll(List<Delayed> due) {
        due.addAll(waiting);
        waiting.clear();
        current = null;
    }

    /** Ends the timer: what still waits never runs. */
    @Override
    public void dispose() {
        Timer last = end();
        if (last != null) {
            last.endReplaced();
            last.handle.dispose();
        }
    }

    private synchronized @Nullable Timer end() {
        Timer last = current;
        isDisposed = true;
        current = null;
        return last;
    }

    @Override
    public synchronized boolean isDisposed() {
        return isDisposed;
    }

    private static final class Timer {

        private final long firesAt;
        /** Fires later; ended once this one is set. */
        private final @Nullable Timer replaced;

        private final Disposable.Swap handle = Disposables.swap();
        /** Has fired, or was refused. */
        private boolean isGone;

        Timer(long firesAt, @Nullable Timer replaced) {
            this.firesAt = firesAt;
            this.replaced = replaced;
        }

        void endReplaced() {
            if (replaced != null) {
                replaced.endReplaced();
                replaced.handle.dispose();
            }
        }
    }

    private final class Delayed implements Disposable {

        private final Runnable task;
        private final long delay;
        private long dueAt;

        Delayed(Runnable task, long delay, long dueAt) {
            this.task = task;
            this.delay = delay;
            this.dueAt = dueAt;
        }

        /** The scheduler's clock may be the system's, which may be set back. */
        void keepTo(long now) {
            dueAt = Math.min(dueAt, now + delay);
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

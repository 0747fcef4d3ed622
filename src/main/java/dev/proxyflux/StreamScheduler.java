package dev.proxyflux;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * One stream's view of the client's scheduler: decodes on the worker that emits, as to wake another thread for each page
 * costs more than it gains. What is delayed stays on the scheduler, by one timer: a consumer at work must hold up no clock.
 */
final class StreamScheduler implements Scheduler {

    private final Scheduler scheduler;
    private final StreamTimer timer;
    private volatile @Nullable StreamWorker worker;

    StreamScheduler(Scheduler scheduler) {
        this.scheduler = scheduler;
        this.timer = new StreamTimer(scheduler);
    }

    /** {@return the stream's only worker; disposed of by who emits, and with it the timer} */
    @Override
    public Worker createWorker() {
        StreamWorker created = new StreamWorker(scheduler.createWorker());
        worker = created;
        return created;
    }

    @Override
    public Disposable schedule(Runnable task) {
        StreamWorker emitting = worker;
        if (emitting != null && !emitting.isDisposed()) {
            try {
                return emitting.enqueue(task);
            } catch (RejectedExecutionException disposedMeanwhile) {
                // What still comes of a stream that has ended is for its publisher to drop.
                return scheduler.schedule(task);
            }
        }
        return scheduler.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return timer.schedule(task, delay, unit);
    }

    @Override
    public long now(TimeUnit unit) {
        return scheduler.now(unit);
    }

    @Override
    public boolean isDisposed() {
        return scheduler.isDisposed();
    }

    /**
     * What a task schedules on it comes right after that task: else a page's turn to be emitted, and the request for the next
     * one with it, would come only when the pages of all other streams that are here had been decoded. But only once, so that
     * no stream keeps a thread for itself.
     */
    private final class StreamWorker implements Worker {

        private final Worker worker;
        private volatile @Nullable Turn turn;

        StreamWorker(Worker worker) {
            this.worker = worker;
        }

        @Override
        public Disposable schedule(Runnable task) {
            Turn current = turn;
            // One that was disposed of has to refuse.
            boolean canWait = current != null && current.hasRoom() && !worker.isDisposed() && !scheduler.isDisposed();
            if (!canWait) {
                return enqueue(task);
            }
            Disposable.Swap handle = Disposables.swap();
            requireNonNull(current).next = () -> runUnlessDisposed(task, handle);
            return handle;
        }

        /** Behind what waits; or beside what is at work, if the scheduler has threads for it. */
        Disposable enqueue(Runnable task) {
            return worker.schedule(() -> run(task));
        }

        private void run(Runnable task) {
            Turn mine = new Turn(Thread.currentThread());
            turn = mine;
            try {
                task.run();
            } finally {
                // Not what it was before: on a scheduler that takes its caller's thread, turns overlap, and that one
                // may be over.
                turn = null;
                mine.runNext();
            }
        }

        private void runUnlessDisposed(Runnable task, Disposable handle) {
            if (!handle.isDisposed() && !worker.isDisposed()) {
                task.run();
            }
        }

        @Override
        public void dispose() {
            worker.dispose();
            timer.dispose();
        }

        @Override
        public boolean isDisposed() {
            return worker.isDisposed();
        }
    }

    /** A task at work; only its thread sees to what comes next. */
    private static final class Turn {

        private final Thread thread;
        private @Nullable Runnable next;

        Turn(Thread thread) {
            this.thread = thread;
        }

        boolean hasRoom() {
            return thread == Thread.currentThread() && next == null;
        }

        void runNext() {
            if (next != null) {
                next.run();
            }
        }
    }
}

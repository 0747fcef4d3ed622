package dev.proxyflux;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * One stream's view of the client's scheduler: decodes on the worker that emits, as to wake another thread for each page
 * costs more than it gains. What is delayed stays on the scheduler, by one timer: a consumer at work must hold up no clock.
 */
final class StreamScheduler implements Scheduler {

    private final Scheduler scheduler;
    private final StreamTimer timer;
    private volatile @Nullable Worker worker;

    StreamScheduler(Scheduler scheduler) {
        this.scheduler = scheduler;
        this.timer = new StreamTimer(scheduler);
    }

    /** {@return the stream's only worker; disposed of by who emits, and with it the timer} */
    @Override
    public Worker createWorker() {
        Worker created = new StreamWorker(scheduler.createWorker(), timer);
        worker = created;
        return created;
    }

    @Override
    public Disposable schedule(Runnable task) {
        Worker emitting = worker;
        if (emitting != null && !emitting.isDisposed()) {
            try {
                return emitting.schedule(task);
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

    private record StreamWorker(Worker worker, StreamTimer timer) implements Worker {

        @Override
        public Disposable schedule(Runnable task) {
            return worker.schedule(task);
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
}

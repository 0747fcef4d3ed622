package dev.proxyflux;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * One stream's view of the client's scheduler: decodes on the worker that emits, as to wake another thread for each page
 * costs more than it gains. What is delayed stays on the scheduler: a consumer at work must hold up no clock.
 */
final class StreamScheduler implements Scheduler {

    private final Scheduler scheduler;
    private volatile @Nullable Worker worker;

    StreamScheduler(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** {@return the stream's only worker; disposed of by who emits} */
    @Override
    public Worker createWorker() {
        Worker created = scheduler.createWorker();
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
        return scheduler.schedule(task, delay, unit);
    }

    @Override
    public long now(TimeUnit unit) {
        return scheduler.now(unit);
    }
}

package dev.proxyflux;

import reactor.core.scheduler.Scheduler;

/** Gives a control what a stream has: one worker on which pages are decoded and emitted. In the library's package, as it is nobody else's. */
public final class StreamSchedulers {

    private StreamSchedulers() {}

    public static Scheduler over(Scheduler scheduler) {
        return new StreamScheduler(scheduler);
    }
}

package dev.proxyflux.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The latest requests, and how many there were. Its monitor is held for moments only. */
final class RequestLog {

    static final int CAPACITY = 100_000;

    private final Deque<RecordedRequest> latest = new ArrayDeque<>();
    private long count;

    /** {@return the request's number, from 1} */
    synchronized long add(RecordedRequest request) {
        if (latest.size() == CAPACITY) {
            latest.removeFirst();
        }
        latest.addLast(request);
        count++;
        notifyAll();
        return count;
    }

    synchronized List<RecordedRequest> all() {
        return List.copyOf(latest);
    }

    synchronized long count() {
        return count;
    }

    synchronized void await(long least, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (count < least) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError(count + " requests within " + timeout + ", expected at least " + least);
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError(
                        "interrupted at " + count + " requests, expected at least " + least, interrupted);
            }
        }
    }
}

package dev.proxyflux.bench.server;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What was asked of the server since it was last reset. */
final class Counts {

    private static final long HALF_A_SECOND = TimeUnit.MILLISECONDS.toNanos(500);

    private final LongAdder requests = new LongAdder();
    private final Set<String> connections = ConcurrentHashMap.newKeySet();
    private final Map<Long, LongAdder> byHalfSecond = new ConcurrentHashMap<>();

    void add(String connection) {
        requests.increment();
        connections.add(connection);
        byHalfSecond
                .computeIfAbsent(System.nanoTime() / HALF_A_SECOND, when -> new LongAdder())
                .increment();
    }

    void reset() {
        requests.reset();
        connections.clear();
        byHalfSecond.clear();
    }

    /** {@return page requests, the connections they came by, and the most requests in half a second} */
    String tell() {
        long peak = byHalfSecond.isEmpty()
                ? 0
                : Collections.max(
                        byHalfSecond.values().stream().map(LongAdder::sum).toList());
        return requests.sum() + " " + connections.size() + " " + peak;
    }
}

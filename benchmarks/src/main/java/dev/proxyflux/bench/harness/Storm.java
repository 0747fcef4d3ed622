package dev.proxyflux.bench.harness;

import dev.proxyflux.bench.server.ServedList;
import java.util.List;
import java.util.stream.IntStream;

/** {@code storm:<streams>}: that many streams of one client against a service that answers every request with 503. */
final class Storm {

    private Storm() {}

    static void measure(Bench bench, String argument) {
        int streams = Integer.parseInt(argument);
        ServedList broken = ServedList.of(100).failing();
        bench.counts().reset();
        long start = System.nanoTime();
        List<Consumer<Object>> started = IntStream.range(0, streams)
                .mapToObj(stream -> bench.start(broken, 100))
                .toList();
        long failed = started.stream()
                .filter(stream -> stream.await().error() != null)
                .count();
        double seconds = (System.nanoTime() - start) / 1e9;
        ServerCounts.Told told = bench.counts().told();
        String situation = streams + " streams, 503";
        bench.report(situation, "seconds", seconds);
        bench.report(situation, "page_requests", Long.toString(told.requests()));
        bench.report(situation, "peak_in_half_a_second", Long.toString(told.peak()));
        bench.report(situation, "failed_streams", Long.toString(failed));
    }
}

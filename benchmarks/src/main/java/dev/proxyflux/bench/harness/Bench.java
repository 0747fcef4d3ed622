package dev.proxyflux.bench.harness;

import dev.proxyflux.bench.contestants.Contestant;
import dev.proxyflux.bench.contestants.Contestants;
import dev.proxyflux.bench.server.ServedList;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What a task has: its contestant, the server, and where results go. */
final class Bench implements AutoCloseable {

    private final Contestant<Object> contestant;
    private final String base;
    private final ServerCounts counts;
    private final PrintStream out;
    private final String name;

    @SuppressWarnings("unchecked")
    Bench(String name, String base, PrintStream out) {
        this.name = name;
        this.base = base;
        this.contestant = (Contestant<Object>) Contestants.create(name, base);
        this.counts = new ServerCounts(base);
        this.out = out;
    }

    Contestant<Object> contestant() {
        return contestant;
    }

    /** {@return another client of the same kind, that nothing was asked of yet} */
    Bench fresh() {
        return new Bench(name, base, out);
    }

    ServerCounts counts() {
        return counts;
    }

    Consumer<Object> start(ServedList list, int pageSize) {
        return start(list, pageSize, new Consumer<>(contestant));
    }

    Consumer<Object> start(ServedList list, int pageSize, Consumer<Object> consumer) {
        contestant.list(list, pageSize).subscribe(consumer);
        return consumer;
    }

    /** Runs streams at the same time, each to its completion. */
    List<Consumer<Object>> runTogether(int streams, ServedList list, int pageSize) {
        List<Consumer<Object>> started = IntStream.range(0, streams)
                .mapToObj(stream -> start(list, pageSize))
                .toList();
        started.forEach(Consumer::awaitCompletion);
        return started;
    }

    /** Streams a list again and again for a while. */
    long repeat(ServedList list, int pageSize, double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        long streams = 0;
        do {
            start(list, pageSize).awaitCompletion();
            streams++;
        } while (System.nanoTime() < end);
        return streams;
    }

    void report(String situation, String metric, double value) {
        report(situation, metric, String.format(Locale.ROOT, "%.3f", value));
    }

    void report(String situation, String metric, String value) {
        out.println(String.join(",", situation, metric, value));
    }

    @Override
    public void close() {
        contestant.close();
    }
}

package dev.proxyflux.bench.harness;

import dev.proxyflux.bench.server.ServedList;

/** Many streams, and what they take together. */
final class Streams {

    private static final int PAGE_SIZE = 100;
    private static final int PAGES_OF_A_STREAM = 200;

    private Streams() {}

    /** {@code connections:<streams>}: how many connections a stream takes, each of a client that has none: the most of them. */
    static void connections(Bench bench, String streams) {
        long most = 0;
        for (int stream = 0; stream < Integer.parseInt(streams); stream++) {
            try (Bench fresh = bench.fresh()) {
                fresh.counts().reset();
                fresh.start(ServedList.of((long) PAGES_OF_A_STREAM * PAGE_SIZE), PAGE_SIZE)
                        .awaitCompletion();
                most = Math.max(most, fresh.counts().told().connections());
            }
        }
        bench.report("one stream", "connections", Long.toString(most));
    }

    /** {@code sessions:<streams>}: that many sessions at 100 ms latency, against one alone. */
    static void sessions(Bench bench, String argument) {
        int streams = Integer.parseInt(argument);
        ServedList list = ServedList.of(20 * PAGE_SIZE).withLatency(100);
        bench.runTogether(streams, ServedList.of(PAGE_SIZE).withLatency(100), PAGE_SIZE);
        double one = rate(bench, "one session", 1, list);
        double together = rate(bench, streams + " sessions", streams, list);
        bench.report(streams + " sessions", "share_of_ideal", together / one / streams);
    }

    private static double rate(Bench bench, String situation, int streams, ServedList list) {
        Usage before = new Usage();
        bench.runTogether(streams, list, PAGE_SIZE);
        Usage.Used used = new Usage().since(before);
        Throughput.report(bench, situation, used, streams * list.items());
        bench.report(situation, "cpu_share", (double) used.cpuNanos() / used.nanos());
        return streams * list.items() * 1e9 / used.nanos();
    }

    /** {@code overhead:<streams>}: streams of one page, so many at a time, until as many as the largest number have run. */
    static void overhead(Bench bench, String argument) {
        int most = Integer.parseInt(argument);
        ServedList list = ServedList.of(PAGE_SIZE);
        for (int together = 1; together <= most; together *= 10) {
            run(bench, together, most, list);
            Usage before = new Usage();
            run(bench, together, 2 * most, list);
            Usage.Used used = new Usage().since(before);
            bench.report(together + " streams", "cpu_us_per_stream", used.cpuNanos() / 1e3 / (2 * most));
            bench.report(together + " streams", "bytes_per_stream", (double) used.bytes() / (2 * most));
        }
    }

    private static void run(Bench bench, int together, int inAll, ServedList list) {
        for (int done = 0; done < inAll; done += together) {
            bench.runTogether(together, list, PAGE_SIZE);
        }
    }
}

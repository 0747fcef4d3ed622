package dev.proxyflux.bench.harness;

import dev.proxyflux.bench.server.ServedList;

/** Streams of a {@link Cell}, measured after a warm-up in the same JVM. */
final class Throughput {

    private static final int ITEMS_PER_STREAM = 10_000;
    /** Where a measurement is only tried out. */
    private static final int FEW_ITEMS = 2_000;

    private static final double TRIAL = 0.2;
    private static final double SHORT_WARM_UP = 0.1;
    private static final double WARM_UP_TURN = 0.4;
    private static final int MIN_PAGES = 8;

    private Throughput() {}

    /**
     * {@code warm:<seconds>}: without latency, in turn streams of pages of 100, of pages of 10, and of one page; else the JVM
     * would have compiled in the end what runs for each interaction, and not what runs for each page or each stream.
     */
    static void warm(Bench bench, String seconds) {
        long turns = Math.max(1, Math.round(Double.parseDouble(seconds) / (3 * WARM_UP_TURN)));
        for (long turn = 0; turn < turns; turn++) {
            bench.repeat(ServedList.of(ITEMS_PER_STREAM), 100, WARM_UP_TURN);
            bench.repeat(ServedList.of(FEW_ITEMS), 10, WARM_UP_TURN);
            bench.repeat(ServedList.of(10), 10, WARM_UP_TURN);
        }
    }

    /** {@code cell:<cell>:<seconds>}. */
    static void measure(Bench bench, String argument) {
        String[] parts = argument.split(":", 2);
        Cell cell = Cell.parse(parts[0]);
        double seconds = Double.parseDouble(parts[1]);
        if (cell.isWaiting()) {
            measureOneStream(bench, cell, seconds);
        } else {
            measureRepeated(bench, cell.toString(), list(seconds), cell.pageSize(), seconds);
        }
    }

    /** {@code gzip:<seconds>}: pages of 100, plain and compressed. */
    static void gzip(Bench bench, String argument) {
        double seconds = Double.parseDouble(argument);
        measureRepeated(bench, "plain", list(seconds), 100, seconds);
        measureRepeated(bench, "gzip", list(seconds).zipped(), 100, seconds);
    }

    private static ServedList list(double seconds) {
        return ServedList.of(seconds < TRIAL ? FEW_ITEMS : ITEMS_PER_STREAM);
    }

    private static void measureRepeated(Bench bench, String situation, ServedList list, int pageSize, double seconds) {
        bench.repeat(list, pageSize, Math.min(seconds, SHORT_WARM_UP));
        Usage before = new Usage();
        long streams = bench.repeat(list, pageSize, seconds);
        Usage.Used used = new Usage().since(before);
        report(bench, situation, used, streams * list.items());
        checksum(bench, situation, bench.start(list, pageSize).awaitCompletion());
    }

    private static void measureOneStream(Bench bench, Cell cell, double seconds) {
        long pages = Math.max(MIN_PAGES, Math.round(seconds * 1000 / (Math.max(1, cell.latency() + cell.work()))));
        ServedList list = cell.list(pages);
        // One page to have the connection.
        bench.start(cell.list(1), cell.pageSize()).awaitCompletion();
        Usage before = new Usage();
        Consumer<Object> consumer = bench.start(
                        list, cell.pageSize(), new Consumer<>(bench.contestant(), cell.pageSize(), cell.work()))
                .awaitCompletion();
        Usage.Used used = new Usage().since(before);
        report(bench, cell.toString(), used, consumer.items());
        bench.report(cell.toString(), "wall_ms_per_page", used.nanos() / 1e6 / pages);
        checksum(bench, cell.toString(), consumer);
    }

    static void report(Bench bench, String situation, Usage.Used used, long items) {
        bench.report(situation, "cpu_s_per_million", used.cpuNanos() / 1e3 / items);
        bench.report(situation, "compiler_s_per_million", used.compilerNanos() / 1e3 / items);
        bench.report(situation, "bytes_per_item", (double) used.bytes() / items);
        bench.report(situation, "items_per_s", items * 1e9 / used.nanos());
    }

    private static void checksum(Bench bench, String situation, Consumer<Object> consumer) {
        bench.report(situation, "items", Long.toString(consumer.items()));
        if (bench.contestant().isReadable()) {
            bench.report(situation, "checksum", consumer.checksum());
        }
    }
}

package dev.proxyflux.bench.harness;

import dev.proxyflux.bench.server.ServedList;

/** Whether an item of a long stream costs what an item of a short one does. */
final class Growth {

    private static final int PAGE_SIZE = 100;
    private static final int LARGEST_PAGE = 1000;

    private Growth() {}

    /**
     * {@code growth:<items>}: streams of 1,000 items and ten times as many each, up to that many; a quarter as many items in all.
     * First all of them in little, as else the first size would be measured while the JVM still compiles.
     */
    static void measure(Bench bench, String argument) {
        long most = Long.parseLong(argument);
        run(bench, most / 10, most / 10, false);
        run(bench, most / 4, most, true);
    }

    private static void run(Bench bench, long inAll, long most, boolean measured) {
        for (long items = 1000; items <= most; items *= 10) {
            ServedList list = ServedList.of(items);
            long streams = Math.max(1, inAll / items);
            Usage before = new Usage();
            for (long stream = 0; stream < streams; stream++) {
                bench.start(list, PAGE_SIZE).awaitCompletion();
            }
            if (measured) {
                Throughput.report(bench, items + " items", new Usage().since(before), streams * items);
            }
        }
    }

    /** {@code long:<items>}: one stream, in pages of 1,000; the fork's heap says whether it fits. */
    static void longStream(Bench bench, String argument) {
        ServedList list = ServedList.of(Long.parseLong(argument));
        Usage before = new Usage();
        long items = bench.start(list, LARGEST_PAGE).awaitCompletion().items();
        Throughput.report(bench, argument + " items", new Usage().since(before), items);
        bench.report(argument + " items", "items", Long.toString(items));
        bench.report(argument + " items", "max_heap_mib", Runtime.getRuntime().maxMemory() / 1024.0 / 1024.0);
    }
}

package dev.proxyflux.bench.harness;

import dev.proxyflux.bench.server.ServedList;
import java.util.Arrays;

/** {@code first:<streams>}: time from subscription to the first item, warm, of lists of one page of 100. */
final class FirstItem {

    private FirstItem() {}

    static void measure(Bench bench, String argument) {
        long[] nanos = new long[Integer.parseInt(argument)];
        for (int stream = 0; stream < nanos.length; stream++) {
            long subscribed = System.nanoTime();
            nanos[stream] =
                    bench.start(ServedList.of(100), 100).awaitCompletion().firstAt() - subscribed;
        }
        Arrays.sort(nanos);
        bench.report("first", "first_item_us", nanos[nanos.length / 2] / 1e3);
    }
}

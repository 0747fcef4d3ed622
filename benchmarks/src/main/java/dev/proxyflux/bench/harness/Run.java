package dev.proxyflux.bench.harness;

import java.util.List;

/**
 * One forked JVM to come.
 *
 * @param round the round it belongs to, from 1
 * @param contestant who is measured
 * @param heap its largest heap, as {@code -Xmx} takes it
 * @param tasks what is measured, in order
 */
record Run(int round, String contestant, String heap, List<String> tasks) {

    static final String HEAP = "1g";

    static Run of(int round, String contestant, String... tasks) {
        return new Run(round, contestant, HEAP, List.of(tasks));
    }

    Run withHeap(String size) {
        return new Run(round, contestant, size, tasks);
    }

    /** {@return what it is known by in the file of raw results} */
    String key() {
        return contestant + " -Xmx" + heap + " " + String.join(" ", tasks);
    }
}

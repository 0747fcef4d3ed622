package dev.proxyflux.bench.harness;

import java.util.List;

/**
 * Tasks of one contestant to come.
 *
 * @param round the round it belongs to, from 1
 * @param contestant who is measured
 * @param heap its JVM's largest heap, as {@code -Xmx} takes it
 * @param tasks what is measured, in order
 * @param generation the generation of JVMs that stay for several rounds, from 1; 0 for a JVM of its own
 */
record Run(int round, String contestant, String heap, List<String> tasks, int generation) {

    private static final String HEAP = "1g";

    static Run of(int round, String contestant, String... tasks) {
        return new Run(round, contestant, HEAP, List.of(tasks), 0);
    }

    Run withHeap(String size) {
        return new Run(round, contestant, size, tasks, generation);
    }

    /** {@return the same in a JVM that stays, and is warm before its first tasks} */
    Run inGeneration(int number) {
        return new Run(round, contestant, heap, tasks, number);
    }

    boolean isWarmUp() {
        return tasks.stream().allMatch(task -> task.startsWith("warm:"));
    }

    /** {@return what it is known by in the file of raw results} */
    String key() {
        return contestant + " -Xmx" + heap + " " + String.join(" ", tasks);
    }
}

package dev.proxyflux.events;

import java.util.ArrayList;
import java.util.List;

/** What outlives a run: the interactions written, by their index, run by run, and the position saved last. */
final class Disk {

    final List<List<Integer>> runs = new ArrayList<>();
    String saved = Checkpoints.NONE;

    List<Integer> written() {
        return runs.stream().flatMap(List::stream).toList();
    }

    /** Each run goes on where the one before left off or up to {@code most} before that, and the last gets to the end. */
    static void requireComplete(List<List<Integer>> runs, int count, int most) {
        int reached = 0;
        for (List<Integer> run : runs) {
            int next = run.isEmpty() ? reached : run.get(0);
            if (next > reached || next < reached - most) {
                throw new AssertionError("at " + reached + " a run went on at " + next + ": " + runs);
            }
            for (int index : run) {
                if (index != next++) {
                    throw new AssertionError("out of order: " + runs);
                }
            }
            reached = Math.max(reached, next);
        }
        if (reached != count) {
            throw new AssertionError(reached + " of " + count + " arrived: " + runs);
        }
    }
}

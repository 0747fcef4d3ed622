package dev.proxyflux.bench.harness;

import dev.proxyflux.bench.server.PageServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a {@link Plan}: {@code Runner <plan> <file of raw results> [resume]}. Ends with status 1 if a contestant failed or a
 * {@linkplain Checks check} did; never because something was slow.
 */
public final class Runner {

    private final String base;
    private final Store store;
    private final List<String> problems;
    /** JVMs that stay, by their contestants. */
    private final Map<String, Jvm> kept = new HashMap<>();

    private int generation;

    private Runner(String base, Store store, List<String> problems) {
        this.base = base;
        this.store = store;
        this.problems = problems;
    }

    public static void main(String[] arguments) {
        List<Run> plan = Plan.of(arguments[0]);
        Store store = new Store(Path.of(arguments[1]));
        if (arguments.length < 3) {
            store.clear();
        }
        List<String> problems = new ArrayList<>();
        try (Jvm server = Jvm.start(PageServer.class, List.of("-Xmx1g"), List.of())) {
            Runner runner = new Runner("http://127.0.0.1:" + server.readLine(), store, problems);
            runner.run(plan);
            runner.endGeneration();
        }
        problems.addAll(Checks.problems(store.results()));
        problems.forEach(problem -> say("FAILED: %s", problem));
        say(problems.isEmpty() ? "All checks passed." : "%d problems.", problems.size());
        System.exit(problems.isEmpty() ? 0 : 1);
    }

    private void run(List<Run> plan) {
        long start = System.nanoTime();
        List<Run> unmeasured =
                plan.stream().filter(run -> !run.isWarmUp() && !store.has(run)).toList();
        List<Run> left = plan.stream()
                .filter(run -> unmeasured.contains(run) || run.isWarmUp() && isAwaited(run, unmeasured))
                .toList();
        for (int done = 0; done < left.size(); done++) {
            Run run = left.get(done);
            if (run.generation() != 0 && run.generation() != generation) {
                begin(run.generation(), left);
            }
            say(
                    "%4d s  %d/%d  round %d  %s",
                    (System.nanoTime() - start) / 1_000_000_000, done + 1, left.size(), run.round(), run.key());
            measure(run);
        }
    }

    private static boolean isAwaited(Run warmUp, List<Run> unmeasured) {
        return unmeasured.stream()
                .anyMatch(run -> run.generation() == warmUp.generation()
                        && run.contestant().equals(warmUp.contestant()));
    }

    /** Waiting for its turn, a JVM takes no CPU, and compiles what it has left to compile. */
    private void begin(int next, List<Run> plan) {
        endGeneration();
        generation = next;
        plan.stream().filter(run -> run.generation() == next).forEach(run -> {
            if (!kept.containsKey(run.contestant())) {
                say("        warming up %s", run.contestant());
                Jvm fork = start(run);
                kept.put(run.contestant(), fork);
                try {
                    fork.ask(Plan.WARM_UP);
                } catch (IllegalStateException failed) {
                    problems.add(run.contestant() + ": " + failed.getMessage());
                }
            }
        });
    }

    private void measure(Run run) {
        try {
            if (run.generation() == 0) {
                try (Jvm fork = start(run)) {
                    store.append(run, fork.ask(String.join(" ", run.tasks())));
                }
            } else {
                store.append(run, kept.get(run.contestant()).ask(String.join(" ", run.tasks())));
            }
        } catch (IllegalStateException failed) {
            problems.add(run.key() + ": " + failed.getMessage());
        }
    }

    private Jvm start(Run run) {
        return Jvm.start(Fork.class, List.of("-Xmx" + run.heap()), List.of(base, run.contestant()));
    }

    private void endGeneration() {
        kept.values().forEach(Jvm::close);
        kept.clear();
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(format, values));
    }
}

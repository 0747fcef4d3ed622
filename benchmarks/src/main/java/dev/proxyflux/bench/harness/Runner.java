package dev.proxyflux.bench.harness;

import dev.proxyflux.bench.server.PageServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a {@link Plan}: {@code Runner <plan> <file of raw results> [resume]}. Ends with status 1 if a contestant failed or a
 * {@linkplain Checks check} did; never because something was slow.
 */
public final class Runner {

    private Runner() {}

    public static void main(String[] arguments) {
        List<Run> plan = Plan.of(arguments[0]);
        Store store = new Store(Path.of(arguments[1]));
        if (arguments.length < 3) {
            store.clear();
        }
        List<String> problems = new ArrayList<>();
        try (Jvm server = Jvm.start(PageServer.class, List.of("-Xmx1g"), List.of())) {
            String base = "http://127.0.0.1:" + server.readLine();
            long start = System.nanoTime();
            for (int done = 0; done < plan.size(); done++) {
                Run run = plan.get(done);
                if (!store.has(run)) {
                    say(
                            "%4d s  %d/%d  round %d  %s",
                            (System.nanoTime() - start) / 1_000_000_000, done + 1, plan.size(), run.round(), run.key());
                    measure(run, base, store, problems);
                }
            }
        }
        problems.addAll(Checks.problems(store.results()));
        problems.forEach(problem -> say("FAILED: %s", problem));
        say(problems.isEmpty() ? "All checks passed." : "%d problems.", problems.size());
        System.exit(problems.isEmpty() ? 0 : 1);
    }

    private static void measure(Run run, String base, Store store, List<String> problems) {
        List<String> arguments = new ArrayList<>(List.of(base, run.contestant()));
        arguments.addAll(run.tasks());
        try (Jvm fork = Jvm.start(Fork.class, List.of("-Xmx" + run.heap()), arguments)) {
            store.append(run, fork.readToEnd());
        } catch (IllegalStateException failed) {
            problems.add(run.key() + ": " + failed.getMessage());
        }
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(format, values));
    }
}

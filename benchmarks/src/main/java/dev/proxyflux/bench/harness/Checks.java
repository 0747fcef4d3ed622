package dev.proxyflux.bench.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What must be so whatever the machine: everybody read the same, and this library asked for no page too many. */
final class Checks {

    private static final Map<String, String> EXACT_REQUESTS = Map.of(
            "request(0)", "0",
            "request(1)", "1",
            "request(100)", "1",
            "request(101)", "2",
            "take(10)", "1",
            "one by one; 150", "2",
            "unbounded; stuck on its first", "2");

    private Checks() {}

    /** {@return what is wrong} */
    static List<String> problems(List<Result> results) {
        List<String> problems = new ArrayList<>();
        problems.addAll(different(results, "checksum"));
        problems.addAll(different(results, "items"));
        for (Result result : results) {
            String exact = EXACT_REQUESTS.get(result.situation());
            if (result.contestant().equals("proxyflux") && exact != null && !exact.equals(result.value())) {
                problems.add(result.line() + ": not exactly " + exact);
            }
            if (result.metric().equals("failed_streams")
                    && !result.situation().startsWith(result.value() + " streams")) {
                problems.add(result.line() + ": some came through");
            }
        }
        return problems;
    }

    private static List<String> different(List<Result> results, String metric) {
        Map<String, TreeSet<String>> values = new TreeMap<>();
        for (Result result : results) {
            if (result.metric().equals(metric)) {
                values.computeIfAbsent(result.situation(), situation -> new TreeSet<>())
                        .add(result.value());
            }
        }
        return values.entrySet().stream()
                .filter(situation -> situation.getValue().size() > 1)
                .map(situation -> "different " + metric + " at " + situation)
                .toList();
    }
}

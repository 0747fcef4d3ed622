package dev.proxyflux.bench.report;

import dev.proxyflux.bench.harness.Result;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** What was measured, by contestant, situation and metric; several rounds become their median. */
final class Measurements {

    private final Map<String, Map<Integer, Double>> values = new TreeMap<>();

    Measurements(Collection<Result> results) {
        for (Result result : results) {
            if (!result.metric().equals("checksum")) {
                values.computeIfAbsent(
                                key(result.contestant(), result.situation(), result.metric()), key -> new TreeMap<>())
                        .put(result.round(), result.number());
            }
        }
    }

    private static String key(String contestant, String situation, String metric) {
        return contestant + "," + situation + "," + metric;
    }

    /** {@return all that was measured, each with its medians} */
    Map<String, Spread> all() {
        Map<String, Spread> all = new TreeMap<>();
        values.keySet().forEach(key -> {
            String[] parts = key.split(",", -1);
            all.put(String.join("  ", parts), of(parts[0], parts[1], parts[2]));
        });
        return all;
    }

    private Map<Integer, Double> rounds(String contestant, String situation, String metric) {
        return values.getOrDefault(key(contestant, situation, metric), Map.of());
    }

    /** {@return the spread of a metric's rounds, empty if it was not measured} */
    Spread of(String contestant, String situation, String metric) {
        return new Spread(rounds(contestant, situation, metric).values().stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray());
    }

    /** {@return the ratio of one contestant's metric to another's: of the medians, with the range of the rounds' own ratios} */
    Ratio ratio(String contestant, String other, String situation, String metric) {
        Map<Integer, Double> numerators = rounds(contestant, situation, metric);
        Map<Integer, Double> denominators = rounds(other, situation, metric);
        double[] ratios = numerators.entrySet().stream()
                .filter(round -> denominators.containsKey(round.getKey()))
                .mapToDouble(round -> round.getValue() / denominators.get(round.getKey()))
                .sorted()
                .toArray();
        double ofMedians = of(contestant, situation, metric).median()
                / of(other, situation, metric).median();
        return new Ratio(ofMedians, new Spread(ratios));
    }

    /** {@return of some contestants the one with the smallest median} */
    String least(List<String> contestants, String situation, String metric) {
        return contestants.stream()
                .filter(contestant -> !of(contestant, situation, metric).isEmpty())
                .min((a, b) -> Double.compare(
                        of(a, situation, metric).median(),
                        of(b, situation, metric).median()))
                .orElse(contestants.get(0));
    }

    /** {@return of some contestants the one with the largest median} */
    String most(List<String> contestants, String situation, String metric) {
        return contestants.stream()
                .filter(contestant -> !of(contestant, situation, metric).isEmpty())
                .max((a, b) -> Double.compare(
                        of(a, situation, metric).median(),
                        of(b, situation, metric).median()))
                .orElse(contestants.get(0));
    }

    static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        String format = Math.abs(value) >= 100 ? "%,.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    /**
     * Sorted values.
     *
     * @param sorted the values, ascending
     */
    record Spread(double[] sorted) {

        boolean isEmpty() {
            return sorted.length == 0;
        }

        double median() {
            int middle = sorted.length / 2;
            return isEmpty()
                    ? Double.NaN
                    : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }

        double max() {
            return DoubleStream.of(sorted).max().orElse(Double.NaN);
        }

        /** {@return the median, and the range if there are several rounds} */
        @Override
        public String toString() {
            return isEmpty()
                    ? "–"
                    : sorted.length == 1
                            ? number(sorted[0])
                            : number(median()) + " (" + number(sorted[0]) + "–" + number(sorted[sorted.length - 1])
                                    + ")";
        }
    }

    /**
     * A ratio.
     *
     * @param value of the medians
     * @param rounds of each round's own two values
     */
    record Ratio(double value, Spread rounds) {

        @Override
        public String toString() {
            if (Double.isNaN(value)) {
                return "not measured";
            }
            return String.format(Locale.ROOT, "%.3f", value)
                    + (rounds.sorted().length < 2
                            ? ""
                            : String.format(Locale.ROOT, " (%.2f–%.2f)", rounds.sorted()[0], rounds.max()));
        }
    }
}

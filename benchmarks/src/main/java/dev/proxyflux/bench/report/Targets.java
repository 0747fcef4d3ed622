package dev.proxyflux.bench.report;

import dev.proxyflux.bench.contestants.Contestants;
import dev.proxyflux.bench.report.Measurements.Ratio;
import java.util.ArrayList;
import java.util.List;

/** What this library promises itself, and what the run gave. */
final class Targets {

    private static final String US = "proxyflux";
    private static final String CPU = "cpu_s_per_million";
    private static final String BYTES = "bytes_per_item";
    private static final String RATE = "items_per_s";
    private static final String WALL = "wall_ms_per_page";
    private static final String BOTH_WAIT = "100/20/20";
    private static final String LARGE_PAGES = "1000/20/0";
    private static final double PAGE_KIB = 128;

    private static final List<String> AWS = List.of("aws-paginator", "aws-paginator-netty");
    private static final List<String> WITHOUT_OVERLAP = Contestants.PEERS.stream()
            .filter(peer -> !peer.equals("publish-on"))
            .toList();

    private final Measurements measured;
    private final List<Row> rows = new ArrayList<>();

    private Targets(Measurements measured) {
        this.measured = measured;
    }

    static List<Row> of(Measurements measured) {
        Targets targets = new Targets(measured);
        targets.cpu();
        targets.allocation();
        targets.wallTime();
        targets.memory();
        targets.growth();
        return targets.rows;
    }

    private void cpu() {
        atMost("CPU, pages of 100: of limit B's", 1.4, ratio("limit-b", "100/0/0", CPU));
        timesLess("CPU, pages of 100: less than reactor-netty", 1.5, "reactor-netty");
        timesLess(
                "CPU, pages of 100: less than the AWS paginator (the cheaper)",
                1.35,
                measured.least(AWS, "100/0/0", CPU));
        timesLess("CPU, pages of 100: less than WebClient", 2.2, "webclient");
        timesLess("CPU, pages of 100: less than twilio-java", 4.5, "twilio-java");
        atMost("CPU, pages of 1000: of limit B's", 1.5, ratio("limit-b", "1000/0/0", CPU));
        atMost("CPU of retry, clocks, link checks, listeners: of the bare build's", 1.1, ratio("bare", "100/0/0", CPU));
    }

    private void allocation() {
        atMost("bytes allocated per interaction, pages of 100", 2800, value("100/0/0", BYTES));
        String best = measured.least(Contestants.PEERS, "100/0/0", BYTES);
        atMost("allocation: of the best peer's (" + best + ")", 0.5, ratio(best, "100/0/0", BYTES));
    }

    private void wallTime() {
        atLeast("items/s, pages of 1000, 20 ms: of limit A's", 0.9, ratio("limit-a", LARGE_PAGES, RATE));
        String fastest = measured.most(Contestants.PEERS, LARGE_PAGES, RATE);
        atLeast(
                "items/s, pages of 1000, 20 ms: of the best peer's (" + fastest + ")",
                1.1,
                ratio(fastest, LARGE_PAGES, RATE));
        String quickest = measured.least(WITHOUT_OVERLAP, BOTH_WAIT, WALL);
        atMost(
                "20 ms latency, 20 ms work: wall time of the best peer's without overlap (" + quickest + ")",
                0.55,
                ratio(quickest, BOTH_WAIT, WALL));
        atMost("20 ms latency, 20 ms work: wall time of publish-on's", 1.1, ratio("publish-on", BOTH_WAIT, WALL));
        atMost(
                "pages ahead of a slow consumer (publish-on: " + measured.of("publish-on", "page 20", "pages_ahead")
                        + ")",
                2,
                value("page 20", "pages_ahead"));
        atLeast("64 sessions, 100 ms: of 64 × one session's rate", 0.9, value("64 sessions", "share_of_ideal"));
        String first = measured.least(Contestants.PEERS, "first", "first_item_us");
        atMost("first item, warm: of the best peer's time (" + first + ")", 1, ratio(first, "first", "first_item_us"));
    }

    private void memory() {
        for (int page : List.of(20, 5000)) {
            double limit = 2 * PAGE_KIB + 4 * 1024 + 16.0 * page / 1024;
            atMost("live heap of a stream at page " + page + ", KiB", limit, value("page " + page, "live_heap_kib"));
        }
        atLeast("interactions streamed in -Xmx64m", 1e7, value("10000000 items", "items"));
        atMost("connections of one stream, the most of 50", 2, value("one stream", "connections"));
    }

    private void growth() {
        within("CPU per interaction, streams of 10⁶ to 10³", 0.15, growthOf(CPU));
        within("allocation per interaction, streams of 10⁶ to 10³", 0.02, growthOf(BYTES));
        Ratio overhead = between("1000 streams", "1 streams", "cpu_us_per_stream");
        atMost("CPU per stream of one page, 1,000 at a time to one", 1.15, overhead);
    }

    private Ratio growthOf(String metric) {
        return between("1000000 items", "1000 items", metric);
    }

    private Ratio between(String large, String small, String metric) {
        double value = measured.of(US, large, metric).median()
                / measured.of(US, small, metric).median();
        return new Ratio(value, new Measurements.Spread(new double[0]));
    }

    private Ratio ratio(String other, String situation, String metric) {
        return measured.ratio(US, other, situation, metric);
    }

    private Ratio value(String situation, String metric) {
        Measurements.Spread spread = measured.of(US, situation, metric);
        return new Ratio(spread.median(), spread);
    }

    private void timesLess(String what, double target, String other) {
        atLeast(what, target, measured.ratio(other, US, "100/0/0", CPU));
    }

    private void atMost(String what, double target, Ratio got) {
        rows.add(new Row(what, "≤ " + Measurements.number(target), got, got.value() <= target));
    }

    private void atLeast(String what, double target, Ratio got) {
        rows.add(new Row(what, "≥ " + Measurements.number(target), got, got.value() >= target));
    }

    private void within(String what, double share, Ratio got) {
        rows.add(new Row(what, "1 ± " + Measurements.number(share), got, Math.abs(got.value() - 1) <= share));
    }

    /**
     * A line of the table.
     *
     * @param what is promised
     * @param target the bound
     * @param measured the value
     * @param isMet whether it keeps it
     */
    record Row(String what, String target, Ratio measured, boolean isMet) {

        String verdict() {
            return Double.isNaN(measured.value()) ? "–" : isMet ? "met" : "**not met**";
        }
    }
}

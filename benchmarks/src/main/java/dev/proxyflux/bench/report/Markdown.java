package dev.proxyflux.bench.report;

import dev.proxyflux.bench.contestants.Contestants;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The page of results. */
final class Markdown {

    private static final List<String> EVERYONE = Stream.of(
                    Stream.of("proxyflux"), Contestants.PEERS.stream(), Contestants.LIMITS.stream())
            .flatMap(names -> names)
            .toList();
    private static final List<String> CONTROLS =
            List.of("proxyflux", "bare", "proxyflux-jdk-dates", "proxyflux-sid-only", "proxyflux-all-fields");
    private static final List<String> WAITING = List.of("proxyflux", "proxyflux-one-by-one", "proxyflux-read-ahead");
    private static final List<String> SUBSCRIBERS = List.of(
            "request(0)",
            "request(1)",
            "request(100)",
            "request(101)",
            "take(10)",
            "one by one; 150",
            "unbounded; stuck on its first");

    private final Measurements measured;
    private final StringBuilder text = new StringBuilder();

    private Markdown(Measurements measured) {
        this.measured = measured;
    }

    static String of(Measurements measured, String machine, String micro) {
        Markdown page = new Markdown(measured);
        page.text.append("# Results\n\nWritten by the harness; [README.md](../README.md) says how to read it.\n\n");
        page.text.append(machine);
        page.text.append("\n![CPU, rate and wall time](chart.svg)\n");
        page.targets();
        page.rivals();
        page.controls();
        page.demand();
        page.ofOurs();
        page.matrix();
        page.section("Parts", "JMH, one fork; B/op by `-prof gc`.", micro);
        return page.text.toString();
    }

    private void section(String title, String note, Object table) {
        text.append("\n## ")
                .append(title)
                .append("\n\n")
                .append(note)
                .append("\n\n")
                .append(table);
    }

    private void targets() {
        Table table = new Table("target", List.of("bound", "measured", ""));
        Targets.of(measured)
                .forEach(row -> table.row(row.what(), List.of(row.target(), row.measured(), row.verdict())));
        section(
                "Targets",
                "Ratios are of medians; in parentheses the range of the rounds' own ratios. Below 15 % is noise.",
                table);
    }

    private void rivals() {
        Table table = new Table(
                "",
                List.of(
                        "CPU s/M @100",
                        "@1000",
                        "B/item @100",
                        "items/s @100",
                        "items/s @1000, 20 ms",
                        "ms/page at 20 ms + 20 ms work",
                        "first item, µs"));
        for (String contestant : EVERYONE) {
            table.row(
                    contestant,
                    List.of(
                            cell(contestant, "100/0/0", "cpu_s_per_million"),
                            cell(contestant, "1000/0/0", "cpu_s_per_million"),
                            cell(contestant, "100/0/0", "bytes_per_item"),
                            cell(contestant, "100/0/0", "items_per_s"),
                            cell(contestant, "1000/20/0", "items_per_s"),
                            cell(contestant, "100/20/20", "wall_ms_per_page"),
                            cell(contestant, "first", "first_item_us")));
        }
        section(
                "Contestants",
                "Medians and ranges of the rounds; CPU seconds of the client's process per million interactions.",
                table);
    }

    private void controls() {
        Table cpu = new Table("", List.of("CPU s/M @100", "B/item @100"));
        CONTROLS.forEach(control -> cpu.row(
                control,
                List.of(cell(control, "100/0/0", "cpu_s_per_million"), cell(control, "100/0/0", "bytes_per_item"))));
        section(
                "Controls: checks, dates, lazy parsing",
                "`bare` has no retry, clocks, link checks, listeners and closing; `jdk-dates` parses the dates by the JDK; `sid-only`"
                        + " reads nothing else; `all-fields` parses type and URLs too.",
                cpu);
        Table wall = new Table("", List.of("ms/page at 20 ms + 20 ms work", "items/s @1000, 20 ms"));
        WAITING.forEach(control -> wall.row(
                control,
                List.of(cell(control, "100/20/20", "wall_ms_per_page"), cell(control, "1000/20/0", "items_per_s"))));
        section(
                "Controls: overlap",
                "`one-by-one` asks for one at a time; `read-ahead` does with `readAhead()`.",
                wall);
    }

    private void demand() {
        Table table = new Table("page requests", SUBSCRIBERS);
        List<String> names = new ArrayList<>(EVERYONE);
        names.removeIf(
                name -> measured.of(name, "request(100)", "page_requests").isEmpty());
        names.forEach(name -> table.row(
                name,
                SUBSCRIBERS.stream()
                        .map(subscriber -> cell(name, subscriber, "page_requests"))
                        .toList()));
        section("Demand", "What a subscriber costs, of a list of 400 pages of 100.", table);
        Table heap = new Table("", List.of("live heap, KiB", "pages ahead"));
        EVERYONE.stream()
                .filter(name -> !measured.of(name, "page 20", "live_heap_kib").isEmpty())
                .forEach(name -> heap.row(
                        name, List.of(cell(name, "page 20", "live_heap_kib"), cell(name, "page 20", "pages_ahead"))));
        section(
                "Live heap",
                "A consumer that holds still in the middle of page 20, pages of 100, unbounded demand.",
                heap);
    }

    private void ofOurs() {
        Table table = new Table("proxyflux", List.of("value"));
        line(table, "live heap at page 5,000, KiB", "page 5000", "live_heap_kib");
        line(table, "live heap per stream, 200 streams in their second page, KiB", "of 200", "live_heap_kib");
        line(table, "connections of one stream of 200 pages, the most of 50 streams", "one stream", "connections");
        line(table, "one session at 100 ms, items/s", "one session", "items_per_s");
        line(table, "64 sessions at 100 ms, items/s", "64 sessions", "items_per_s");
        line(table, "of 64 × one session's", "64 sessions", "share_of_ideal");
        line(table, "CPU cores used by 64 sessions", "64 sessions", "cpu_share");
        for (String items : List.of("1000", "10000", "100000", "1000000")) {
            line(table, "CPU s/M, streams of " + items, items + " items", "cpu_s_per_million");
            line(table, "B/item, streams of " + items, items + " items", "bytes_per_item");
        }
        for (String streams : List.of("1", "10", "100", "1000")) {
            line(
                    table,
                    "CPU µs per stream of a page, " + streams + " at a time",
                    streams + " streams",
                    "cpu_us_per_stream");
        }
        line(table, "10⁷ interactions in -Xmx64m, items/s", "10000000 items", "items_per_s");
        line(table, "CPU s/M @100, plain", "plain", "cpu_s_per_million");
        line(table, "CPU s/M @100, gzip", "gzip", "cpu_s_per_million");
        line(table, "500 streams against 503: page requests", "500 streams; 503", "page_requests");
        line(table, "500 streams against 503: most in half a second", "500 streams; 503", "peak_in_half_a_second");
        line(table, "500 streams against 503: seconds", "500 streams; 503", "seconds");
        line(table, "500 streams against 503: streams that failed", "500 streams; 503", "failed_streams");
        section("This library alone", "Sessions, growth, gzip, storm.", table);
    }

    private void line(Table table, String name, String situation, String metric) {
        table.row(name, List.of(cell("proxyflux", situation, metric)));
    }

    private void matrix() {
        List<String> names = EVERYONE.stream()
                .filter(name ->
                        !measured.of(name, "50/20/0", "wall_ms_per_page").isEmpty())
                .toList();
        Table table = new Table("page size / latency / work", names);
        for (int size : List.of(50, 100, 1000)) {
            for (String waits : List.of("0/20", "20/0", "20/20", "100/0", "100/20")) {
                String situation = size + "/" + waits;
                table.row(
                        situation,
                        names.stream()
                                .map(name -> Measurements.number(measured.of(name, situation, "wall_ms_per_page")
                                        .median()))
                                .toList());
            }
        }
        section(
                "Milliseconds per page",
                "Every cell of the matrix; one round, but for 1000/20/0 and 100/20/20.",
                table);
    }

    private String cell(String contestant, String situation, String metric) {
        return measured.of(contestant, situation, metric).toString();
    }
}

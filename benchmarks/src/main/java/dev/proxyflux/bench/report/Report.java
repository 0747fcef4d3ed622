package dev.proxyflux.bench.report;

import dev.proxyflux.bench.harness.Result;
import dev.proxyflux.bench.harness.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Writes results.md, results.csv and chart.svg: {@code Report <raw results> <JMH's CSV> <directory> <commit>}. */
public final class Report {

    private Report() {}

    public static void main(String[] arguments) throws IOException {
        List<Result> results = new Store(Path.of(arguments[0])).results();
        Measurements measured = new Measurements(results);
        Path directory = Files.createDirectories(Path.of(arguments[2]));
        Files.writeString(
                directory.resolve("results.md"),
                Markdown.of(measured, machine(arguments[3]), micro(Path.of(arguments[1]))));
        Files.writeString(directory.resolve("chart.svg"), Chart.of(measured));
        Files.write(
                directory.resolve("results.csv"),
                Stream.concat(
                                Stream.of("round,contestant,situation,metric,value"),
                                results.stream().map(Result::line))
                        .toList());
    }

    private static String machine(String commit) throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        String model = !Files.exists(info)
                ? System.getProperty("os.arch")
                : Files.readAllLines(info).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("unknown CPU");
        return "%s, commit %s, %d cores (%s), %s %s, JDK %s %s. Client and server share the cores, over loopback, without TLS.%n"
                .formatted(
                        LocalDate.now(ZoneOffset.UTC),
                        commit,
                        Runtime.getRuntime().availableProcessors(),
                        model,
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.vm.version"),
                        System.getProperty("java.vm.name"));
    }

    /** JMH's columns: benchmark, mode, threads, samples, score, error, unit, parameters. */
    private static String micro(Path csv) throws IOException {
        if (!Files.exists(csv)) {
            return "Not run.\n";
        }
        Table table = new Table("", List.of("items a page", "time", "±", "B/op"));
        List<String[]> rows = Files.readAllLines(csv).stream()
                .skip(1)
                .map(line -> line.replace("\"", "").split(",", -1))
                .toList();
        for (String[] row : rows) {
            if (!row[0].contains(":")) {
                String allocated = rows.stream()
                        .filter(other -> other[0].equals(row[0] + ":gc.alloc.rate.norm"))
                        .filter(other -> other.length < 8 || other[7].equals(row[7]))
                        .map(other -> number(other[4]))
                        .findFirst()
                        .orElse("–");
                table.row(
                        row[0].replace("dev.proxyflux.bench.micro.", ""),
                        List.of(
                                row.length > 7 ? row[7] : "",
                                number(row[4]) + " " + row[6],
                                number(row[5]),
                                allocated));
            }
        }
        return table.toString();
    }

    private static String number(String text) {
        return String.format(Locale.ROOT, "%,.1f", Double.parseDouble(text));
    }
}

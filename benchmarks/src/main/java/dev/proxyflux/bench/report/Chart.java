package dev.proxyflux.bench.report;

import dev.proxyflux.bench.contestants.Contestants;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Bars of the medians as SVG, readable on light and dark. */
final class Chart {

    private static final int WIDTH = 720;
    private static final int LEFT = 170;
    private static final int BARS = 440;
    private static final int ROW = 22;
    private static final int TITLE = 40;

    private static final String STYLE = """
            text { font: 13px system-ui, sans-serif; fill: #24292f } .title { font-weight: 600 }
            .bar { fill: #8c959f } .ours { fill: #0969da } .limit { fill: #d0d7de }
            @media (prefers-color-scheme: dark) {
              text { fill: #e6edf3 } .bar { fill: #6e7681 } .ours { fill: #58a6ff } .limit { fill: #3d444d }
            }
            """;

    private final Measurements measured;
    private final StringBuilder body = new StringBuilder();
    private int y;

    private Chart(Measurements measured) {
        this.measured = measured;
    }

    static String of(Measurements measured) {
        Chart chart = new Chart(measured);
        chart.group(
                "CPU seconds per million interactions, pages of 100: less is better", "100/0/0", "cpu_s_per_million");
        chart.group(
                "Interactions per second, pages of 1,000, 20 ms latency: more is better", "1000/20/0", "items_per_s");
        chart.group(
                "Milliseconds per page, 20 ms latency and 20 ms work: less is better", "100/20/20", "wall_ms_per_page");
        int height = chart.y + 10;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " " + height + "\" width=\"" + WIDTH
                + "\" height=\"" + height + "\" role=\"img\" aria-label=\"proxyflux and its peers\">\n<style>\n" + STYLE
                + "</style>\n" + chart.body + "</svg>\n";
    }

    private void group(String title, String situation, String metric) {
        List<String> names = new ArrayList<>(List.of("proxyflux"));
        names.addAll(Contestants.PEERS);
        names.addAll(Contestants.LIMITS);
        names.removeIf(name -> measured.of(name, situation, metric).isEmpty());
        double most = names.stream()
                .mapToDouble(name -> measured.of(name, situation, metric).median())
                .max()
                .orElse(1);
        text(10, y + TITLE - 14, "title", title);
        y += TITLE;
        for (String name : names) {
            double value = measured.of(name, situation, metric).median();
            text(10, y + 14, "name", name);
            bar(name, BARS * value / most);
            text(LEFT + (int) (BARS * value / most) + 6, y + 14, "value", Measurements.number(value));
            y += ROW;
        }
    }

    private void bar(String name, double width) {
        String kind = name.equals("proxyflux") ? "ours" : Contestants.LIMITS.contains(name) ? "limit" : "bar";
        body.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
                kind,
                LEFT,
                y + 2,
                width,
                ROW - 6));
    }

    private void text(int x, int at, String kind, String text) {
        body.append("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n".formatted(kind, x, at, text));
    }
}

package dev.proxyflux.bench.report;

import java.util.ArrayList;
import java.util.List;

/** A Markdown table: a column of names and columns of numbers. */
final class Table {

    private final List<String> lines = new ArrayList<>();

    Table(String name, List<String> columns) {
        lines.add("| " + name + " | " + String.join(" | ", columns) + " |");
        lines.add("|---|" + "--:|".repeat(columns.size()));
    }

    void row(String name, List<?> cells) {
        StringBuilder line = new StringBuilder("| " + name + " |");
        cells.forEach(cell -> line.append(' ').append(cell).append(" |"));
        lines.add(line.toString());
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}

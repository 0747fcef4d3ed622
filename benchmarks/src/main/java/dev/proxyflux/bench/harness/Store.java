package dev.proxyflux.bench.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The file of raw results, {@code round,contestant,situation,metric,value}: what a run of tasks gives is appended when
 * it is over, so that a run that was stopped can go on.
 */
public final class Store {

    private static final String DONE = "#done,";

    private final Path file;

    public Store(Path file) {
        this.file = file;
    }

    void clear() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(file);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    void append(Run run, List<String> results) {
        if (results.isEmpty()) {
            // It has warmed a JVM up: those of a resumed run need it again.
            return;
        }
        List<String> lines = new ArrayList<>();
        for (String result : results) {
            lines.add(run.round() + "," + run.contestant() + "," + quoted(result));
        }
        lines.add(DONE + run.round() + "," + run.key());
        try {
            Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The situation may have commas, metric and value have none. */
    private static String quoted(String result) {
        int value = result.lastIndexOf(',');
        int metric = result.lastIndexOf(',', value - 1);
        return result.substring(0, metric).replace(',', ';') + result.substring(metric);
    }

    boolean has(Run run) {
        return done().contains(DONE + run.round() + "," + run.key());
    }

    private Set<String> done() {
        return new HashSet<>(lines());
    }

    public List<Result> results() {
        return lines().stream()
                .filter(line -> !line.startsWith("#"))
                .map(Result::parse)
                .toList();
    }

    private List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}

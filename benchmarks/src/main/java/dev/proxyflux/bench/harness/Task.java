package dev.proxyflux.bench.harness;

import java.util.Map;

/** One measurement in a forked JVM, written as {@code name} or {@code name:argument}. */
@FunctionalInterface
interface Task {

    Map<String, Task> ALL = Map.ofEntries(
            Map.entry("warm", Throughput::warm),
            Map.entry("cell", Throughput::measure),
            Map.entry("first", FirstItem::measure),
            Map.entry("demand", Demand::measure),
            Map.entry("heap", LiveHeap::measureOne),
            Map.entry("heap-of-streams", LiveHeap::measureMany),
            Map.entry("connections", Streams::connections),
            Map.entry("sessions", Streams::sessions),
            Map.entry("overhead", Streams::overhead),
            Map.entry("growth", Growth::measure),
            Map.entry("long", Growth::longStream),
            Map.entry("gzip", Throughput::gzip),
            Map.entry("storm", Storm::measure));

    void run(Bench bench, String argument);

    static void runNamed(Bench bench, String task) {
        String[] parts = task.split(":", 2);
        Task known = ALL.get(parts[0]);
        if (known == null) {
            throw new IllegalArgumentException("no task '" + task + "'");
        }
        known.run(bench, parts.length == 1 ? "" : parts[1]);
    }
}

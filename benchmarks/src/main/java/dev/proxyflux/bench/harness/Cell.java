package dev.proxyflux.bench.harness;

import dev.proxyflux.bench.server.ServedList;

/**
 * A situation that streams are measured in, written as {@code 100/20/0}.
 *
 * @param pageSize interactions a page
 * @param latency milliseconds until the server answers
 * @param work milliseconds that the consumer takes for each page's worth of interactions
 */
public record Cell(int pageSize, int latency, int work) {

    static Cell parse(String text) {
        String[] parts = text.split("/", -1);
        return new Cell(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    ServedList list(long pages) {
        return ServedList.of(pages * pageSize).withLatency(latency);
    }

    boolean isWaiting() {
        return latency > 0 || work > 0;
    }

    @Override
    public String toString() {
        return pageSize + "/" + latency + "/" + work;
    }
}

package dev.proxyflux.bench.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;

/** Asks the server what was asked of it. */
final class ServerCounts {

    private static final long QUIET_MILLIS = 300;
    private static final long POLL_MILLIS = 50;

    private final String base;

    ServerCounts(String base) {
        this.base = base;
    }

    void reset() {
        get("/reset");
    }

    Told told() {
        String[] numbers = get("/counts").split(" ", -1);
        return new Told(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }

    /** {@return what was asked, once nothing more has been for a while} */
    Told toldWhenQuiet() {
        Told last = told();
        long since = System.nanoTime();
        while (System.nanoTime() - since < QUIET_MILLIS * 1_000_000) {
            Consumer.pause(POLL_MILLIS);
            Told now = told();
            if (!now.equals(last)) {
                last = now;
                since = System.nanoTime();
            }
        }
        return last;
    }

    private String get(String path) {
        try {
            URLConnection connection = URI.create(base + path).toURL().openConnection();
            try (InputStream body = connection.getInputStream()) {
                return new String(body.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /**
     * What was asked since the last reset.
     *
     * @param requests page requests
     * @param connections the connections they came by
     * @param peak the most page requests in half a second
     */
    record Told(long requests, long connections, long peak) {}
}

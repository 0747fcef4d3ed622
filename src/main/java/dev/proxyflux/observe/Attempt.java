package dev.proxyflux.observe;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One try of a page has left the network.
 *
 * @param number which try of the page, from 1
 * @param network from when the request was handed to the HTTP client, so waiting for a connection included, until the whole
 *     body was there, or there was an error, or it was cancelled; never negative
 * @param status the HTTP status, or null if no whole answer came
 * @param cancelled whether it was given up before its answer was looked at: the subscriber cancelled, or the client was closed
 */
public record Attempt(
        int number, Duration network, @Nullable Integer status, boolean cancelled) {

    private static final int OK = 200;

    /** Refuses null. */
    public Attempt {
        requireNonNull(network, "network");
    }

    /**
     * Whether the answer was what a page comes with.
     *
     * @return true for a whole answer with status 200, which may still turn out not to be decodable
     */
    public boolean isAnsweredWithPage() {
        return status != null && status == OK;
    }
}

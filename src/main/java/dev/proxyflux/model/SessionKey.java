package dev.proxyflux.model;

import static java.util.Objects.requireNonNull;

import dev.proxyflux.text.Printable;

/**
 * Which session: its service's SID and its own.
 *
 * @param serviceSid {@code KS} and 32 hexadecimal digits
 * @param sessionSid {@code KC} and 32 hexadecimal digits
 */
public record SessionKey(String serviceSid, String sessionSid) {

    /**
     * Checks both SIDs against the reference's patterns.
     *
     * @throws IllegalArgumentException if one doesn't match; the message says so when they are swapped
     */
    public SessionKey {
        requireNonNull(serviceSid, "serviceSid");
        requireNonNull(sessionSid, "sessionSid");
        if (SidPattern.SESSION.matches(serviceSid) && SidPattern.SERVICE.matches(sessionSid)) {
            throw new IllegalArgumentException(
                    "the service SID and the session SID are swapped: the service's begins with KS, the session's with KC");
        }
        check("serviceSid", serviceSid, SidPattern.SERVICE);
        check("sessionSid", sessionSid, SidPattern.SESSION);
    }

    private static void check(String name, String sid, SidPattern pattern) {
        if (!pattern.matches(sid)) {
            throw new IllegalArgumentException(name + " '" + Printable.oneLine(sid) + "' is not " + pattern.description
                    + ": " + pattern.prefix + " and 32 hexadecimal digits");
        }
    }
}

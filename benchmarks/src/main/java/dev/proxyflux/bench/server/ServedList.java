package dev.proxyflux.bench.server;

import java.util.HexFormat;

/**
 * A session's list as the server is asked to serve it. All of it is in the session's SID, so that the server keeps no
 * state and no contestant has to send anything but an ordinary request.
 *
 * @param items how many interactions the list has
 * @param latencyMillis how long the server waits before each answer
 * @param gzip whether it compresses its answers
 * @param broken whether it answers 503 instead
 */
public record ServedList(long items, int latencyMillis, boolean gzip, boolean broken) {

    public static final String SERVICE_SID = "KS" + "0".repeat(32);

    private static final HexFormat HEX = HexFormat.of();
    private static final int GZIP = 1;
    private static final int BROKEN = 2;
    private static final int FLAG_DIGITS = 8;
    private static final int LATENCY_DIGITS = 8;

    public static ServedList of(long items) {
        return new ServedList(items, 0, false, false);
    }

    public ServedList withLatency(int millis) {
        return new ServedList(items, millis, gzip, broken);
    }

    public ServedList zipped() {
        return new ServedList(items, latencyMillis, true, broken);
    }

    public ServedList failing() {
        return new ServedList(items, latencyMillis, gzip, true);
    }

    public String sessionSid() {
        int flags = (gzip ? GZIP : 0) + (broken ? BROKEN : 0);
        return "KC" + HEX.toHexDigits(flags) + HEX.toHexDigits(latencyMillis) + HEX.toHexDigits(items);
    }

    public String path() {
        return "/v1/Services/" + SERVICE_SID + "/Sessions/" + sessionSid() + "/Interactions";
    }

    static ServedList ofSid(String sid) {
        int latencyAt = "KC".length() + FLAG_DIGITS;
        int itemsAt = latencyAt + LATENCY_DIGITS;
        int flags = HexFormat.fromHexDigits(sid, "KC".length(), latencyAt);
        return new ServedList(
                HexFormat.fromHexDigitsToLong(sid, itemsAt, sid.length()),
                HexFormat.fromHexDigits(sid, latencyAt, itemsAt),
                (flags & GZIP) != 0,
                (flags & BROKEN) != 0);
    }
}

package dev.proxyflux.testkit;

import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request as it came. Immutable. */
public final class RecordedRequest {

    private static final Pattern ORIGIN = Pattern.compile("^https?://[^/?#]*");
    private static final Pattern LIST = Pattern.compile("/v1/Services/[^/]+/Sessions/[^/]+/Interactions");

    private final String method;
    private final String uri;
    private final Map<String, String> headers;
    private final Instant at;

    RecordedRequest(String method, String uri, Map<String, String> headers, Instant at) {
        this.method = method;
        this.uri = uri;
        this.headers = headers;
        this.at = at;
    }

    /**
     * The method.
     *
     * @return the method, {@code GET}
     */
    public String method() {
        return method;
    }

    /**
     * What was requested.
     *
     * @return over HTTP the request target byte for byte, in memory the absolute URL
     */
    public String uri() {
        return uri;
    }

    /**
     * The headers, their credentials too.
     *
     * @return of each header its first value, by name in whatever case; unmodifiable; empty in memory
     */
    public Map<String, String> headers() {
        return headers;
    }

    /**
     * When the request came.
     *
     * @return the instant; in memory by the clock of {@code Schedulers.parallel()}, which is virtual in virtual time
     */
    public Instant at() {
        return at;
    }

    /**
     * A header's value.
     *
     * @param name the header's name, in whatever case
     * @return its first value, or null if the request had none of that name
     */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /**
     * The path, as it came.
     *
     * @return what was requested, without origin and query
     */
    public String path() {
        String target = target();
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /**
     * The query, as it came.
     *
     * @return what follows the first question mark, empty if there is none
     */
    public String query() {
        String target = target();
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    private String target() {
        return ORIGIN.matcher(uri).replaceFirst("");
    }

    /**
     * Whether a page of some session's list was asked for.
     *
     * @return true for a GET of {@code /v1/Services/…/Sessions/…/Interactions}
     */
    public boolean isForPage() {
        return method.equals("GET") && LIST.matcher(path()).matches();
    }

    /** {@return method, target and time; no header, as these hold credentials} */
    @Override
    public String toString() {
        return method + " " + uri + " at " + at;
    }
}

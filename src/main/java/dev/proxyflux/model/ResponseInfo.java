package dev.proxyflux.model;

import dev.proxyflux.text.Printable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the response of a page said beside its body.
 *
 * @param status the HTTP status
 * @param headers the headers of interest that were there, by name, in whatever case: {@code Twilio-Request-Id},
 *     {@code Twilio-Concurrent-Requests}, {@code Twilio-Request-Duration}, {@code Retry-After}, {@code Date},
 *     {@code Content-Type}; of a repeated header its first value
 */
public record ResponseInfo(int status, Map<String, String> headers) {

    /** Copies the headers. */
    public ResponseInfo {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableMap(copy);
    }

    /**
     * The vendor's id of the request, to quote to its support.
     *
     * @return the value of {@code Twilio-Request-Id}, {@code RQ…}, or null if there was none
     */
    public @Nullable String requestId() {
        return headers.get("Twilio-Request-Id");
    }

    /** {@return the status and the request id, on one line} */
    @Override
    public String toString() {
        String id = requestId();
        return "ResponseInfo[status=" + status + ", requestId=" + (id == null ? "null" : Printable.oneLine(id)) + "]";
    }
}

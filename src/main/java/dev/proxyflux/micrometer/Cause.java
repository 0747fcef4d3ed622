package dev.proxyflux.micrometer;

import dev.proxyflux.error.ConnectionFailedException;
import dev.proxyflux.error.ConnectionFailedException.Reason;
import dev.proxyflux.error.ErrorResponseException;
import dev.proxyflux.error.InteractionsException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Failures as values of keys, of which there must be few. */
final class Cause {

    /** What a page is tried again for. */
    static final List<String> OF_RETRIES =
            List.of("connection", "timeout", "pool", "408", "429", "500", "502", "503", "504");

    private static final int LEAST_STATUS = 100;
    private static final int MOST_STATUS = 599;

    private Cause() {}

    /** {@return why a page is tried again} */
    static String of(InteractionsException failure) {
        if (failure instanceof ErrorResponseException answer) {
            return status(answer.status());
        }
        Reason reason = failure instanceof ConnectionFailedException broken ? broken.reason() : Reason.BROKEN;
        return switch (reason) {
            case TIMED_OUT -> "timeout";
            case NO_FREE_CONNECTION -> "pool";
            case BROKEN, CERTIFICATE_REFUSED -> "connection";
        };
    }

    /** {@return the status as a tag; a service may send any number} */
    static String status(@Nullable Integer status) {
        if (status == null) {
            return PageFetchConvention.NONE;
        }
        return status < LEAST_STATUS || status > MOST_STATUS ? "other" : Integer.toString(status);
    }
}

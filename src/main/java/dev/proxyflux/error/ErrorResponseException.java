package dev.proxyflux.error;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The service answered with a status other than 200: redirects, 204 and 304 too. */
public final class ErrorResponseException extends InteractionsException {

    /** The HTTP statuses that pass. */
    private static final Set<Integer> TRANSIENT = Set.of(408, 429, 500, 502, 503, 504);

    private static final long serialVersionUID = 1L;

    private final ServiceAnswer answer;

    /**
     * An error the service answered.
     *
     * @param message the whole message
     * @param answer what the service said
     * @param failure the page and what it took
     */
    public ErrorResponseException(String message, ServiceAnswer answer, Failure failure) {
        super(message, failure, null);
        this.answer = answer;
    }

    /**
     * This error with one more reason for giving up.
     *
     * @param reason the reason, appended to the message
     * @return a copy
     */
    public ErrorResponseException because(String reason) {
        return new ErrorResponseException(
                getMessage() + "; " + reason, answer, new Failure(resumeAt(), requestId(), retries()));
    }

    /** {@return true for 408, 429, 500, 502, 503 and 504} */
    @Override
    public boolean isTransient() {
        return TRANSIENT.contains(answer.status());
    }

    /**
     * The HTTP status.
     *
     * @return the status, never 200
     */
    public int status() {
        return answer.status();
    }

    /**
     * The service's own error code.
     *
     * @return the code, such as 20404, or null if the body had none
     */
    public @Nullable Integer code() {
        return answer.code();
    }

    /**
     * The service's message.
     *
     * @return one line of at most 300 characters, credentials masked, or null if the body had none
     */
    public @Nullable String serviceMessage() {
        return answer.text();
    }

    /**
     * The service's link to a description of its error.
     *
     * @return the link's text, or null if the body had none
     */
    public @Nullable String moreInfo() {
        return answer.moreInfo();
    }

    /**
     * How long the service asked to wait.
     *
     * @return the value of {@code Retry-After} as a duration from the answer's arrival, or null if there was none to use
     */
    public @Nullable Duration retryAfter() {
        return answer.retryAfter();
    }
}

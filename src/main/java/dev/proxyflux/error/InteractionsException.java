package dev.proxyflux.error;

import dev.proxyflux.model.PageCursor;
import org.jspecify.annotations.Nullable;

/**
 * The one kind of error that a stream of interactions signals, and what the caller can do about it. Everything before the
 * failing page has been emitted when it comes. Messages are one line and hold neither credentials nor {@code data}.
 */
public abstract sealed class InteractionsException extends RuntimeException
        permits ClientClosedException,
                ConnectionFailedException,
                ErrorResponseException,
                PageTooLargeException,
                TooManyEmptyPagesException,
                UndecodablePageException,
                UnsafeLinkException {

    private static final long serialVersionUID = 1L;

    private final @Nullable PageCursor resumeAt;
    private final @Nullable String requestId;
    private final int retries;

    InteractionsException(String message, Failure failure, @Nullable Throwable cause) {
        super(message, cause);
        this.resumeAt = failure.resumeAt();
        this.requestId = failure.requestId();
        this.retries = failure.retries();
    }

    /**
     * Whether the same request may succeed later.
     *
     * @return true for failures that pass: of the connection, of a service that is overloaded or down
     */
    public abstract boolean isTransient();

    /**
     * The position at which to go on: a query {@code startingAt} it continues the list.
     *
     * @return the failing page's cursor; of a closed client the page in hand; null if the next position is itself unusable
     */
    public final @Nullable PageCursor resumeAt() {
        return resumeAt;
    }

    /**
     * The vendor's id of the failed request, to quote to its support.
     *
     * @return the response's {@code Twilio-Request-Id}, or null if there was none
     */
    public final @Nullable String requestId() {
        return requestId;
    }

    /**
     * How often the failing page was tried again.
     *
     * @return the tries after the first
     */
    public final int retries() {
        return retries;
    }
}

package dev.proxyflux.error;

import org.jspecify.annotations.Nullable;

/**
 * No complete answer came: the connection was refused or broke, a name did not resolve, a certificate was not accepted, the
 * answer was not HTTP, or a clock ran out.
 */
public final class ConnectionFailedException extends InteractionsException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /**
     * A failed connection.
     *
     * @param message what failed
     * @param reason what kept the answer away
     * @param failure the page and what it took
     * @param cause the I/O error, or null if it could carry text of the service
     */
    public ConnectionFailedException(String message, Reason reason, Failure failure, @Nullable Throwable cause) {
        super(message, failure, cause);
        this.reason = reason;
    }

    /** {@return false for a certificate that is not accepted, else true} */
    @Override
    public boolean isTransient() {
        return reason != Reason.CERTIFICATE_REFUSED;
    }

    /**
     * What kept the answer away.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /** What kept the answer away. */
    public enum Reason {
        /** The connection was refused or broke, a name did not resolve, or the answer was not HTTP. */
        BROKEN,
        /** No connection in time, no byte in time, or no whole answer in time. */
        TIMED_OUT,
        /** The pool had none to give: more requests at once than connections, for too long. */
        NO_FREE_CONNECTION,
        /** The certificate is not accepted. */
        CERTIFICATE_REFUSED
    }
}

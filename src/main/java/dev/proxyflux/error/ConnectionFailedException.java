package dev.proxyflux.error;

import org.jspecify.annotations.Nullable;

/**
 * No complete answer came: the connection was refused or broke, a name did not resolve, a certificate was not accepted, the
 * answer was not HTTP, or a clock ran out.
 */
public final class ConnectionFailedException extends InteractionsException {

    private static final long serialVersionUID = 1L;

    private final boolean passing;

    /**
     * A failed connection.
     *
     * @param message what failed
     * @param passing whether it may pass
     * @param failure the page and what it took
     * @param cause the I/O error, or null if it could carry text of the service
     */
    public ConnectionFailedException(String message, boolean passing, Failure failure, @Nullable Throwable cause) {
        super(message, failure, cause);
        this.passing = passing;
    }

    /** {@return false for a certificate that is not accepted, else true} */
    @Override
    public boolean isTransient() {
        return passing;
    }
}

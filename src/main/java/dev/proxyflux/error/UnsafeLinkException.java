package dev.proxyflux.error;

/**
 * A page's next link is not followed. That page's own items were emitted; there is no position to go on at, so
 * {@link #resumeAt()} is null.
 */
public final class UnsafeLinkException extends InteractionsException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /**
     * A link that is not followed.
     *
     * @param message the whole message
     * @param reason why
     */
    public UnsafeLinkException(String message, Reason reason) {
        super(message, Failure.at(null), null);
        this.reason = reason;
    }

    @Override
    public boolean isTransient() {
        return false;
    }

    /**
     * Why the link is not followed.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /** Why a link is not followed. */
    public enum Reason {
        /** It is longer than the client's bound. */
        TOO_LONG,
        /** It is not an absolute URL of printable ASCII characters. */
        MALFORMED,
        /** It leads to another scheme, host or port, or names a user. */
        FOREIGN_ORIGIN,
        /** It leads to another path than the collection's own. */
        FOREIGN_PATH,
        /** It carries the client's secret. */
        CARRIES_SECRET,
        /** It leads back to a page of the same subscription. */
        CIRCULAR
    }
}

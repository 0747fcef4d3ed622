package dev.proxyflux.error;

/** A page's body, after decompression, exceeds the client's bound. */
public final class PageTooLargeException extends InteractionsException {

    private static final long serialVersionUID = 1L;

    private final long limit;

    /**
     * A page over the bound.
     *
     * @param message the whole message
     * @param limit the bound in bytes
     * @param failure the page and what it took
     */
    public PageTooLargeException(String message, long limit, Failure failure) {
        super(message, failure, null);
        this.limit = limit;
    }

    @Override
    public boolean isTransient() {
        return false;
    }

    /**
     * The bound that was exceeded.
     *
     * @return the bound in bytes
     */
    public long limit() {
        return limit;
    }
}

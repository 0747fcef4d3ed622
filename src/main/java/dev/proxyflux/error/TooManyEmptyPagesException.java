package dev.proxyflux.error;

/** The service sent more empty pages in a row than the client's bound: it may never come to an end. */
public final class TooManyEmptyPagesException extends InteractionsException {

    private static final long serialVersionUID = 1L;

    private final int limit;

    /**
     * A run of empty pages over the bound.
     *
     * @param message the whole message
     * @param limit the bound in pages
     * @param failure the page after the run
     */
    public TooManyEmptyPagesException(String message, int limit, Failure failure) {
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
     * @return the bound in pages
     */
    public int limit() {
        return limit;
    }
}

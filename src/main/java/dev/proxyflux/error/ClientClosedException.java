package dev.proxyflux.error;

/**
 * The client was closed, or its scheduler refused work as it was disposed of. {@link #resumeAt()} is the page in hand:
 * those of its items that were already delivered come again.
 */
public final class ClientClosedException extends InteractionsException {

    private static final long serialVersionUID = 1L;

    /**
     * A closed client.
     *
     * @param message what was closed
     * @param failure the page in hand
     */
    public ClientClosedException(String message, Failure failure) {
        super(message, failure, null);
    }

    @Override
    public boolean isTransient() {
        return false;
    }
}

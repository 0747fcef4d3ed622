package dev.proxyflux.transport;

/** A body exceeds its bound. */
final class BodyTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BodyTooLargeException() {
        super("body exceeds its bound", null, false, false);
    }
}

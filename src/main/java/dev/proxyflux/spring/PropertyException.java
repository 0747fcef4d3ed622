package dev.proxyflux.spring;

/** A property is missing or can't be used. Message and action name properties, and hold the value of none that is secret. */
final class PropertyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    PropertyException(String message, String action) {
        super(message);
        this.action = action;
    }

    /** {@return what to do about it} */
    String action() {
        return action;
    }
}

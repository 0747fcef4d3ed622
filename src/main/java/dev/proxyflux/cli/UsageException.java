package dev.proxyflux.cli;

/** The arguments or the environment are not usable; nothing was requested. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message, null, false, false);
    }
}

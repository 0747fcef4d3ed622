package dev.proxyflux.fault;

import java.io.IOException;

/** Where an {@link Answer} puts its bytes. */
@FunctionalInterface
interface Wire {

    void write(byte[] bytes) throws IOException;

    /** Says nothing for so many milliseconds, 0 for ever; ends at once when the client goes. */
    default void silence(int millis) throws IOException {
        throw new UnsupportedOperationException();
    }

    default void finish() throws IOException {
        throw new UnsupportedOperationException();
    }

    default void reset() throws IOException {
        throw new UnsupportedOperationException();
    }
}

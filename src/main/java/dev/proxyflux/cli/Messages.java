package dev.proxyflux.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxyflux.text.Printable;
import dev.proxyflux.text.SecretMask;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Standard error: one line a message, in UTF-8, without the environment's secrets. */
final class Messages {

    /** Holds a link and a service's text, both cut where the library cuts them. */
    private static final int MAX_LENGTH = 1_000;

    private final OutputStream err;
    private final List<SecretMask> masks;

    Messages(OutputStream err, List<SecretMask> masks) {
        this.err = err;
        this.masks = masks;
    }

    /** {@return a text on one line, bounded, without secrets} */
    String printable(String text) {
        String printed = text;
        for (SecretMask mask : masks) {
            printed = mask.print(printed, Integer.MAX_VALUE - 1);
        }
        return Printable.oneLine(printed, MAX_LENGTH);
    }

    /** Prints a line that is printable as it is. */
    void line(String text) {
        raw(text + "\n");
    }

    /** Nobody can be told that this fails. */
    void raw(String text) {
        try {
            err.write(text.getBytes(UTF_8));
            err.flush();
        } catch (IOException unheard) {
            // Standard error is closed or full.
        }
    }
}

package dev.proxyflux.cli;

import dev.proxyflux.model.Interaction;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;

/** Writes interactions to the output, one JSON object a line. What a call was given is written when it returns. */
final class NdjsonWriter {

    /** A pipe takes this much whole or not at all (PIPE_BUF): so being stopped leaves no half line behind. */
    static final int WHOLE = 4_096;

    private final Output out;
    private final LineBuffer lines = new LineBuffer();
    private volatile boolean abandoned;

    NdjsonWriter(Output out) {
        this.out = out;
    }

    void write(List<Interaction> interactions) throws IOException {
        for (Interaction interaction : interactions) {
            int before = lines.length();
            lines.appendLine(interaction);
            if (lines.length() > WHOLE) {
                flush(before);
            }
        }
        flush(lines.length());
    }

    /** Writes nothing any more, not even the rest of what is being written. */
    void abandon() {
        abandoned = true;
    }

    private void flush(int count) throws IOException {
        if (abandoned) {
            throw new InterruptedIOException("stopped");
        }
        if (count > 0) {
            out.write(lines.bytes(), 0, count);
            lines.removeFirst(count);
        }
    }
}

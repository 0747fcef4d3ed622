package dev.proxyflux.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.WritableByteChannel;

/**
 * Standard output, as bytes: unlike {@code System.out} it tells what failed. Writing blocks while the reader stalls.
 *
 * @param channel where bytes go
 * @param kind what is behind the channel
 */
record Output(WritableByteChannel channel, StreamKind kind) {

    /** Bounds the copy that the JDK makes of what it writes. */
    private static final int SLICE = 64 * 1024;

    private static final int MILLIS_BETWEEN_TRIES = 5;

    void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        for (int from = offset; from < end; from += SLICE) {
            writeSlice(ByteBuffer.wrap(bytes, from, Math.min(SLICE, end - from)));
        }
    }

    private void writeSlice(ByteBuffer slice) throws IOException {
        while (slice.hasRemaining()) {
            // A pipe that somebody has set to non-blocking takes nothing while it is full.
            if (channel.write(slice) == 0) {
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(MILLIS_BETWEEN_TRIES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        }
    }

    /** {@return whether a write failed because nobody reads any more; the system's text for it depends on the locale} */
    boolean isReaderGone(IOException failure) {
        return kind == StreamKind.PIPE || "Broken pipe".equals(failure.getMessage());
    }
}

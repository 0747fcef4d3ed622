package dev.proxyflux.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** How a body is compressed. */
enum ContentCoding {
    NONE,
    GZIP,
    DEFLATE;

    private static final int CHUNK = 16 * 1024;

    /** {@return the coding of a {@code Content-Encoding}; what is not known is left as it is} */
    static ContentCoding of(@Nullable String name) {
        return switch (name == null ? "" : name.strip().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> GZIP;
            case "deflate", "x-deflate" -> DEFLATE;
            default -> NONE;
        };
    }

    /**
     * Decompresses into a bounded buffer.
     *
     * @throws BodyTooLargeException if the buffer refuses more
     * @throws IOException if the bytes are not whole and sound; what came before the fault is in the buffer
     */
    void unpack(BodyBuffer packed, BodyBuffer into) throws IOException {
        byte[] chunk = new byte[CHUNK];
        try (InputStream plain = open(packed)) {
            for (int size = plain.read(chunk); size >= 0 && !into.isCut(); size = plain.read(chunk)) {
                into.append(chunk, size);
            }
        }
    }

    private InputStream open(BodyBuffer packed) throws IOException {
        InputStream bytes = new ByteArrayInputStream(packed.bytes(), 0, packed.length());
        return switch (this) {
            case NONE -> bytes;
            case GZIP -> new Members(bytes);
            case DEFLATE -> new InflaterInputStream(bytes);
        };
    }

    /** The JDK reads past an empty member by recursion: a body of nothing else would overflow the stack. */
    private static final class Members extends GZIPInputStream {

        private static final int MAX_EMPTY = 100;

        private int depth;

        Members(InputStream packed) throws IOException {
            super(packed, CHUNK);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (depth > MAX_EMPTY) {
                throw new ZipException("too many empty members");
            }
            depth++;
            try {
                return super.read(into, offset, length);
            } finally {
                depth--;
            }
        }
    }
}

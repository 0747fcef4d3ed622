package dev.proxyflux.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/** Whether bytes are UTF-8, which Jackson alone decides too kindly: it takes overlong forms and encoded surrogates. */
final class Utf8 {

    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final int BUFFER = 1024;

    private Utf8() {}

    static boolean isValid(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return isValidSoFar(buffer) && !buffer.hasRemaining();
    }

    /** Whether bytes are UTF-8 but for a character at their end of which some bytes are missing. */
    static boolean isCut(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return isValidSoFar(buffer) && buffer.hasRemaining();
    }

    private static void skipAscii(ByteBuffer buffer) {
        int at = 0;
        while (at + Long.BYTES <= buffer.limit() && (buffer.getLong(at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        buffer.position(at);
    }

    /** Leaves in the buffer what is missing its end. */
    private static boolean isValidSoFar(ByteBuffer buffer) {
        skipAscii(buffer);
        CharsetDecoder decoder = UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        CharBuffer discarded = CharBuffer.allocate(BUFFER);
        CoderResult result;
        do {
            discarded.clear();
            result = decoder.decode(buffer, discarded, false);
        } while (result.isOverflow());
        return !result.isError();
    }
}

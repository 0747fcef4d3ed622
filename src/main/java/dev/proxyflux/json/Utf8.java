package dev.proxyflux.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/** Whether bytes are UTF-8, which Jackson alone decides too kindly: it takes overlong forms and encoded surrogates. */
final class Utf8 {

    private static final long HIGH_BITS = 0x8080808080808080L;
    /** How many bytes are looked at at once. */
    private static final int STRIDE = 4 * Long.BYTES;
    /** Few, so that what is decoded is little more than what is not ASCII. */
    private static final int BUFFER = 64;

    private Utf8() {}

    static boolean isValid(byte[] bytes, int length) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.nativeOrder());
        return isValidSoFar(buffer) && !buffer.hasRemaining();
    }

    /** Whether bytes are UTF-8 but for a character at their end of which some bytes are missing. */
    static boolean isCut(byte[] bytes, int length) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.nativeOrder());
        return isValidSoFar(buffer) && buffer.hasRemaining();
    }

    private static void skipAscii(ByteBuffer buffer) {
        int at = buffer.position();
        while (at + STRIDE <= buffer.limit() && isAscii(buffer, at)) {
            at += STRIDE;
        }
        buffer.position(at);
    }

    private static boolean isAscii(ByteBuffer buffer, int at) {
        long bytes = buffer.getLong(at) | buffer.getLong(at + 8) | buffer.getLong(at + 16) | buffer.getLong(at + 24);
        return (bytes & HIGH_BITS) == 0;
    }

    /** Leaves in the buffer what is missing its end. */
    private static boolean isValidSoFar(ByteBuffer buffer) {
        CharsetDecoder decoder = UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        CharBuffer discarded = CharBuffer.allocate(BUFFER);
        CoderResult result;
        do {
            skipAscii(buffer);
            discarded.clear();
            result = decoder.decode(buffer, discarded, false);
        } while (result.isOverflow());
        return !result.isError();
    }
}

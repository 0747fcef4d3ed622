package dev.proxyflux.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/** Whether bytes are UTF-8, which Jackson alone decides too kindly: it takes overlong forms and encoded surrogates. */
final class Utf8 {

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;
    /** How many bytes are looked at at once. */
    private static final int STRIDE = 4 * Long.BYTES;
    /** Few, so that what is decoded is little more than what is not ASCII. */
    private static final int BUFFER = 64;

    private Utf8() {}

    static boolean isValid(byte[] bytes, int length) {
        ByteBuffer rest = afterCharacters(bytes, length);
        return rest != null && !rest.hasRemaining();
    }

    /** Whether bytes are UTF-8 but for a character at their end of which some bytes are missing. */
    static boolean isCut(byte[] bytes, int length) {
        ByteBuffer rest = afterCharacters(bytes, length);
        return rest != null && rest.hasRemaining();
    }

    /** {@return what is left when all characters are read, or null if a byte is wrong} */
    private static @Nullable ByteBuffer afterCharacters(byte[] bytes, int length) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        CharsetDecoder decoder = UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        CharBuffer discarded = CharBuffer.allocate(BUFFER);
        CoderResult result;
        do {
            buffer.position(asciiEnd(bytes, buffer.position(), length));
            discarded.clear();
            result = decoder.decode(buffer, discarded, false);
        } while (result.isOverflow());
        return result.isError() ? null : buffer;
    }

    private static int asciiEnd(byte[] bytes, int from, int length) {
        int at = from;
        while (at <= length - STRIDE && isAscii(bytes, at)) {
            at += STRIDE;
        }
        return at;
    }

    private static boolean isAscii(byte[] bytes, int at) {
        return ((word(bytes, at) | word(bytes, at + 8) | word(bytes, at + 16) | word(bytes, at + 24)) & HIGH_BITS) == 0;
    }

    private static long word(byte[] bytes, int at) {
        return (long) WORD.get(bytes, at);
    }
}

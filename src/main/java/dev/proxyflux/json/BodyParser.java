package dev.proxyflux.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Jackson's parser of a body in memory, with two shorter ways: past bytes that are known from elsewhere in the body, and to
 * texts without escapes, whose end is looked for eight bytes at a time. What else there is, and what is wrong, it finds in
 * Jackson's way. It relies on protected fields of that parser, the same from Jackson 2.17 to 2.23.
 */
final class BodyParser extends UTF8StreamJsonParser {

    // The page's bound in bytes bounds each of its texts. Names are not interned: a service could fill the JVM's table.
    private static final Factory JSON = new Factory();

    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private BodyParser(IOContext context, int features, byte[] body, int start, int end) {
        // Names of its own: a table shared with other bodies would keep thousands of the names that ever came.
        super(
                context,
                features,
                null,
                null,
                ByteQuadsCanonicalizer.createRoot().makeChild(JSON.features()),
                body,
                start,
                end,
                0,
                false);
    }

    static BodyParser of(byte[] body, int start, int end) throws IOException {
        return JSON.createParser(body, start, end - start);
    }

    /** {@return the place of the byte that is read next} */
    int position() {
        return _inputPtr;
    }

    /** Passes over the bytes that also stand between two other places. {@return false if others come, or none are between} */
    boolean skipSame(int start, int end) {
        int length = end - start;
        boolean isSame = length > 0
                && length <= _inputEnd - _inputPtr
                && Arrays.equals(_inputBuffer, start, end, _inputBuffer, _inputPtr, _inputPtr + length);
        if (isSame) {
            moveTo(_inputPtr + length);
        }
        return isSame;
    }

    /** {@return how many of the bytes between two other places the next ones begin with} */
    int countSame(int start, int end) {
        int length = Math.min(end - start, _inputEnd - _inputPtr);
        int mismatch =
                Arrays.mismatch(_inputBuffer, start, start + length, _inputBuffer, _inputPtr, _inputPtr + length);
        return mismatch < 0 ? length : mismatch;
    }

    /** Goes on at a place in the same object or a later one of its array, in no name, literal or number. */
    void moveTo(int place) {
        _inputPtr = place;
        _tokenIncomplete = false;
    }

    /**
     * Reads a text whose opening quote has been read, whatever is in it.
     *
     * @param plain how many of its bytes are known to be ASCII that needs no escape
     */
    String text(int plain) throws IOException {
        for (int at = _inputPtr + plain; at <= _inputEnd - Long.BYTES; at += Long.BYTES) {
            long special = special((long) WORD.get(_inputBuffer, at));
            if (special != 0) {
                int end = at + Long.numberOfTrailingZeros(special) / Byte.SIZE;
                return _inputBuffer[end] == '"' ? plainText(end) : escapedText();
            }
        }
        // So near the page's end, the parser's own way will do.
        return escapedText();
    }

    private String plainText(int end) {
        String text = new String(_inputBuffer, _inputPtr, end - _inputPtr, UTF_8);
        moveTo(end + 1);
        return text;
    }

    private String escapedText() throws IOException {
        _tokenIncomplete = false;
        return _finishAndReturnString();
    }

    /** The lowest bit set tells the first byte that is a quote, a backslash or a control character; those above may err. */
    private static long special(long word) {
        long isControl = (word - ' ' * EACH) & ~word;
        return (isControl | zero(word ^ '"' * EACH) | zero(word ^ '\\' * EACH)) & HIGH_BITS;
    }

    private static long zero(long word) {
        return (word - EACH) & ~word;
    }

    /** Passes over the value that has just been come to, whole: of a text, only the opening quote is read by then. */
    void skipValue() throws IOException {
        skipChildren();
        if (_tokenIncomplete) {
            _tokenIncomplete = false;
            _skipString();
        }
    }

    private static final class Factory extends JsonFactory {

        private static final long serialVersionUID = 1;

        Factory() {
            super(new JsonFactoryBuilder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES));
        }

        int features() {
            return _factoryFeatures;
        }

        @Override
        public BodyParser createParser(byte[] body, int offset, int length) throws IOException {
            return (BodyParser) super.createParser(body, offset, length);
        }

        @Override
        protected BodyParser _createParser(byte[] body, int offset, int length, IOContext context) {
            return new BodyParser(context, _parserFeatures, body, offset, offset + length);
        }
    }
}

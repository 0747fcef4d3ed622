package dev.proxyflux.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionField;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines of JSON in UTF-8. Escaped as {@code \\uXXXX} is what UTF-8 has no form for (unpaired surrogates), and what some
 * reader takes for a line end or a terminal for a command: control characters, U+2028 and U+2029.
 */
final class LineBuffer {

    private static final InteractionField[] FIELDS = InteractionField.values();
    private static final byte[][] NAMES = names();
    private static final byte[] NULL = "null".getBytes(US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

    private static final int FIRST_CAPACITY = 8 * 1024;
    /** A character takes at most as many bytes as its escape. */
    private static final int LONGEST_CHARACTER = 6;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    private static byte[][] names() {
        return Arrays.stream(FIELDS)
                .map(field -> (field.ordinal() == 0 ? "{\"" : ",\"") + field.wireName() + "\":")
                .map(name -> name.getBytes(US_ASCII))
                .toArray(byte[][]::new);
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void removeFirst(int count) {
        System.arraycopy(bytes, count, bytes, 0, length - count);
        length -= count;
    }

    void appendLine(Interaction interaction) {
        for (InteractionField field : FIELDS) {
            append(NAMES[field.ordinal()]);
            appendValue(interaction.text(field));
        }
        ensureRoom(2);
        bytes[length++] = '}';
        bytes[length++] = '\n';
    }

    private void appendValue(@Nullable String text) {
        if (text == null) {
            append(NULL);
            return;
        }
        ensureRoom(1);
        bytes[length++] = '"';
        for (int at = 0; at < text.length(); at++) {
            ensureRoom(LONGEST_CHARACTER);
            int character = text.codePointAt(at);
            appendCharacter(character);
            at += Character.charCount(character) - 1;
        }
        ensureRoom(1);
        bytes[length++] = '"';
    }

    private void appendCharacter(int character) {
        if (character == '"' || character == '\\') {
            bytes[length++] = '\\';
            bytes[length++] = (byte) character;
        } else if (mustEscape(character)) {
            escape(character);
        } else if (character < 0x80) {
            bytes[length++] = (byte) character;
        } else {
            encode(character);
        }
    }

    private static boolean mustEscape(int character) {
        return Character.isISOControl(character)
                || character == 0x2028
                || character == 0x2029
                || (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
    }

    private void escape(int character) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(character >> shift) & 0xF];
        }
    }

    /** UTF-8 of a code point from U+0080 on. */
    private void encode(int character) {
        if (character < 0x800) {
            bytes[length++] = (byte) (0xC0 | (character >> 6));
        } else if (character < 0x10000) {
            bytes[length++] = (byte) (0xE0 | (character >> 12));
            bytes[length++] = following(character >> 6);
        } else {
            bytes[length++] = (byte) (0xF0 | (character >> 18));
            bytes[length++] = following(character >> 12);
            bytes[length++] = following(character >> 6);
        }
        bytes[length++] = following(character);
    }

    private static byte following(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    private void append(byte[] ascii) {
        ensureRoom(ascii.length);
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
    }

    private void ensureRoom(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
    }
}

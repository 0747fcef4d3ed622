package dev.proxyflux.json;

import static dev.proxyflux.json.MalformedException.require;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionField;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the interactions of a page, one after the other. Fast by what neighbours have in common: the order of their fields,
 * so that names are compared and not looked up, and many of their texts, which they then share.
 */
final class InteractionReader {

    private static final InteractionField[] FIELDS = InteractionField.values();
    private static final SerializableString[] NAMES = Arrays.stream(FIELDS)
            .map(field -> new SerializedString(field.wireName()))
            .toArray(SerializableString[]::new);

    private final JsonParser parser;
    /** After each field the one that is expected next: the reference's order at first, then what came last time. */
    private final int[] expected = new int[FIELDS.length];

    private int expectedFirst;
    private @Nullable String[] texts = new @Nullable String[FIELDS.length];
    private @Nullable String[] neighbours = new @Nullable String[FIELDS.length];
    private @Nullable InteractionField field;

    InteractionReader(JsonParser parser) {
        this.parser = parser;
        Arrays.setAll(expected, last -> (last + 1) % FIELDS.length);
    }

    /** {@return the field being read, or null} */
    @Nullable
    InteractionField field() {
        return field;
    }

    /** Reads what is left of an object. */
    Interaction read() throws IOException, MalformedException {
        swap();
        int seen = 0;
        int last = -1;
        while (nextName(last)) {
            JsonToken value = parser.nextToken();
            if (field == null) {
                parser.skipChildren();
                continue;
            }
            last = field.ordinal();
            require((seen & 1 << last) == 0, "has a field twice");
            seen |= 1 << last;
            texts[last] = readText(value, neighbours[last]);
        }
        return Interaction.ofTexts(texts);
    }

    private void swap() {
        @Nullable String[] read = texts;
        texts = neighbours;
        neighbours = read;
        Arrays.fill(texts, null);
    }

    /** Goes on to a name; the field is null if none has that name. {@return false at the object's end} */
    private boolean nextName(int last) throws IOException {
        int guess = last < 0 ? expectedFirst : expected[last];
        if (parser.nextFieldName(NAMES[guess])) {
            field = FIELDS[guess];
            return true;
        }
        field = null;
        if (parser.currentToken() != JsonToken.FIELD_NAME) {
            return false;
        }
        field = InteractionField.ofWireName(parser.currentName());
        if (field != null) {
            expect(field, last);
        }
        return true;
    }

    private void expect(InteractionField next, int last) {
        if (last < 0) {
            expectedFirst = next.ordinal();
        } else {
            expected[last] = next.ordinal();
        }
    }

    /** {@return the text of a value, or null; the neighbour itself if that is the same} */
    @Nullable
    String readText(@Nullable JsonToken value, @Nullable String neighbour) throws IOException, MalformedException {
        if (value != JsonToken.VALUE_STRING) {
            require(value == JsonToken.VALUE_NULL, "has a field that is neither a text nor null");
            return null;
        }
        return neighbour == null || !isInBuffer(neighbour) ? parser.getText() : neighbour;
    }

    /** Backwards, as it is at their ends that SIDs and URLs differ. */
    private boolean isInBuffer(String text) throws IOException {
        char[] buffer = parser.getTextCharacters();
        if (parser.getTextLength() != text.length()) {
            return false;
        }
        int offset = parser.getTextOffset();
        for (int i = text.length() - 1; i >= 0; i--) {
            if (buffer[offset + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}

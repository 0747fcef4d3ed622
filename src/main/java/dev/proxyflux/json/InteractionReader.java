package dev.proxyflux.json;

import static dev.proxyflux.json.MalformedException.require;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionField;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the interactions of a page, one after the other. Fast by what neighbours have in common, byte for byte: nearly all
 * that stands between two texts, so that it is compared and not parsed, and many of the texts, which they then share.
 */
final class InteractionReader {

    private static final InteractionField[] FIELDS = InteractionField.values();
    private static final SerializableString[] NAMES = Arrays.stream(FIELDS)
            .map(field -> new SerializedString(field.wireName()))
            .toArray(SerializableString[]::new);
    /** Stands for the field before an object's first. */
    private static final int BEGINNING = FIELDS.length;

    private static final int END = -1;

    private final BodyParser parser;
    /** By field, and one more for the beginning. */
    private final Member[] members = new Member[FIELDS.length + 1];

    private final @Nullable String[] texts = new @Nullable String[FIELDS.length];
    /** A bit for each field. */
    private int found;

    private @Nullable InteractionField field;

    InteractionReader(BodyParser parser) {
        this.parser = parser;
        // The reference's order, until another one is seen.
        Arrays.setAll(members, ordinal -> new Member(ordinal == BEGINNING ? 0 : (ordinal + 1) % FIELDS.length));
    }

    /** {@return the field being read, or null} */
    @Nullable
    InteractionField field() {
        return field;
    }

    /** Reads what is left of an object. */
    Interaction read() throws IOException, MalformedException {
        Arrays.fill(texts, null);
        found = 0;
        int last = BEGINNING;
        while (last != END) {
            Member before = members[last];
            last = parser.skipSame(before.gapStart, before.gapEnd) ? readText(before.next) : readMember(last);
        }
        return Interaction.ofTexts(texts);
    }

    /** {@return the member read, if it is known; else the last one, or the end} */
    private int readMember(int last) throws IOException, MalformedException {
        Member before = members[last];
        int gapStart = parser.position();
        if (!nextName(before)) {
            return END;
        }
        JsonToken value = parser.nextToken();
        if (field == null) {
            parser.skipValue();
            return last;
        }
        if (value == JsonToken.VALUE_STRING) {
            // The parser has to see for itself that an object has begun.
            before.rememberGap(gapStart, last == BEGINNING ? gapStart : parser.position());
            return readText(before.next);
        }
        begin(before.next);
        require(value == JsonToken.VALUE_NULL, "has a field that is neither a text nor null");
        return before.next;
    }

    /** Goes on to a name; the field is null if none has that name. {@return false at the object's end} */
    private boolean nextName(Member before) throws IOException {
        field = null;
        if (parser.nextFieldName(NAMES[before.next])) {
            field = FIELDS[before.next];
            return true;
        }
        if (parser.currentToken() != JsonToken.FIELD_NAME) {
            return false;
        }
        field = InteractionField.ofWireName(parser.currentName());
        if (field != null) {
            before.expect(field.ordinal());
        }
        return true;
    }

    private void begin(int ordinal) throws MalformedException {
        field = FIELDS[ordinal];
        require((found & 1 << ordinal) == 0, "has a field twice");
        found |= 1 << ordinal;
    }

    /** Reads the text whose opening quote has been read; it becomes the same object as last time if it is the same text. */
    private int readText(int ordinal) throws IOException, MalformedException {
        begin(ordinal);
        texts[ordinal] = text(members[ordinal]);
        return ordinal;
    }

    private String text(Member member) throws IOException {
        int start = parser.position();
        if (member.text != null && parser.skipSameText(member.textStart, member.textEnd)) {
            return member.text;
        }
        String plain = parser.plainText();
        if (plain == null) {
            return parser.anyText();
        }
        member.rememberText(plain, start, parser.position());
        return plain;
    }

    /** What came with a field last time; places are those of bytes in the body. */
    private static final class Member {

        /** The field that followed. */
        private int next;
        /** From the value's end to the next one's opening quote, which is included; none if both are the same. */
        private int gapStart;

        private int gapEnd;
        private @Nullable String text;
        /** The closing quote is included. */
        private int textStart;

        private int textEnd;

        Member(int next) {
            this.next = next;
        }

        void expect(int ordinal) {
            next = ordinal;
            rememberGap(0, 0);
        }

        void rememberGap(int start, int end) {
            gapStart = start;
            gapEnd = end;
        }

        void rememberText(String read, int start, int end) {
            text = read;
            textStart = start;
            textEnd = end;
        }
    }
}

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
 * that stands between two texts, so that it is compared and not parsed, and many of the texts, which they then share. A text
 * is looked for in the two that were there before it, as the two participants of a session take turns.
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
    /** Where the last value before an object's end ended. */
    private int endStart;
    /** Whether the next object's first text is what comes next. */
    private boolean hasBegun;

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

    /** Goes on to the next object. {@return false if the array ends instead} */
    boolean nextObject() throws IOException, MalformedException {
        if (!hasBegun) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.END_ARRAY) {
                return false;
            }
            require(token == JsonToken.START_OBJECT, "has an interaction that is not an object");
        }
        return true;
    }

    /** Reads what is left of an object. */
    Interaction read() throws IOException, MalformedException {
        Arrays.fill(texts, null);
        found = 0;
        int last = hasBegun ? readText(members[BEGINNING].next) : BEGINNING;
        hasBegun = false;
        while (last != END) {
            Member before = members[last];
            last = last != BEGINNING && before.gap.isNext(parser) ? readText(before.next) : readMember(last);
        }
        return Interaction.ofTexts(texts);
    }

    /** {@return the member read, if it is known; else the last one, or the end} */
    private int readMember(int last) throws IOException, MalformedException {
        if (last != BEGINNING && members[BEGINNING].gap.isNext(parser)) {
            hasBegun = true;
            field = null;
            return END;
        }
        Member before = members[last];
        int start = parser.position();
        if (!nextName(before)) {
            endStart = start;
            return END;
        }
        JsonToken value = parser.nextToken();
        if (field == null) {
            parser.skipValue();
            return last;
        }
        if (value == JsonToken.VALUE_STRING) {
            rememberGap(last, start);
            return readText(before.next);
        }
        begin(before.next);
        require(value == JsonToken.VALUE_NULL, "has a field that is neither a text nor null");
        return before.next;
    }

    /** The opening quote of a text has been read, which comes after a member or an object's beginning. */
    private void rememberGap(int last, int start) {
        if (last != BEGINNING) {
            members[last].gap.remember(start, parser.position());
        } else if (endStart > 0) {
            // Not of the first object: the parser has to see for itself that one has begun.
            members[BEGINNING].gap.remember(endStart, parser.position());
        }
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

    /** Reads the text whose opening quote has been read; it becomes the same object as before if it is the same text. */
    private int readText(int ordinal) throws IOException, MalformedException {
        begin(ordinal);
        texts[ordinal] = text(members[ordinal]);
        return ordinal;
    }

    private String text(Member member) throws IOException {
        Text latest = member.latest;
        int same = parser.countSame(latest.start, latest.end);
        if (same > 0 && same == latest.length()) {
            parser.skipText(same);
            return latest.text;
        }
        Text earlier = member.earlier;
        if (parser.skipSameText(earlier.start, earlier.end)) {
            member.swapTexts();
            return earlier.text;
        }
        int start = parser.position();
        String plain = parser.plainText(same);
        if (plain == null) {
            return parser.anyText();
        }
        member.swapTexts();
        earlier.remember(plain, start, parser.position());
        return plain;
    }

    /** What came with a field last time; places are those of bytes in the body. */
    private static final class Member {

        /** The field that followed. */
        private int next;
        /**
         * From the value's end to the next one's opening quote, which is included; before an object's first, from the end of
         * the last value of the one before. None if both are the same.
         */
        private final Gap gap = new Gap();

        private Text latest = new Text();
        /** Two participants take turns. */
        private Text earlier = new Text();

        Member(int next) {
            this.next = next;
        }

        void expect(int ordinal) {
            next = ordinal;
            gap.remember(0, 0);
        }

        void swapTexts() {
            Text swapped = latest;
            latest = earlier;
            earlier = swapped;
        }
    }

    /** Bytes between two values; none at first. */
    private static final class Gap {

        private int start;
        private int end;

        void remember(int from, int to) {
            start = from;
            end = to;
        }

        boolean isNext(BodyParser parser) {
            return parser.skipSame(start, end);
        }
    }

    /** A plain text read before; none at first. */
    private static final class Text {

        private String text = "";
        private int start;
        /** After the closing quote. */
        private int end;

        int length() {
            return end - start;
        }

        void remember(String read, int from, int to) {
            text = read;
            start = from;
            end = to;
        }
    }
}

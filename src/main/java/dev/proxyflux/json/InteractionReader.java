package dev.proxyflux.json;

import static dev.proxyflux.json.MalformedException.require;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonToken;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionField;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the interactions of a page, one after the other. Fast by what neighbours have in common, byte for byte: as far as an
 * object goes on like the one before, its members are those, and nothing is parsed. A text that differs is looked for once
 * more, further back, as the two participants of a session take turns. What is found equal becomes the same object.
 */
final class InteractionReader {

    private static final InteractionField[] FIELDS = InteractionField.values();

    private final BodyParser parser;
    /** By field, the last text that the object before does not have, or has elsewhere. */
    private final Text[] earlier =
            Stream.generate(Text::new).limit(FIELDS.length).toArray(Text[]::new);

    private Layout before = new Layout();
    private Layout now = new Layout();
    /** Which member of the object before comes next, if all goes on like there. Neither it nor those after it have come yet. */
    private int next;

    private @Nullable InteractionField field;
    /** Whether the next object's first text is what comes next. */
    private boolean hasBegun;

    InteractionReader(BodyParser parser) {
        this.parser = parser;
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
        Layout spare = before;
        before = now;
        now = spare;
        now.restart(before);
        next = 0;
        if (hasBegun) {
            hasBegun = false;
            follow(before.starts[0]);
        }
        while (!ends()) {
            readMember();
        }
        return Interaction.ofTexts(now.texts);
    }

    /** Goes on to a member's name, or past the object's end. */
    private boolean ends() throws IOException {
        field = null;
        // Right behind a known member, or each of many unknown ones would be compared with what may be long.
        if (now.isBehindAnother() && parser.position() == now.end() && parser.skipSame(now.begin, now.starts[0])) {
            hasBegun = true;
            return true;
        }
        return parser.nextToken() != JsonToken.FIELD_NAME;
    }

    private void readMember() throws IOException, MalformedException {
        field = InteractionField.ofWireName(parser.currentName());
        JsonToken value = parser.nextToken();
        if (field == null) {
            parser.skipValue();
            return;
        }
        int ordinal = field.ordinal();
        require(now.placeOf(ordinal, 0) < 0, "has a field twice");
        int place = before.placeOf(ordinal, next);
        if (value == JsonToken.VALUE_STRING && place >= 0 && before.texts[ordinal] != null) {
            next = place;
            follow(before.starts[place]);
            return;
        }
        // What is followed from here on comes after it, or it might come twice unseen.
        next = Math.max(next, place + 1);
        if (value == JsonToken.VALUE_STRING) {
            readText(ordinal, 0);
            earlier[ordinal].remember(now, now.size - 1);
        } else {
            require(value == JsonToken.VALUE_NULL, "has a field that is neither a text nor null");
            now.add(ordinal, parser.position(), parser.position(), null);
            if (place >= 0) {
                earlier[ordinal].remember(before, place);
            }
        }
    }

    /**
     * Reads members as long as they have the names of those before. The parser stands where a place stands in the object
     * before: in the text of its next member, or in front of that one's name. All places here are of the object before; the
     * shift leads from there to this one.
     */
    private void follow(int place) throws IOException {
        int from = place;
        while (next < before.size) {
            int shift = parser.position() - from;
            int same = from + parser.countSame(from, before.end());
            for (; next < before.size && before.ends[next] <= same; next++) {
                from = before.ends[next];
                now.addSame(before, next, shift);
            }
            boolean differsInText = next < before.size && before.starts[next] <= same;
            parser.moveTo(shift + (differsInText ? before.starts[next] : from));
            if (!differsInText) {
                return;
            }
            int ordinal = before.ordinals[next];
            readText(ordinal, before.plainUpTo(same, next));
            earlier[ordinal].remember(before, next);
            from = before.ends[next++];
        }
    }

    /**
     * Reads a text whose opening quote has been read; it becomes the same object as an earlier one if it is the same text.
     * Some of its bytes may be known to be plain.
     */
    private void readText(int ordinal, int plain) throws IOException {
        field = FIELDS[ordinal];
        Text known = earlier[ordinal];
        int start = parser.position();
        String text = parser.skipSame(known.start, known.end) ? known.text : parser.text(plain);
        now.add(ordinal, start, parser.position(), text);
    }

    /** The members of an object, in their order. Places are those of bytes in the body. */
    private static final class Layout {

        /** The end of the last member before the object; none if there is no such. */
        private int begin;

        private int size;
        private final int[] ordinals = new int[FIELDS.length];
        /** Of a text, after the opening quote; of null, its end. */
        private final int[] starts = new int[FIELDS.length];
        /** After the closing quote. */
        private final int[] ends = new int[FIELDS.length];
        /** By field. */
        private final @Nullable String[] texts = new @Nullable String[FIELDS.length];

        void restart(Layout before) {
            begin = before.end();
            size = 0;
            Arrays.fill(texts, null);
        }

        /** Whether it has members, and an object before it; so the parser, wherever it thinks it is, expects a comma. */
        boolean isBehindAnother() {
            return size > 0 && begin > 0;
        }

        /** {@return the end of the last member, if any} */
        int end() {
            return size == 0 ? 0 : ends[size - 1];
        }

        /** {@return where among the members from one on a field is, or -1} */
        int placeOf(int ordinal, int from) {
            for (int place = from; place < size; place++) {
                if (ordinals[place] == ordinal) {
                    return place;
                }
            }
            return -1;
        }

        /** {@return how many bytes of a text are in front of a place and surely ASCII without escapes} */
        int plainUpTo(int end, int place) {
            String text = requireNonNull(texts[ordinals[place]], "text");
            int length = ends[place] - 1 - starts[place];
            // One byte for each character: anything else takes more.
            return text.length() == length ? Math.min(length, end - starts[place]) : 0;
        }

        void add(int ordinal, int start, int end, @Nullable String text) {
            ordinals[size] = ordinal;
            starts[size] = start;
            ends[size] = end;
            texts[ordinal] = text;
            size++;
        }

        void addSame(Layout other, int place, int shift) {
            int ordinal = other.ordinals[place];
            add(ordinal, other.starts[place] + shift, other.ends[place] + shift, other.texts[ordinal]);
        }
    }

    /** A text read before; none at first. */
    private static final class Text {

        private @Nullable String text;
        private int start;
        /** After the closing quote. */
        private int end;

        void remember(Layout object, int place) {
            String read = object.texts[object.ordinals[place]];
            if (read != null) {
                text = read;
                start = object.starts[place];
                end = object.ends[place];
            }
        }
    }
}

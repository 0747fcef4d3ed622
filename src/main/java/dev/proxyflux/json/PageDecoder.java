package dev.proxyflux.json;

import static dev.proxyflux.json.MalformedException.require;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionField;
import dev.proxyflux.model.PageMeta;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page, strictly where data could be lost: one whole document in UTF-8, with {@code interactions} and
 * {@code meta.next_page_url}, known members once and of their type. A byte order mark, unknown members, null and missing
 * fields of an interaction are passed over.
 */
public final class PageDecoder {

    private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

    private static final Set<String> META_TEXTS =
            Set.of("key", "url", "first_page_url", "next_page_url", "previous_page_url");
    private static final Set<String> META_NUMBERS = Set.of("page", "page_size");
    /** A number of at most this many characters surely fits an int. */
    private static final int MAX_INT_DIGITS = 9;

    /** Real interactions take a kilobyte; a page of nothing but braces would take forty times its size in memory. */
    private static final int MIN_BYTES_PER_ITEM = 64;
    /** As many as are accepted of a page however small they are. */
    private static final int ITEMS_OF_ANY_SIZE = 1_000_000;

    private final BodyParser parser;
    private final int maxItems;
    private final InteractionReader reader;
    private final List<Interaction> items = new ArrayList<>();
    private @Nullable PageMeta meta;
    private boolean hasItems;
    private @Nullable Integer item;

    private PageDecoder(BodyParser parser, int length) {
        this.parser = parser;
        this.reader = new InteractionReader(parser);
        this.maxItems = Math.max(ITEMS_OF_ANY_SIZE, length / MIN_BYTES_PER_ITEM);
    }

    /**
     * Decodes a body.
     *
     * @param body begins with the bytes of the response
     * @param length how many they are
     * @return the page
     * @throws UndecodableException if the body is not a page
     */
    public static DecodedPage decode(byte[] body, int length) throws UndecodableException {
        int start = startOfDocument(body, length);
        try (BodyParser parser = BodyParser.of(body, start, length)) {
            return new PageDecoder(parser, length).decode(length - start);
        } catch (IOException impossible) {
            throw new UndecodableException("is not readable", null, null, false);
        }
    }

    /**
     * Reads what a page says of itself, where that comes before its interactions. Decoding the page reads it again, with all
     * else that may be wrong.
     *
     * @param body begins with the bytes of the response
     * @param length how many they are
     * @return what the page says of itself, or null if something else comes first, or if it can't be read
     */
    public static @Nullable PageMeta leadingMeta(byte[] body, int length) {
        int start = afterByteOrderMark(body, length);
        if (isWide(body, start, length)) {
            return null;
        }
        try (BodyParser parser = BodyParser.of(body, start, length)) {
            PageDecoder decoder = new PageDecoder(parser, length);
            if (parser.nextToken() == JsonToken.START_OBJECT && "meta".equals(parser.nextFieldName())) {
                decoder.readMeta(parser.nextToken());
            }
            return decoder.meta;
        } catch (IOException | RuntimeException | MalformedException unreadable) {
            return null;
        }
    }

    private static int startOfDocument(byte[] body, int length) throws UndecodableException {
        int start = afterByteOrderMark(body, length);
        boolean isWide = isWide(body, start, length);
        if (isWide || !Utf8.isValid(body, length)) {
            throw new UndecodableException("is not in UTF-8", null, null, !isWide && Utf8.isCut(body, length));
        }
        return start;
    }

    private static int afterByteOrderMark(byte[] body, int length) {
        return length >= BYTE_ORDER_MARK.length
                        && (body[0] & 0xFF) == BYTE_ORDER_MARK[0]
                        && (body[1] & 0xFF) == BYTE_ORDER_MARK[1]
                        && (body[2] & 0xFF) == BYTE_ORDER_MARK[2]
                ? BYTE_ORDER_MARK.length
                : 0;
    }

    /** Jackson would take a zero among the first bytes for UTF-16 or UTF-32. */
    private static boolean isWide(byte[] body, int start, int length) {
        return length > start + 1 && (body[start] == 0 || body[start + 1] == 0);
    }

    private DecodedPage decode(int length) throws UndecodableException {
        try {
            readPage();
        } catch (MalformedException notAPage) {
            throw broken(notAPage.getMessage(), notAPage.isCut());
        } catch (JsonEOFException cut) {
            throw broken("ends before its end", true);
        } catch (IOException | RuntimeException malformed) {
            throw broken("is not JSON within the limits", isAtEndOf(length));
        }
        if (!hasItems) {
            throw broken("has no array 'interactions'", false);
        }
        if (meta == null) {
            throw broken("has no object 'meta'", false);
        }
        return new DecodedPage(items, meta);
    }

    /** A literal or a number that is cut is not an end of file to Jackson. */
    private boolean isAtEndOf(int length) {
        return !parser.getParsingContext().inRoot() && parser.currentLocation().getByteOffset() >= length;
    }

    private void readPage() throws IOException, MalformedException {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            throw new MalformedException(first == null ? "is empty" : "is not an object", first == null);
        }
        String name;
        while ((name = parser.nextFieldName()) != null) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "interactions" -> readItems(value);
                case "meta" -> readMeta(value);
                default -> parser.skipChildren();
            }
        }
        require(parser.nextToken() == null, "goes on after its end");
    }

    private void readItems(@Nullable JsonToken value) throws IOException, MalformedException {
        require(!hasItems, "has 'interactions' twice");
        require(value == JsonToken.START_ARRAY, "has 'interactions' that are not an array");
        hasItems = true;
        for (item = 0; reader.nextObject(); item = items.size()) {
            require(items.size() < maxItems, "has more interactions than its size allows");
            items.add(reader.read());
        }
        item = null;
    }

    private void readMeta(@Nullable JsonToken value) throws IOException, MalformedException {
        require(meta == null, "has 'meta' twice");
        require(value == JsonToken.START_OBJECT, "has 'meta' that is not an object");
        Map<String, @Nullable String> links = new HashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        String name;
        while ((name = parser.nextFieldName()) != null) {
            JsonToken token = parser.nextToken();
            if (META_TEXTS.contains(name)) {
                require(!links.containsKey(name), "has 'meta." + name + "' twice");
                links.put(name, text(token));
            } else if (META_NUMBERS.contains(name) && isInt(token)) {
                numbers.put(name, parser.getIntValue());
            } else {
                parser.skipChildren();
            }
        }
        require(links.containsKey("next_page_url"), "has no 'meta.next_page_url'");
        meta = new PageMeta(
                links.get("key"),
                numbers.get("page"),
                numbers.get("page_size"),
                links.get("url"),
                links.get("first_page_url"),
                links.get("next_page_url"),
                links.get("previous_page_url"));
    }

    private @Nullable String text(@Nullable JsonToken value) throws IOException, MalformedException {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        require(value == JsonToken.VALUE_NULL, "has a field that is neither a text nor null");
        return null;
    }

    private boolean isInt(@Nullable JsonToken token) throws IOException {
        return token == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() <= MAX_INT_DIGITS;
    }

    private UndecodableException broken(@Nullable String problem, boolean cut) {
        InteractionField field = reader.field();
        String place =
                item == null ? "" : " at interactions[" + item + "]" + (field == null ? "" : "." + field.wireName());
        long offset = parser.currentLocation().getByteOffset();
        return new UndecodableException(problem + place + ", near byte " + offset, item, field, cut);
    }
}

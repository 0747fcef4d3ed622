package dev.proxyflux.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A typed view of an interaction's {@code data}: sensitive personal data, so {@code toString} shows none of it.
 *
 * @param messageBody the body of a message, from {@code {"body": "hello"}}, or null
 * @param callDuration the duration of a call in whole seconds, from {@code {"duration": "5"}}, or null
 */
public record InteractionData(
        @Nullable String messageBody, @Nullable Duration callDuration) {

    private static final InteractionData NOTHING = new InteractionData(null, null);

    /** An unsigned number of seconds of at most this many digits surely fits a long. */
    private static final int MAX_DIGITS = 18;

    // A text that fitted a page fits here: the page's bound is the one that counts.
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    static InteractionData parse(@Nullable String text) {
        if (text == null) {
            return NOTHING;
        }
        try (JsonParser parser = JSON.createParser(text)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? readObject(parser) : NOTHING;
        } catch (IOException notJson) {
            return NOTHING;
        }
    }

    private static InteractionData readObject(JsonParser parser) throws IOException {
        String body = null;
        Duration duration = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("body") && value == JsonToken.VALUE_STRING) {
                body = parser.getText();
            } else if (name.equals("duration")
                    && (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT)) {
                duration = seconds(parser.getText());
            } else {
                parser.skipChildren();
            }
        }
        return parser.nextToken() == null ? new InteractionData(body, duration) : NOTHING;
    }

    private static @Nullable Duration seconds(String text) {
        boolean isCount = !text.isEmpty()
                && text.length() <= MAX_DIGITS
                && text.chars().allMatch(character -> character >= '0' && character <= '9');
        return isCount ? Duration.ofSeconds(Long.parseLong(text)) : null;
    }

    /** {@return which parts there are, nothing of what they say} */
    @Override
    public String toString() {
        return "InteractionData[messageBody=" + (messageBody == null ? "null" : "(hidden)") + ", callDuration="
                + (callDuration == null ? "null" : "(hidden)") + "]";
    }
}

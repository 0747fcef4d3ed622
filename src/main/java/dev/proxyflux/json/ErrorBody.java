package dev.proxyflux.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What an error's body says, in any of the three shapes this vendor sends: {@code {code,message,more_info}}, RFC 9457
 * problem details, and {@code {errors:[{code,message}]}}. Anything else, HTML or nothing, says nothing.
 *
 * @param code the service's error code, or null
 * @param text the service's message, as it came, or null
 * @param moreInfo the service's link to a description, as it came, or null
 */
public record ErrorBody(
        @Nullable Integer code,
        @Nullable String text,
        @Nullable String moreInfo) {

    private static final int MAX_CODE_DIGITS = 9;

    /**
     * Reads a body as far as it can be read.
     *
     * @param body begins with the bytes that came, perhaps cut
     * @param length how many they are
     * @return what they say
     */
    public static ErrorBody read(byte[] body, int length) {
        Reader reader = new Reader();
        try (JsonParser parser = factory().createParser(body, 0, length)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                reader.readObject(parser);
            }
        } catch (IOException | RuntimeException unreadable) {
            return reader.read();
        }
        return reader.read();
    }

    /** In whatever encoding Jackson finds. One for each body: a factory keeps thousands of the names it saw. */
    private static JsonFactory factory() {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    /** {@return the code alone: the texts are a service's, and not masked} */
    @Override
    public String toString() {
        return "ErrorBody[code=" + code + "]";
    }

    /** The first value of each name wins, so that the first of several errors does. */
    private static final class Reader {

        private @Nullable Integer code;
        private @Nullable String message;
        private @Nullable String title;
        private @Nullable String detail;
        private @Nullable String moreInfo;

        ErrorBody read() {
            String problem = title == null || detail == null ? (title == null ? detail : title) : title + ": " + detail;
            return new ErrorBody(code, message == null ? problem : message, moreInfo);
        }

        void readObject(JsonParser parser) throws IOException {
            JsonToken token = parser.nextToken();
            while (token == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                String number = value == JsonToken.VALUE_NUMBER_INT ? parser.getText() : null;
                if (value == JsonToken.START_ARRAY && name.equals("errors")) {
                    readErrors(parser);
                } else if (value == JsonToken.VALUE_STRING) {
                    take(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
                token = parser.nextToken();
                // Only now is it sure that the number was not cut.
                if (number != null) {
                    take(name, number);
                }
            }
        }

        private void readErrors(JsonParser parser) throws IOException {
            for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    readObject(parser);
                } else if (token == null) {
                    return;
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void take(String name, String value) {
            switch (name) {
                case "code" -> code = code == null ? parseCode(value) : code;
                case "message" -> message = message == null ? value : message;
                case "title" -> title = title == null ? value : title;
                case "detail" -> detail = detail == null ? value : detail;
                case "more_info", "type" -> moreInfo = moreInfo == null ? value : moreInfo;
                default -> {}
            }
        }

        private static @Nullable Integer parseCode(String text) {
            boolean isCode = text.length() <= MAX_CODE_DIGITS && text.chars().allMatch(Character::isDigit);
            return isCode && !text.isEmpty() ? Integer.valueOf(text) : null;
        }
    }
}

package dev.proxyflux.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The type of an interaction. */
public enum InteractionType {
    /** {@code message}. */
    MESSAGE,
    /** {@code voice}. */
    VOICE,
    /** {@code unknown}, a value that the API documents. */
    UNKNOWN,
    /** A value that this version doesn't know; {@link Interaction#text} has it as it came. */
    UNRECOGNIZED;

    private static final Map<String, InteractionType> BY_WIRE_VALUE = WireValues.of(values(), UNRECOGNIZED);

    static @Nullable InteractionType parse(@Nullable String text) {
        return text == null ? null : BY_WIRE_VALUE.getOrDefault(text, UNRECOGNIZED);
    }
}

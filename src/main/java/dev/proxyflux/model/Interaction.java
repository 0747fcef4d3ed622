package dev.proxyflux.model;

import static dev.proxyflux.model.InteractionField.*;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One interaction of a session: the 19 texts that came over the wire, each of them nullable, and a typed view of them.
 *
 * <p>The view is parsed on each call, so an odd value never breaks a page and no text is lost: {@link #text} has each as
 * it came. Equality is by these texts. An application's Jackson, 2 or 3, writes and reads an interaction as the API's JSON
 * object. Immutable.
 */
@JsonAutoDetect(fieldVisibility = Visibility.NONE, getterVisibility = Visibility.NONE)
public final class Interaction {

    private static final Interaction EMPTY = new Interaction(new @Nullable String[COUNT]);

    private final @Nullable String[] texts;

    private Interaction(@Nullable String[] texts) {
        this.texts = texts;
    }

    /**
     * An interaction without any text, to begin one with in a test.
     *
     * @return the interaction whose fields are all null
     */
    public static Interaction empty() {
        return EMPTY;
    }

    /**
     * An interaction of wire texts.
     *
     * @param texts a text, or null, for each of {@link InteractionField#values()} in their order; copied
     * @return the interaction
     * @throws IllegalArgumentException if there are not exactly 19
     */
    public static Interaction ofTexts(@Nullable String... texts) {
        if (texts.length != COUNT) {
            throw new IllegalArgumentException(texts.length + " texts, an interaction has " + COUNT);
        }
        return new Interaction(texts.clone());
    }

    /**
     * The interaction of a JSON object, as Jackson reads it: names that the reference doesn't have are passed over.
     *
     * @param json the object's members; those of the 19 fields are texts or null
     * @return the interaction
     * @throws IllegalArgumentException if one of the 19 fields is neither a text nor null
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Interaction ofJson(Map<String, ? extends @Nullable Object> json) {
        @Nullable String[] texts = new @Nullable String[COUNT];
        for (InteractionField field : InteractionField.values()) {
            Object value = json.get(field.wireName());
            if (value != null && !(value instanceof String)) {
                throw new IllegalArgumentException(field.wireName() + " is neither a text nor null");
            }
            texts[field.ordinal()] = (String) value;
        }
        return new Interaction(texts);
    }

    /**
     * The interaction as the API's JSON object, as Jackson writes it.
     *
     * @return all 19 texts, nulls too, by their snake_case names in the reference's order; unmodifiable
     */
    @JsonAnyGetter // not JsonValue: that would leave nulls and empty texts to the mapper's taste
    @JsonInclude(value = JsonInclude.Include.ALWAYS, content = JsonInclude.Include.ALWAYS)
    public Map<String, @Nullable String> toJson() {
        Map<String, @Nullable String> json = new LinkedHashMap<>();
        for (InteractionField field : InteractionField.values()) {
            json.put(field.wireName(), text(field));
        }
        return Collections.unmodifiableMap(json);
    }

    /**
     * This interaction with another text.
     *
     * @param field the field to set
     * @param text its text, or null
     * @return a copy
     */
    public Interaction with(InteractionField field, @Nullable String text) {
        @Nullable String[] changed = texts.clone();
        changed[field.ordinal()] = text;
        return new Interaction(changed);
    }

    /**
     * A field's text.
     *
     * @param field the field
     * @return the text as it came, or null if it was null or absent
     */
    public @Nullable String text(InteractionField field) {
        return texts[field.ordinal()];
    }

    /**
     * The interaction's SID.
     *
     * @return the text as it came, {@code KI…}
     */
    public @Nullable String sid() {
        return text(SID);
    }

    /**
     * The session's SID.
     *
     * @return the text as it came, {@code KC…}
     */
    public @Nullable String sessionSid() {
        return text(SESSION_SID);
    }

    /**
     * The service's SID.
     *
     * @return the text as it came, {@code KS…}
     */
    public @Nullable String serviceSid() {
        return text(SERVICE_SID);
    }

    /**
     * The account's SID.
     *
     * @return the text as it came, {@code AC…}
     */
    public @Nullable String accountSid() {
        return text(ACCOUNT_SID);
    }

    /**
     * What was said or how long the call took: sensitive personal data.
     *
     * @return a typed view of {@code data}, parsed on each call; its parts are null where the text says nothing of them
     */
    public InteractionData data() {
        return InteractionData.parse(text(DATA));
    }

    /**
     * The interaction's type.
     *
     * @return the constant, {@link InteractionType#UNRECOGNIZED} for a text this version doesn't know, or null if absent
     */
    public @Nullable InteractionType type() {
        return InteractionType.parse(text(TYPE));
    }

    /**
     * The inbound participant's SID.
     *
     * @return the text as it came, {@code KP…}
     */
    public @Nullable String inboundParticipantSid() {
        return text(INBOUND_PARTICIPANT_SID);
    }

    /**
     * The SID of the inbound call or message.
     *
     * @return the text as it came
     */
    public @Nullable String inboundResourceSid() {
        return text(INBOUND_RESOURCE_SID);
    }

    /**
     * The status of the inbound call or message.
     *
     * @return the constant, {@link ResourceStatus#UNRECOGNIZED} for a text this version doesn't know, or null if absent
     */
    public @Nullable ResourceStatus inboundResourceStatus() {
        return ResourceStatus.parse(text(INBOUND_RESOURCE_STATUS));
    }

    /**
     * The kind of the inbound resource.
     *
     * @return the text as it came, {@code Call} or {@code Message}
     */
    public @Nullable String inboundResourceType() {
        return text(INBOUND_RESOURCE_TYPE);
    }

    /**
     * The URL of the inbound call or message.
     *
     * @return the URI, parsed on each call, or null if absent or unparsable
     */
    public @Nullable URI inboundResourceUrl() {
        return uri(INBOUND_RESOURCE_URL);
    }

    /**
     * The outbound participant's SID.
     *
     * @return the text as it came, {@code KP…}
     */
    public @Nullable String outboundParticipantSid() {
        return text(OUTBOUND_PARTICIPANT_SID);
    }

    /**
     * The SID of the outbound call or message.
     *
     * @return the text as it came
     */
    public @Nullable String outboundResourceSid() {
        return text(OUTBOUND_RESOURCE_SID);
    }

    /**
     * The status of the outbound call or message.
     *
     * @return the constant, {@link ResourceStatus#UNRECOGNIZED} for a text this version doesn't know, or null if absent
     */
    public @Nullable ResourceStatus outboundResourceStatus() {
        return ResourceStatus.parse(text(OUTBOUND_RESOURCE_STATUS));
    }

    /**
     * The kind of the outbound resource.
     *
     * @return the text as it came, {@code Call} or {@code Message}
     */
    public @Nullable String outboundResourceType() {
        return text(OUTBOUND_RESOURCE_TYPE);
    }

    /**
     * The URL of the outbound call or message.
     *
     * @return the URI, parsed on each call, or null if absent or unparsable
     */
    public @Nullable URI outboundResourceUrl() {
        return uri(OUTBOUND_RESOURCE_URL);
    }

    /**
     * When the interaction was created.
     *
     * @return the instant, parsed on each call, or null if absent or unparsable
     */
    public @Nullable Instant dateCreated() {
        return instant(DATE_CREATED);
    }

    /**
     * When the interaction was updated.
     *
     * @return the instant, parsed on each call, or null if absent or unparsable
     */
    public @Nullable Instant dateUpdated() {
        return instant(DATE_UPDATED);
    }

    /**
     * The interaction's own URL.
     *
     * @return the URI, parsed on each call, or null if absent or unparsable
     */
    public @Nullable URI url() {
        return uri(URL);
    }

    private @Nullable Instant instant(InteractionField field) {
        return WireInstant.parse(text(field));
    }

    private @Nullable URI uri(InteractionField field) {
        String text = text(field);
        try {
            return text == null ? null : URI.create(text);
        } catch (IllegalArgumentException unparsable) {
            return null;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Interaction that && Arrays.equals(texts, that.texts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(texts);
    }

    /** {@return the SID, type and date of creation where they are well-formed; never {@code data}} */
    @Override
    public String toString() {
        String sid = sid();
        return "Interaction[sid=" + (sid == null || SidPattern.INTERACTION.matches(sid) ? sid : "(malformed)")
                + ", type=" + type() + ", dateCreated=" + dateCreated() + "]";
    }
}

package dev.proxyflux.model;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The 19 fields of an interaction, in the order of the API's reference. */
public enum InteractionField {
    /** The interaction's SID, {@code KI…}. */
    SID("sid"),
    /** The session's SID, {@code KC…}. */
    SESSION_SID("session_sid"),
    /** The service's SID, {@code KS…}. */
    SERVICE_SID("service_sid"),
    /** The account's SID, {@code AC…}. */
    ACCOUNT_SID("account_sid"),
    /** A JSON text that holds the message body or the call's duration: sensitive personal data. */
    DATA("data"),
    /** The interaction's type. */
    TYPE("type"),
    /** The inbound participant's SID, {@code KP…}. */
    INBOUND_PARTICIPANT_SID("inbound_participant_sid"),
    /** The SID of the inbound call or message. */
    INBOUND_RESOURCE_SID("inbound_resource_sid"),
    /** The status of the inbound call or message. */
    INBOUND_RESOURCE_STATUS("inbound_resource_status"),
    /** {@code Call} or {@code Message}. */
    INBOUND_RESOURCE_TYPE("inbound_resource_type"),
    /** The URL of the inbound call or message. */
    INBOUND_RESOURCE_URL("inbound_resource_url"),
    /** The outbound participant's SID, {@code KP…}. */
    OUTBOUND_PARTICIPANT_SID("outbound_participant_sid"),
    /** The SID of the outbound call or message. */
    OUTBOUND_RESOURCE_SID("outbound_resource_sid"),
    /** The status of the outbound call or message. */
    OUTBOUND_RESOURCE_STATUS("outbound_resource_status"),
    /** {@code Call} or {@code Message}. */
    OUTBOUND_RESOURCE_TYPE("outbound_resource_type"),
    /** The URL of the outbound call or message. */
    OUTBOUND_RESOURCE_URL("outbound_resource_url"),
    /** When the interaction was created, ISO 8601 in GMT. */
    DATE_CREATED("date_created"),
    /** When the interaction was updated, ISO 8601 in GMT. */
    DATE_UPDATED("date_updated"),
    /** The interaction's own absolute URL. */
    URL("url");

    static final int COUNT = values().length;

    private static final Map<String, InteractionField> BY_WIRE_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(InteractionField::wireName, Function.identity()));

    private final String wireName;

    InteractionField(String wireName) {
        this.wireName = wireName;
    }

    /**
     * The field's name in JSON.
     *
     * @return the name in snake_case, as the API writes it
     */
    public String wireName() {
        return wireName;
    }

    /**
     * The field of a name in JSON.
     *
     * @param wireName a name as the API writes it
     * @return the field, or null if the reference has none of that name
     */
    public static @Nullable InteractionField ofWireName(String wireName) {
        return BY_WIRE_NAME.get(wireName);
    }
}

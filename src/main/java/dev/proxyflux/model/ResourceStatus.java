package dev.proxyflux.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The status of the call or message behind an interaction: the 21 values that the API documents. */
public enum ResourceStatus {
    /** {@code accepted}. */
    ACCEPTED,
    /** {@code answered}. */
    ANSWERED,
    /** {@code busy}. */
    BUSY,
    /** {@code canceled}. */
    CANCELED,
    /** {@code completed}. */
    COMPLETED,
    /** {@code deleted}. */
    DELETED,
    /** {@code delivered}. */
    DELIVERED,
    /** {@code delivery-unknown}. */
    DELIVERY_UNKNOWN,
    /** {@code failed}. */
    FAILED,
    /** {@code in-progress}. */
    IN_PROGRESS,
    /** {@code initiated}. */
    INITIATED,
    /** {@code no-answer}. */
    NO_ANSWER,
    /** {@code queued}. */
    QUEUED,
    /** {@code received}. */
    RECEIVED,
    /** {@code receiving}. */
    RECEIVING,
    /** {@code ringing}. */
    RINGING,
    /** {@code scheduled}. */
    SCHEDULED,
    /** {@code sending}. */
    SENDING,
    /** {@code sent}. */
    SENT,
    /** {@code undelivered}. */
    UNDELIVERED,
    /** {@code unknown}, a value that the API documents. */
    UNKNOWN,
    /** A value that this version doesn't know; {@link Interaction#text} has it as it came. */
    UNRECOGNIZED;

    private static final Map<String, ResourceStatus> BY_WIRE_VALUE = WireValues.of(values(), UNRECOGNIZED);

    static @Nullable ResourceStatus parse(@Nullable String text) {
        return text == null ? null : BY_WIRE_VALUE.getOrDefault(text, UNRECOGNIZED);
    }
}

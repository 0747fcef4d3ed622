package dev.proxyflux.bench.contestants;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/** An interaction as the peers bind it: dates and enums typed, URLs as texts (three {@code URI}s would double its cost). */
public final class Item {

    @JsonProperty("sid")
    public String sid;

    @JsonProperty("session_sid")
    public String sessionSid;

    @JsonProperty("service_sid")
    public String serviceSid;

    @JsonProperty("account_sid")
    public String accountSid;

    @JsonProperty("data")
    public String data;

    @JsonProperty("type")
    public Type type;

    @JsonProperty("inbound_participant_sid")
    public String inboundParticipantSid;

    @JsonProperty("inbound_resource_sid")
    public String inboundResourceSid;

    @JsonProperty("inbound_resource_status")
    public Status inboundResourceStatus;

    @JsonProperty("inbound_resource_type")
    public String inboundResourceType;

    @JsonProperty("inbound_resource_url")
    public String inboundResourceUrl;

    @JsonProperty("outbound_participant_sid")
    public String outboundParticipantSid;

    @JsonProperty("outbound_resource_sid")
    public String outboundResourceSid;

    @JsonProperty("outbound_resource_status")
    public Status outboundResourceStatus;

    @JsonProperty("outbound_resource_type")
    public String outboundResourceType;

    @JsonProperty("outbound_resource_url")
    public String outboundResourceUrl;

    @JsonProperty("date_created")
    public Instant dateCreated;

    @JsonProperty("date_updated")
    public Instant dateUpdated;

    @JsonProperty("url")
    public String url;

    int read(Checksum sum) {
        sum.add(
                sid,
                dateCreated.getEpochSecond(),
                dateUpdated.getEpochSecond(),
                inboundResourceStatus,
                outboundResourceStatus,
                data);
        return 1;
    }

    public enum Type {
        @JsonProperty("message")
        MESSAGE,
        @JsonProperty("voice")
        VOICE
    }

    public enum Status {
        @JsonProperty("delivered")
        DELIVERED,
        @JsonProperty("sent")
        SENT,
        @JsonProperty("undelivered")
        UNDELIVERED,
        @JsonProperty("completed")
        COMPLETED,
        @JsonProperty("no-answer")
        NO_ANSWER,
        @JsonProperty("busy")
        BUSY,
        @JsonProperty("in-progress")
        IN_PROGRESS
    }
}

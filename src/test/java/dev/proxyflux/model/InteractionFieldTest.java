package dev.proxyflux.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InteractionFieldTest {

    /** As the reference lists them. */
    static final List<String> REFERENCE = List.of(
            "sid",
            "session_sid",
            "service_sid",
            "account_sid",
            "data",
            "type",
            "inbound_participant_sid",
            "inbound_resource_sid",
            "inbound_resource_status",
            "inbound_resource_type",
            "inbound_resource_url",
            "outbound_participant_sid",
            "outbound_resource_sid",
            "outbound_resource_status",
            "outbound_resource_type",
            "outbound_resource_url",
            "date_created",
            "date_updated",
            "url");

    @Test
    void areTheReferencesFieldsInItsOrder() {
        assertThat(Arrays.stream(InteractionField.values()).map(InteractionField::wireName))
                .containsExactlyElementsOf(REFERENCE);
    }

    @ParameterizedTest
    @EnumSource
    void areFoundByTheirWireName(InteractionField field) {
        assertThat(InteractionField.ofWireName(field.wireName())).isSameAs(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SID", "Sid", "sessionSid", "sid ", "meta"})
    void areNotFoundByAnyOtherName(String name) {
        assertThat(InteractionField.ofWireName(name)).isNull();
    }
}

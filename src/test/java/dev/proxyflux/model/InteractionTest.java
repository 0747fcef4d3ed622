package dev.proxyflux.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class InteractionTest {

    private static final String SID = "KI0123456789abcdefABCDEF0123456789";

    /** An interaction whose texts are the fields' own names. */
    private static Interaction named() {
        return Interaction.ofTexts(InteractionFieldTest.REFERENCE.toArray(String[]::new));
    }

    private static Interaction with(String wireName, String text) {
        return Interaction.empty().with(InteractionField.ofWireName(wireName), text);
    }

    @Nested
    class Texts {

        @Test
        void areHeldInTheReferencesOrder() {
            for (String name : InteractionFieldTest.REFERENCE) {
                assertThat(named().text(InteractionField.ofWireName(name))).isEqualTo(name);
            }
        }

        @Test
        void areReadByTheAccessorOfTheirField() {
            Map<String, Function<Interaction, String>> accessors = Map.of(
                    "sid", Interaction::sid,
                    "session_sid", Interaction::sessionSid,
                    "service_sid", Interaction::serviceSid,
                    "account_sid", Interaction::accountSid,
                    "inbound_participant_sid", Interaction::inboundParticipantSid,
                    "inbound_resource_sid", Interaction::inboundResourceSid,
                    "inbound_resource_type", Interaction::inboundResourceType,
                    "outbound_participant_sid", Interaction::outboundParticipantSid,
                    "outbound_resource_sid", Interaction::outboundResourceSid,
                    "outbound_resource_type", Interaction::outboundResourceType);

            accessors.forEach((name, accessor) -> {
                assertThat(accessor.apply(named())).isEqualTo(name);
                assertThat(accessor.apply(Interaction.empty())).isNull();
            });
        }

        @Test
        void mustBeNineteen() {
            for (int wrong : new int[] {0, 18, 20}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Interaction.ofTexts(new String[wrong]))
                        .withMessage(wrong + " texts, an interaction has 19");
            }
        }

        @Test
        void areCopied() {
            String[] texts = new String[19];
            Interaction interaction = Interaction.ofTexts(texts);
            texts[0] = "changed";

            assertThat(interaction).isEqualTo(Interaction.empty());
        }

        @ParameterizedTest
        @EnumSource
        void areSetOnACopy(InteractionField field) {
            Interaction changed = Interaction.empty().with(field, "x");

            assertThat(changed.text(field)).isEqualTo("x");
            assertThat(changed.with(field, null)).isEqualTo(Interaction.empty()).isNotEqualTo(changed);
            assertThat(Interaction.empty().text(field)).isNull();
        }
    }

    @Nested
    class Dates {

        static final List<Function<String, Instant>> DATES = List.of(
                text -> with("date_created", text).dateCreated(),
                text -> with("date_updated", text).dateUpdated());

        @ParameterizedTest
        @FieldSource("DATES")
        void areInstants(Function<String, Instant> date) {
            assertThat(date.apply("2015-07-30T20:00:00Z")).isEqualTo(Instant.ofEpochSecond(1_438_286_400));
            assertThat(date.apply("2015-07-30T20:00:00.123Z")).isEqualTo(Instant.ofEpochMilli(1_438_286_400_123L));
        }

        @ParameterizedTest
        @FieldSource("DATES")
        void areNullWhereAbsentOrUnparsable(Function<String, Instant> date) {
            for (String odd : new String[] {
                null, "", " ", "yesterday", "2015-07-30", "2015-02-30T20:00:00Z", "Thu, 30 Jul 2015 20:00:00 +0000", "5"
            }) {
                assertThat(date.apply(odd)).as("%s", odd).isNull();
            }
        }

        @Test
        void areThoseOfTheirOwnField() {
            Interaction interaction = with("date_created", "2015-07-30T20:00:00Z");

            assertThat(interaction.dateUpdated()).isNull();
            assertThat(interaction
                            .with(InteractionField.DATE_UPDATED, "2016-07-30T20:00:00Z")
                            .dateCreated())
                    .isEqualTo("2015-07-30T20:00:00Z");
        }
    }

    @Nested
    class Urls {

        static final List<Arguments> URLS = List.of(
                Arguments.of("url", (Function<Interaction, URI>) Interaction::url),
                Arguments.of("inbound_resource_url", (Function<Interaction, URI>) Interaction::inboundResourceUrl),
                Arguments.of("outbound_resource_url", (Function<Interaction, URI>) Interaction::outboundResourceUrl));

        @ParameterizedTest
        @FieldSource("URLS")
        void areUris(String name, Function<Interaction, URI> url) {
            assertThat(url.apply(with(name, "https://api.example/a?b=%2B#c")))
                    .isEqualTo(URI.create("https://api.example/a?b=%2B#c"));
            assertThat(url.apply(named())).isEqualTo(URI.create(name));
        }

        @ParameterizedTest
        @FieldSource("URLS")
        void areNullWhereAbsentOrUnparsable(String name, Function<Interaction, URI> url) {
            for (String odd : new String[] {null, "https://a b", "http://[::1", "%zz", ":"}) {
                assertThat(url.apply(with(name, odd))).as("%s", odd).isNull();
            }
        }
    }

    @Nested
    class Types {

        @Test
        void areTheThreeOfTheReferenceAndOneForTheRest() {
            assertThat(with("type", "message").type()).isEqualTo(InteractionType.MESSAGE);
            assertThat(with("type", "voice").type()).isEqualTo(InteractionType.VOICE);
            assertThat(with("type", "unknown").type()).isEqualTo(InteractionType.UNKNOWN);
            assertThat(InteractionType.values()).hasSize(4);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "MESSAGE", "Message", "message ", "unrecognized", "UNRECOGNIZED", "fax"})
        void areUnrecognizedWhenNewAndKeepTheirText(String text) {
            assertThat(with("type", text).type()).isEqualTo(InteractionType.UNRECOGNIZED);
            assertThat(with("type", text).text(InteractionField.TYPE)).isEqualTo(text);
        }

        @Test
        void areNullWhenAbsent() {
            assertThat(Interaction.empty().type()).isNull();
        }
    }

    @Nested
    class Statuses {

        private static final List<String> REFERENCE = List.of(
                "accepted",
                "answered",
                "busy",
                "canceled",
                "completed",
                "deleted",
                "delivered",
                "delivery-unknown",
                "failed",
                "in-progress",
                "initiated",
                "no-answer",
                "queued",
                "received",
                "receiving",
                "ringing",
                "scheduled",
                "sending",
                "sent",
                "undelivered",
                "unknown");

        private static ResourceStatus inbound(String text) {
            return with("inbound_resource_status", text).inboundResourceStatus();
        }

        private static ResourceStatus outbound(String text) {
            return with("outbound_resource_status", text).outboundResourceStatus();
        }

        @Test
        void areTheTwentyOneOfTheReferenceInItsOrder() {
            assertThat(REFERENCE).hasSize(21);
            for (int at = 0; at < REFERENCE.size(); at++) {
                assertThat(inbound(REFERENCE.get(at))).isEqualTo(ResourceStatus.values()[at]);
                assertThat(outbound(REFERENCE.get(at))).isEqualTo(ResourceStatus.values()[at]);
            }
        }

        @Test
        void haveOneConstantMoreForTheRest() {
            assertThat(ResourceStatus.values())
                    .hasSize(22)
                    .endsWith(ResourceStatus.UNKNOWN, ResourceStatus.UNRECOGNIZED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "Sent", "in_progress", "IN_PROGRESS", "unrecognized", "read"})
        void areUnrecognizedWhenNewAndKeepTheirText(String text) {
            assertThat(inbound(text)).isEqualTo(ResourceStatus.UNRECOGNIZED);
            assertThat(outbound(text)).isEqualTo(ResourceStatus.UNRECOGNIZED);
            assertThat(with("inbound_resource_status", text).text(InteractionField.INBOUND_RESOURCE_STATUS))
                    .isEqualTo(text);
        }

        @Test
        void areNullWhenAbsent() {
            assertThat(inbound(null)).isNull();
            assertThat(outbound(null)).isNull();
        }
    }

    @Nested
    class Data {

        static Stream<Arguments> bodies() {
            return Stream.of(
                    Arguments.of("{\"body\": \"hello\"}", "hello"),
                    Arguments.of("  {\"body\":\"\"}\n", ""),
                    Arguments.of("{\"body\":\"a \\\"quote\\\" \\u00e9 \\ud83d\\ude00 \\n\"}", "a \"quote\" é 😀 \n"),
                    Arguments.of("{\"other\":{\"body\":\"inner\"},\"body\":\"outer\"}", "outer"),
                    Arguments.of("{\"body\":\"outer\",\"other\":[{\"body\":\"inner\"}]}", "outer"),
                    Arguments.of("{\"body\":\"first\",\"body\":\"last\"}", "last"),
                    Arguments.of("{\"duration\":\"odd\",\"body\":\"hello\"}", "hello"),
                    Arguments.of("{\"Body\":\"hello\"}", null),
                    Arguments.of("{\"body\":5}", null),
                    Arguments.of("{\"body\":null}", null),
                    Arguments.of("{\"body\":{\"body\":\"x\"}}", null),
                    Arguments.of("{\"body\":[\"x\"]}", null),
                    Arguments.of("{}", null));
        }

        @ParameterizedTest
        @MethodSource("bodies")
        void holdTheMessageBody(String data, String body) {
            assertThat(with("data", data).data().messageBody()).isEqualTo(body);
        }

        static Stream<Arguments> durations() {
            return Stream.of(
                    Arguments.of("{\"duration\": \"5\"}", 5L),
                    Arguments.of("{\"duration\": 5}", 5L),
                    Arguments.of("{\"duration\":\"0\"}", 0L),
                    Arguments.of("{\"duration\":\"9\"}", 9L),
                    Arguments.of("{\"duration\":\"005\"}", 5L),
                    Arguments.of("{\"duration\":\"999999999999999999\"}", 999_999_999_999_999_999L),
                    Arguments.of("{\"duration\":\"1000000000000000000\"}", null),
                    Arguments.of("{\"duration\":99999999999999999999999999}", null),
                    Arguments.of("{\"duration\":\"" + "9".repeat(5_000) + "\"}", null),
                    Arguments.of("{\"duration\":-5}", null),
                    Arguments.of("{\"duration\":\"-5\"}", null),
                    Arguments.of("{\"duration\":\"+5\"}", null),
                    Arguments.of("{\"duration\":\"\"}", null),
                    Arguments.of("{\"duration\":\" 5\"}", null),
                    Arguments.of("{\"duration\":\"5s\"}", null),
                    Arguments.of("{\"duration\":\"/\"}", null),
                    Arguments.of("{\"duration\":\":\"}", null),
                    Arguments.of("{\"duration\":\"٥\"}", null),
                    Arguments.of("{\"duration\":5.0}", null),
                    Arguments.of("{\"duration\":5e3}", null),
                    Arguments.of("{\"duration\":true}", null),
                    Arguments.of("{\"duration\":{\"duration\":5}}", null),
                    Arguments.of("{\"duration\":7,\"duration\":\"8\"}", 8L),
                    Arguments.of("{\"body\":[],\"duration\":\"8\"}", 8L));
        }

        @ParameterizedTest
        @MethodSource("durations")
        void holdTheCallsDurationInSeconds(String data, Long seconds) {
            assertThat(with("data", data).data().callDuration())
                    .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
        }

        @ParameterizedTest
        @NullAndEmptySource
        @ValueSource(
                strings = {
                    "hello",
                    "\"body\"",
                    "5",
                    "null",
                    "[]",
                    "[{\"body\":\"x\"}]",
                    "{\"body\":\"x\"",
                    "{\"body\":\"x",
                    "{\"body\":\"x\"} y",
                    "{\"body\":\"x\"}{\"body\":\"y\"}",
                    "{\"body\":\"x\"}5",
                    "{\"body\":\"x\",}",
                    "{body:\"x\"}",
                    "{'body':'x'}",
                    "\u0000{\"body\":\"x\"}",
                    "<html></html>"
                })
        void sayNothingWhereTheyAreNotOneJsonObject(String data) {
            InteractionData view = with("data", data).data();

            assertThat(view.messageBody()).isNull();
            assertThat(view.callDuration()).isNull();
            assertThat(with("data", data).text(InteractionField.DATA)).isEqualTo(data);
        }

        @Test
        void sayNothingWhereNestedTooDeep() {
            String data = "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + ",\"body\":\"x\"}";

            assertThat(with("data", data).data().messageBody()).isNull();
        }

        @Test
        void passSeveralMegabytes() {
            String body = "x".repeat(21_000_000);

            assertThat(with("data", "{\"body\":\"" + body + "\"}").data().messageBody())
                    .isEqualTo(body);
        }

        @Test
        void showNothingOfThemselves() {
            InteractionData view =
                    with("data", "{\"body\":\"hello\",\"duration\":\"86399\"}").data();

            assertThat(view).hasToString("InteractionData[messageBody=(hidden), callDuration=(hidden)]");
            assertThat(with("data", "{}").data()).hasToString("InteractionData[messageBody=null, callDuration=null]");
        }
    }

    @Nested
    class Equality {

        @ParameterizedTest
        @EnumSource
        void isByEachText(InteractionField field) {
            Interaction one = named().with(field, "x");

            assertThat(one).isEqualTo(named().with(field, "x")).hasSameHashCodeAs(named().with(field, "x"));
            assertThat(one).isNotEqualTo(named()).isNotEqualTo(named().with(field, null));
        }

        @Test
        void isByTextNotByMeaning() {
            assertThat(with("data", "{\"a\":1}")).isNotEqualTo(with("data", "{\"a\": 1}"));
        }

        @Test
        void isNotToAnythingElse() {
            assertThat(named().equals(null)).isFalse();
            assertThat((Object) named()).isNotEqualTo("sid");
        }

        @Test
        void spreadsHashes() {
            assertThat(IntStream.range(0, 1_000)
                            .mapToObj(at -> with("sid", "KI" + at).hashCode())
                            .distinct())
                    .hasSizeGreaterThan(990);
        }
    }

    @Nested
    class Printed {

        @Test
        void showsSidTypeAndDateOnly() {
            List<String> texts = new ArrayList<>(InteractionFieldTest.REFERENCE.stream()
                    .map(n -> "secret-" + n)
                    .toList());
            texts.set(0, SID);
            texts.set(5, "voice");
            texts.set(16, "2015-07-30T20:00:00Z");

            assertThat(Interaction.ofTexts(texts.toArray(String[]::new)))
                    .hasToString("Interaction[sid=" + SID + ", type=VOICE, dateCreated=2015-07-30T20:00:00Z]");
        }

        @Test
        void hidesMalformedTexts() {
            assertThat(named()).hasToString("Interaction[sid=(malformed), type=UNRECOGNIZED, dateCreated=null]");
            assertThat(with("sid", SID + "\n").toString()).contains("sid=(malformed)");
            assertThat(Interaction.empty()).hasToString("Interaction[sid=null, type=null, dateCreated=null]");
        }
    }

    @Nested
    class Json {

        @Test
        void hasAllNamesInOrderAndCantBeChanged() {
            Map<String, String> json = Interaction.empty().toJson();

            assertThat(json.keySet()).containsExactlyElementsOf(InteractionFieldTest.REFERENCE);
            assertThat(json.values()).containsOnlyNulls();
            assertThatThrownBy(() -> json.put("sid", "x")).isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        void isReadBack() {
            assertThat(Interaction.ofJson(named().toJson())).isEqualTo(named());
            assertThat(Interaction.ofJson(Map.of())).isEqualTo(Interaction.empty());
        }

        @Test
        void passesOverOtherNames() {
            Map<String, Object> json = new HashMap<>(named().toJson());
            json.put("more", List.of(1, 2));

            assertThat(Interaction.ofJson(json)).isEqualTo(named());
        }

        @ParameterizedTest
        @EnumSource
        void refusesAFieldThatIsNotAText(InteractionField field) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Interaction.ofJson(Map.of(field.wireName(), 42)))
                    .withMessage(field.wireName() + " is neither a text nor null");
        }
    }
}

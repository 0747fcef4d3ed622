package dev.proxyflux.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionField;
import dev.proxyflux.model.PageMeta;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageDecoderTest {

    private static final String META = "\"meta\":{\"next_page_url\":null}";
    private static final String SECRET = "s3cr3t-c0ntent";

    private static String page(String items) {
        return "{" + META + ",\"interactions\":[" + items + "]}";
    }

    /** In an array that holds more, as those of bodies do. */
    private static DecodedPage decode(byte[] body) throws UndecodableException {
        return PageDecoder.decode(Arrays.copyOf(body, body.length + 9), body.length);
    }

    private static DecodedPage decode(String json) throws UndecodableException {
        return decode(json.getBytes(UTF_8));
    }

    private static UndecodableException refusal(byte[] body) {
        UndecodableException refusal =
                catchThrowableOfType(UndecodableException.class, () -> PageDecoder.decode(body, body.length));
        assertThat(refusal).as(() -> new String(body, ISO_8859_1)).isNotNull();
        return refusal;
    }

    private static UndecodableException refusal(String json) {
        return refusal(json.getBytes(UTF_8));
    }

    @Nested
    class WellFormed {

        @Test
        void pagesHaveTheirItemsInOrder() throws UndecodableException {
            List<Interaction> items = decode(page("{\"sid\":\"a\"},{},{\"sid\":\"b\",\"data\":\"\"}"))
                    .items();

            assertThat(items)
                    .containsExactly(
                            Interaction.empty().with(InteractionField.SID, "a"),
                            Interaction.empty(),
                            Interaction.empty().with(InteractionField.SID, "b").with(InteractionField.DATA, ""));
        }

        @Test
        void pagesHaveTheirMeta() throws UndecodableException {
            PageMeta meta = decode(
                            "{\"interactions\":[],\"meta\":{\"key\":\"k\",\"page\":3,\"page_size\":50,\"url\":\"u\","
                                    + "\"first_page_url\":\"f\",\"next_page_url\":\"n\",\"previous_page_url\":\"p\"}}")
                    .meta();

            assertThat(meta).isEqualTo(new PageMeta("k", 3, 50, "u", "f", "n", "p"));
        }

        @Test
        void pagesMayHaveItemsFirstOrMetaFirst() throws UndecodableException {
            assertThat(decode("{" + META + ",\"interactions\":[{}]}"))
                    .isEqualTo(decode("{\"interactions\":[{}]," + META + "}"));
        }

        @ParameterizedTest
        @EnumSource
        void itemsHaveEachField(InteractionField field) throws UndecodableException {
            assertThat(decode(page("{\"" + field.wireName() + "\":\"é\\u0000\\ud83d\\ude00\"}"))
                            .items())
                    .containsExactly(Interaction.empty().with(field, "é\u0000\uD83D\uDE00"));
        }

        @Test
        void itemsDontInheritFromTheOneBefore() throws UndecodableException {
            String full = Arrays.stream(InteractionField.values())
                    .map(field -> "\"" + field.wireName() + "\":\"x\"")
                    .collect(Collectors.joining(",", "{", "}"));

            assertThat(decode(page(full + ",{}")).items()).hasSize(2).endsWith(Interaction.empty());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{'sid':'a','type':'b','url':'c'},{'sid':'a','type':'b','url':'c'}",
                    "{'sid':'a','type':'b','url':'c'},{'url':'c','type':'b','sid':'a'},{'url':'c','type':'b','sid':'a'}",
                    "{'new':{'sid':'x'},'sid':'a','new':1,'type':'b','url':'c','new':[]},{'sid':'a','type':'b','url':'c'}",
                    "{'sid':'a','url':'c','type':'b'},{'type':'b','sid':'a','url':'c'},{'sid':'a','type':'b','url':'c'}",
                    "{'\\u0073id':'a','type':'b','url':'c'},{'sid':'\\u0061','t\\u0079pe':'b','url':'c'}",
                    "{'sid' : 'a', 'type' :'b','url': 'c' }, {\n'sid'\t:\r'a' ,'type':'b', 'url':'c'}"
                })
        void itemsHaveTheirFieldsInAnyOrder(String items) throws UndecodableException {
            Interaction expected = Interaction.empty()
                    .with(InteractionField.SID, "a")
                    .with(InteractionField.TYPE, "b")
                    .with(InteractionField.URL, "c");

            assertThat(decode(page(items.replace('\'', '"'))).items())
                    .hasSizeGreaterThan(1)
                    .containsOnly(expected);
        }

        @Test
        void neighboursShareTheTextsTheyHaveInCommonAndNoOthers() throws UndecodableException {
            String[] texts = {"KC1", "KC1", "KC2", "XC2", "XC", "XC21", "", "", "\u00e9", "\u00e9", "\u0165"};
            List<Interaction> items = decode(page(Stream.of(texts)
                            .map(text -> "{\"session_sid\":\"" + text + "\"}")
                            .collect(Collectors.joining(","))))
                    .items();

            assertThat(items).extracting(Interaction::sessionSid).containsExactly(texts);
            for (int i = 1; i < texts.length; i++) {
                if (texts[i].equals(texts[i - 1])) {
                    assertThat(items.get(i).sessionSid())
                            .isSameAs(items.get(i - 1).sessionSid());
                }
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{'sid':'KI1','data':'d'},{'data':'d','sid':'KI1'}",
                    "{'sid':'KI1'},{},{'sid':'KI1'}",
                    "{'sid':'KI1'},{'sid':null},{'sid':'KI1'}",
                    "{'sid':'KI0'},{'sid':'KI1'},{'sid':null},{'sid':'KI1'}"
                })
        void textsAreSharedBeyondWhatLacksThem(String items) throws UndecodableException {
            List<String> sids = decode(page(items.replace('\'', '"'))).items().stream()
                    .map(Interaction::sid)
                    .filter("KI1"::equals)
                    .toList();

            assertThat(sids).hasSize(2);
            assertThat(sids.get(1)).isSameAs(sids.get(0));
        }

        /** Else one page of 64 MiB would take half an hour. */
        @Test
        @Timeout(10)
        void unknownMembersTakeTimeInProportionToTheirNumber() throws UndecodableException {
            String unknown = ",\"new\":1".repeat(400_000);
            String items = "{\"sid\":\"KI1\"" + unknown + "},{\"sid\":\"KI2\"" + unknown + ",\"newer\":1},{\"data\":\""
                    + "x".repeat(unknown.length()) + "\"}";

            assertThat(decode(page(items)).items()).extracting(Interaction::sid).containsExactly("KI1", "KI2", null);
        }

        @Test
        void textsThatTakeTurnsAreShared() throws UndecodableException {
            String twice = "{\"inbound_participant_sid\":\"KP1\"},{\"inbound_participant_sid\":\"KP2\"},".repeat(2);
            List<Interaction> items = decode(page(twice + "{\"inbound_participant_sid\":\"KP11\"}"))
                    .items();

            assertThat(items)
                    .extracting(Interaction::inboundParticipantSid)
                    .containsExactly("KP1", "KP2", "KP1", "KP2", "KP11");
            assertThat(items.get(2).inboundParticipantSid())
                    .isSameAs(items.get(0).inboundParticipantSid());
            assertThat(items.get(3).inboundParticipantSid())
                    .isSameAs(items.get(1).inboundParticipantSid());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "[",
                    "[{",
                    "[{}",
                    "[{'sid':'a'}",
                    "[{'sid':'a'},{'sid':'b'",
                    "[{'sid':'a'},{'sid':'b'},{'sid':'c'"
                })
        void anArrayThatIsNotClosedIsCut(String items) {
            String body = "{'meta':{'next_page_url':null},'interactions':" + items;

            assertThat(refusal(body.replace('\'', '"')).isCut()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{'sid':'a'},{'sid':'b'},{'sid':'c'}}",
                    "{'sid':'a'},{'sid':'b'},{'sid':'c'},",
                    "{'sid':'a'},{'sid':'b'},{'sid':'c','sid':'d'}",
                    "{'sid':'a'},{'sid':'b'},'sid':'c'}"
                })
        void whatStandsBetweenInteractionsIsReadAsJson(String items) {
            assertThat(refusal(page(items.replace('\'', '"'))).getMessage()).contains("interactions");
        }

        @ParameterizedTest
        @ValueSource(chars = {'a', '~', '\u007f', '\u00a2', '\u2622', '\u22e2'})
        void textsEndAtTheirQuoteWhereverThatIs(char filling) throws UndecodableException {
            for (int length = 0; length < 40; length++) {
                String text = String.valueOf(filling).repeat(length);

                assertThat(decode(page("{\"sid\":\"" + text + "\",\"type\":\"b\"}"))
                                .items())
                        .containsExactly(Interaction.empty()
                                .with(InteractionField.SID, text)
                                .with(InteractionField.TYPE, "b"));
                assertThat(decode("{\"meta\":{\"next_page_url\":null},\"interactions\":[{\"sid\":\"" + text + "\"}]}")
                                .items())
                        .extracting(Interaction::sid)
                        .containsExactly(text);
            }
        }

        @Test
        void textsHaveTheirEscapesWhereverTheyAre() throws UndecodableException {
            for (int before = 0; before < 20; before++) {
                String beginning = "a".repeat(before);

                assertThat(decode(page("{\"data\":\"" + beginning + "\\\"\\\\\\u00e9b\",\"type\":\"c\"}"))
                                .items())
                        .containsExactly(Interaction.empty()
                                .with(InteractionField.DATA, beginning + "\"\\\u00e9b")
                                .with(InteractionField.TYPE, "c"));
            }
        }

        @Test
        void itemsHaveDataOfSeveralMegabytes() throws UndecodableException {
            String data = "x".repeat(25_000_000);

            assertThat(decode(page("{\"data\":\"" + data + "\"}"))
                            .items()
                            .get(0)
                            .text(InteractionField.DATA))
                    .isEqualTo(data);
        }

        @Test
        void pagesHaveManyItems() throws UndecodableException {
            assertThat(decode(page("{}" + ",{}".repeat(99_999))).items()).hasSize(100_000);
        }
    }

    @Nested
    class Tolerated {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"sid\":null}",
                    "{\"new\":1}",
                    "{\"new\":-1.5e300,\"newer\":[{},[true,false,null]]}",
                    "{\"new\":{\"sid\":\"x\",\"meta\":1,\"interactions\":{}}}",
                    "{\"new\":1,\"new\":2}",
                    "{\"\":1}",
                    "{\"SID\":\"x\"}"
                })
        void areNullAndUnknownFieldsOfAnItem(String item) throws UndecodableException {
            assertThat(decode(page(item)).items()).containsExactly(Interaction.empty());
        }

        @ParameterizedTest
        @ValueSource(strings = {"1", "\"x\"", "null", "{}", "[]", "{\"interactions\":[1],\"meta\":2}", "[[],{}]"})
        void areUnknownMembersOfThePage(String value) throws UndecodableException {
            String json =
                    "{\"a\":" + value + "," + META + ",\"b\":" + value + ",\"interactions\":[],\"a\":" + value + "}";

            assertThat(decode(json).items()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"\"1\"", "1.5", "null", "true", "[1]", "{\"page\":1}", "9999999999", "-9999999999", "1e3"})
        void areOddNumbersInMeta(String number) throws UndecodableException {
            PageMeta meta = decode("{\"interactions\":[],\"meta\":{\"page\":" + number + ",\"page_size\":" + number
                            + ",\"next_page_url\":null,\"more\":" + number + "}}")
                    .meta();

            assertThat(meta.page()).isNull();
            assertThat(meta.pageSize()).isNull();
        }

        @Test
        void areLargeNumbersInMetaUpToNineCharacters() throws UndecodableException {
            PageMeta meta = decode("{\"interactions\":[],\"meta\":{\"page\":-99999999,\"page_size\":999999999,"
                            + "\"next_page_url\":null}}")
                    .meta();

            assertThat(meta.page()).isEqualTo(-99_999_999);
            assertThat(meta.pageSize()).isEqualTo(999_999_999);
            assertThat(decode("{\"interactions\":[],\"meta\":{\"page\":1000000000,\"next_page_url\":null}}")
                            .meta()
                            .page())
                    .isNull();
        }

        @Test
        void areMissingAndNullMembersOfMeta() throws UndecodableException {
            PageMeta nothing = new PageMeta(null, null, null, null, null, null, null);

            assertThat(decode(page("")).meta()).isEqualTo(nothing);
            assertThat(decode("{\"interactions\":[],\"meta\":{\"key\":null,\"url\":null,\"first_page_url\":null,"
                                    + "\"next_page_url\":null,\"previous_page_url\":null}}")
                            .meta())
                    .isEqualTo(nothing);
        }

        @Test
        void areOddTextsInAnItem() throws UndecodableException {
            assertThat(decode(
                                    page(
                                            "{\"sid\":\"no sid\",\"date_created\":\"no date\",\"url\":\"no url\",\"type\":\"?\"}"))
                            .items())
                    .hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {" ", "\n\t\r ", "\uFEFF", "\uFEFF \n"})
        void areBlanksAndAByteOrderMarkBefore(String before) throws UndecodableException {
            assertThat(decode(before + page("{\"sid\":\"é\"}")).items()).hasSize(1);
        }

        @Test
        void areBlanksAfter() throws UndecodableException {
            assertThat(decode(page("{}") + " \r\n\t ").items()).hasSize(1);
        }
    }

    @Nested
    class Refused {

        static Stream<Arguments> pages() {
            return Stream.of(
                    Arguments.of("", "is empty", true),
                    Arguments.of(" \n", "is empty", true),
                    Arguments.of("\uFEFF", "is empty", true),
                    Arguments.of("[]", "is not an object", false),
                    Arguments.of("null", "is not an object", false),
                    Arguments.of("5", "is not an object", false),
                    Arguments.of("\"x\"", "is not an object", false),
                    Arguments.of("[" + page("") + "]", "is not an object", false),
                    Arguments.of("{}", "has no array 'interactions'", false),
                    Arguments.of("{" + META + "}", "has no array 'interactions'", false),
                    Arguments.of("{" + META + ",\"Interactions\":[]}", "has no array 'interactions'", false),
                    Arguments.of("{" + META + ",\"interactions\":null}", "'interactions' that are not an array", false),
                    Arguments.of("{" + META + ",\"interactions\":{}}", "'interactions' that are not an array", false),
                    Arguments.of("{" + META + ",\"interactions\":\"\"}", "'interactions' that are not an array", false),
                    Arguments.of(
                            "{" + META + ",\"interactions\":[],\"interactions\":[]}", "'interactions' twice", false),
                    Arguments.of(
                            "{" + META + ",\"interactions\":[],\"\\u0069nteractions\":[]}",
                            "'interactions' twice",
                            false),
                    Arguments.of("{\"interactions\":[]}", "has no object 'meta'", false),
                    Arguments.of("{\"interactions\":[],\"meta\":null}", "'meta' that is not an object", false),
                    Arguments.of("{\"interactions\":[],\"meta\":[]}", "'meta' that is not an object", false),
                    Arguments.of("{\"interactions\":[],\"meta\":\"\"}", "'meta' that is not an object", false),
                    Arguments.of("{\"interactions\":[]," + META + "," + META + "}", "has 'meta' twice", false),
                    Arguments.of("{\"interactions\":[],\"meta\":{}}", "has no 'meta.next_page_url'", false),
                    Arguments.of(
                            "{\"interactions\":[],\"meta\":{\"x\":{\"next_page_url\":null}}}",
                            "has no 'meta.next_page_url'",
                            false),
                    Arguments.of(
                            "{\"interactions\":[],\"meta\":{\"next_page_url\":null,\"next_page_url\":\"x\"}}",
                            "has 'meta.next_page_url' twice",
                            false),
                    Arguments.of(
                            "{\"interactions\":[],\"meta\":{\"url\":null,\"url\":null,\"next_page_url\":null}}",
                            "has 'meta.url' twice",
                            false),
                    Arguments.of(page("") + "x", "is not JSON", false),
                    Arguments.of(page("") + "}", "is not JSON", false),
                    Arguments.of(page("") + "]", "is not JSON", false),
                    Arguments.of(page("") + "\u0000", "is not JSON", false),
                    Arguments.of(page("") + " 1", "goes on after its end", false),
                    Arguments.of(page("") + "null", "goes on after its end", false),
                    Arguments.of(page("") + page(""), "goes on after its end", false),
                    Arguments.of(page("") + "\n" + page(""), "goes on after its end", false),
                    Arguments.of("{'meta':1}", "is not JSON", false),
                    Arguments.of("{meta:1}", "is not JSON", false),
                    Arguments.of("{\"a\":1,} ", "is not JSON", false),
                    Arguments.of("{\"a\" 1}", "is not JSON", false),
                    Arguments.of("{\"a\":NaN}", "is not JSON", false),
                    Arguments.of("{\"a\":01}", "is not JSON", false),
                    Arguments.of("{\"a\":+1}", "is not JSON", false),
                    Arguments.of("{\"a\":\"\n\"}", "is not JSON", false),
                    Arguments.of("{\"a\":\"\\x\"}", "is not JSON", false),
                    Arguments.of("{/* */\"a\":1}", "is not JSON", false),
                    Arguments.of("<html></html>", "is not JSON", false),
                    Arguments.of("{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}", "within the limits", false),
                    Arguments.of("{\"a\":" + "9".repeat(2_000) + "}", "within the limits", false));
        }

        @ParameterizedTest
        @MethodSource("pages")
        void arePagesThatCouldLoseData(String json, String problem, boolean cut) {
            UndecodableException refusal = refusal(json);

            assertThat(refusal).hasMessageContaining(problem).hasMessageContaining(", near byte ");
            assertThat(refusal.isCut()).isEqualTo(cut);
            assertThat(refusal.item()).isNull();
            assertThat(refusal.field()).isNull();
        }

        @Test
        void areTextsWithControlCharactersWhereverTheyAre() {
            for (char control = 0; control < ' '; control++) {
                for (int before = 0; before < 20; before++) {
                    String text = "a".repeat(before) + control + "bc";

                    assertThat(refusal(page("{\"sid\":\"" + text + "\",\"type\":\"b\"}")))
                            .hasMessageContaining("is not JSON within the limits at interactions[0].sid");
                }
            }
        }

        /** What is in the text of a member that is not known must not pass for what stands between two. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{'sid':'a','type':'b'},{'sid':'a','new':','type':'b'}",
                    "{'sid':'a','new':'abc','type':'b'},{'sid':'a'abc','type':'b'}",
                    "{'sid':'a','new':'','type':'b'},{'sid':'a'','type':'b'}",
                    "{'sid':'a','new':'abc','type':'b'},{'sid':'a','new':1abc','type':'b'}"
                })
        void areObjectsThatGoOnWithinAText(String items) {
            assertThat(refusal(page(items.replace('\'', '"')))).hasMessageContaining("is not JSON");
        }

        @Test
        void areNamedWithNoFieldButTheOneBeingRead() {
            assertThat(refusal("{" + META + ",\"interactions\":[{").field()).isNull();
            assertThat(refusal(page("{\"sid\":\"a\",nope}")).field()).isNull();
            assertThat(refusal(page("{\"sid\":\"a\",\"session_sid\":5}")).field())
                    .isEqualTo(InteractionField.SESSION_SID);
        }

        /** The first object has none before it, but places in the body. */
        @Test
        void areObjectsThatGoOnAsThePageBegan() {
            String beginning = " {\"interactions\":[{\"sid\":\"";
            String json = beginning + "KI1\"" + beginning + "KI2\"}],\"meta\":{\"next_page_url\":null}}";

            assertThat(refusal(json).item()).isZero();
        }

        /** What stands between two members must not pass for what stands before the first. */
        @Test
        void areObjectsThatBeginAsIfTheyWentOn() {
            String items = "{\"sid\":\"a\",\"type\":\"b\"},{,\"type\":\"b\"}";

            assertThat(refusal(page(items)).item()).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"key", "url", "first_page_url", "next_page_url", "previous_page_url"})
        void areTextsOfMetaOfAnotherType(String name) {
            for (String value : new String[] {"5", "true", "[]", "{}"}) {
                assertThat(refusal("{\"interactions\":[],\"meta\":{\"" + name + "\":" + value + "}}"))
                        .hasMessageContaining("has a field that is neither a text nor null");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"null", "5", "\"x\"", "[]", "true"})
        void areItemsThatAreNotObjects(String item) {
            UndecodableException refusal = refusal(page("{\"sid\":\"a\"},{}," + item));

            assertThat(refusal)
                    .hasMessageContaining("has an interaction that is not an object at interactions[2], near");
            assertThat(refusal.item()).isEqualTo(2);
            assertThat(refusal.field()).isNull();
            assertThat(refusal.isCut()).isFalse();
        }

        @ParameterizedTest
        @EnumSource
        void areFieldsOfAnotherType(InteractionField field) {
            for (String value : new String[] {"5", "1.5", "true", "false", "[]", "{}", "[\"x\"]"}) {
                UndecodableException refusal = refusal(page("{},{\"" + field.wireName() + "\":" + value + "}"));

                assertThat(refusal)
                        .hasMessageContaining("has a field that is neither a text nor null at interactions[1]."
                                + field.wireName() + ", near byte ");
                assertThat(refusal.item()).isEqualTo(1);
                assertThat(refusal.field()).isEqualTo(field);
            }
        }

        @ParameterizedTest
        @EnumSource
        void areFieldsThatComeTwice(InteractionField field) {
            String twice = "{\"NAME\":\"a\",\"new\":1,\"NAME\":null}".replace("NAME", field.wireName());

            UndecodableException refusal = refusal(page(twice));

            assertThat(refusal).hasMessageContaining("has a field twice at interactions[0]." + field.wireName());
            assertThat(refusal.field()).isEqualTo(field);
        }

        @Test
        void areNamedWithTheirByte() {
            String json = page("{\"sid\":\"" + "é".repeat(5_000) + "\",\"type\":5}");
            int at = json.substring(0, json.indexOf(":5}") + 1).getBytes(UTF_8).length;

            String message = refusal(json).getMessage();

            assertThat(Long.parseLong(message.substring(message.lastIndexOf(' ') + 1)))
                    .isBetween(at - 1L, at + 2L);
        }

        @Test
        void dontBlameAnItemForWhatComesAfterIt() {
            UndecodableException refusal = refusal("{\"interactions\":[{\"sid\":\"a\"}],\"meta\":5}");

            assertThat(refusal.item()).isNull();
            assertThat(refusal.field()).isNull();
        }

        @Test
        void dontBlameAFieldForTheNextItem() {
            UndecodableException refusal = refusal(page("{\"url\":\"a\"},5"));

            assertThat(refusal.item()).isEqualTo(1);
            assertThat(refusal.field()).isNull();
        }
    }

    @Nested
    class Encodings {

        @Test
        void otherThanUtf8AreRefused() {
            for (Charset charset :
                    List.of(UTF_16, UTF_16BE, UTF_16LE, Charset.forName("UTF-32BE"), Charset.forName("UTF-32LE"))) {
                UndecodableException refusal = refusal(page("{}").getBytes(charset));
                assertThat(refusal).hasMessageContaining("is not in UTF-8");
                assertThat(refusal.isCut()).isFalse();
            }
        }

        @Test
        void areRefusedWhereLatin1IsMeant() {
            assertThat(refusal(page("{\"data\":\"é\"}").getBytes(ISO_8859_1))).hasMessageContaining("is not in UTF-8");
        }

        @Test
        void areRefusedBehindAByteOrderMark() {
            assertThat(refusal(("\uFEFF\u0000" + page("")).getBytes(UTF_8))).hasMessageContaining("is not in UTF-8");
            assertThat(refusal(("\uFEFF{\u0000" + page("")).getBytes(UTF_8))).hasMessageContaining("is not in UTF-8");
        }

        @Test
        void withHalfAByteOrderMarkAreRefused() {
            byte[] json = page("").getBytes(UTF_8);
            for (byte[] before :
                    new byte[][] {{(byte) 0xEF}, {(byte) 0xEF, (byte) 0xBB}, {(byte) 0xEF, (byte) 0xBB, (byte) 0xBE}}) {
                byte[] body = Arrays.copyOf(before, before.length + json.length);
                System.arraycopy(json, 0, body, before.length, json.length);
                refusal(body);
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2, 3})
        void tooShortForAnyAreRefused(int length) {
            refusal(new byte[length]);
        }
    }

    @Nested
    class Cuts {

        private static final String WHOLE =
                "{\"new\":[true,false,null,-1.5e-3,0],\"interactions\":[{\"sid\":\"KI1\",\"x\":null,"
                        + "\"data\":\"é☃\uD83D\uDE00 \\\" \\u00e9\",\"type\":null},{}],\"meta\":{\"page\":0,\"next_page_url\":null}}";

        @Test
        void areSeenWhereverTheyFall() throws UndecodableException {
            byte[] whole = WHOLE.getBytes(UTF_8);
            assertThat(decode(whole).items()).hasSize(2);

            for (int length = 0; length < whole.length; length++) {
                UndecodableException refusal = refusal(Arrays.copyOf(whole, length));
                assertThat(refusal.isCut())
                        .as("cut after %s", new String(whole, 0, length, UTF_8))
                        .isTrue();
            }
        }

        @Test
        void areNotSeenInABrokenMiddle() {
            assertThat(refusal(WHOLE.replace("true", "trie")).isCut()).isFalse();
            assertThat(refusal(WHOLE.replace("null}}", "nul}}")).isCut()).isFalse();
        }

        @Test
        void nameTheItemTheyFellInto() {
            UndecodableException refusal = refusal("{\"interactions\":[{},{\"data\":\"he");

            assertThat(refusal).hasMessageContaining("ends before its end at interactions[1].data");
            assertThat(refusal.item()).isEqualTo(1);
            assertThat(refusal.field()).isEqualTo(InteractionField.DATA);
        }
    }

    @Nested
    class Memory {

        private static final int PAGES = 20;
        private static final int MIB = 1024 * 1024;

        @Test
        void keepsNoNamesOfPagesThatAreGone() throws UndecodableException {
            long before = used();
            for (int page = 0; page < PAGES; page++) {
                decode(pageOfLongNames(page));
            }

            assertThat(used() - before).isLessThan(20L * MIB);
        }

        @Test
        void refusesAPageOfMillionsOfEmptyInteractions() throws UndecodableException {
            assertThat(decode(page("{}" + ",{}".repeat(999_999))).items()).hasSize(1_000_000);

            UndecodableException refusal = refusal(page("{}" + ",{}".repeat(1_000_000)));

            assertThat(refusal).hasMessageContaining("more interactions than its size allows");
            assertThat(refusal.item()).isEqualTo(1_000_000);
        }

        private static String pageOfLongNames(int page) {
            String name = "n".repeat(40_000);
            String members = IntStream.range(0, 50)
                    .mapToObj(member -> ",\"" + page + "-" + member + name + "\":0")
                    .collect(Collectors.joining());
            return "{" + META + ",\"interactions\":[]" + members + "}";
        }

        private static long used() {
            System.gc();
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
    }

    @Nested
    class Messages {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "SECRET",
                    "\"SECRET",
                    "{SECRET:1}",
                    "{\"SECRET\":SECRET}",
                    "{\"SECRET\" 1}",
                    "{\"interactions\":\"SECRET\"}",
                    "{\"interactions\":[SECRET]}",
                    "{\"interactions\":[\"SECRET\"]}",
                    "{\"interactions\":[{\"data\":SECRET}]}",
                    "{\"interactions\":[{\"data\":\"SECRET",
                    "{\"interactions\":[{\"data\":[\"SECRET\"]}]}",
                    "{\"interactions\":[{\"data\":\"SECRET\" \"SECRET\"}]}",
                    "{\"interactions\":[{\"data\":\"SECRET\\q\"}]}",
                    "{\"interactions\":[{\"data\":\"SECRET\",\"data\":\"SECRET\"}]}",
                    "{\"meta\":{\"url\":[\"SECRET\"]}}",
                    "{\"meta\":\"SECRET\"}",
                    "{\"interactions\":[]}SECRET"
                })
        void neverHoldContent(String template) {
            UndecodableException refusal = refusal(template.replace("SECRET", SECRET));

            assertThat(refusal.toString())
                    .doesNotContain(SECRET.substring(0, 5))
                    .doesNotContain("\n");
            assertThat(refusal.getCause()).isNull();
            assertThat(refusal.getSuppressed()).isEmpty();
        }
    }
}

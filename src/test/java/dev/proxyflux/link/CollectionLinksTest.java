package dev.proxyflux.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proxyflux.error.UnsafeLinkException;
import dev.proxyflux.error.UnsafeLinkException.Reason;
import dev.proxyflux.model.SessionKey;
import dev.proxyflux.text.SecretMask;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CollectionLinksTest {

    private static final String DIGITS = "0123456789abcdefABCDEF0123456789";
    private static final SessionKey SESSION = new SessionKey("KS" + DIGITS, "KC" + DIGITS);
    private static final String PATH = "/v1/Services/KS" + DIGITS + "/Sessions/KC" + DIGITS + "/Interactions";
    private static final String SECRET = "hunter2-hunter2";
    private static final SecretMask MASK = SecretMask.of("AC1", SECRET);
    private static final int MAX = 8_192;

    private static CollectionLinks links(String base, boolean rebase) {
        return new CollectionLinks(BaseUrl.parse(base), SESSION, new LinkRules(MAX, rebase), MASK);
    }

    private static final CollectionLinks LINKS = links("https://proxy.example", false);

    private static UnsafeLinkException refusal(CollectionLinks links, String link) {
        UnsafeLinkException refusal = catchThrowableOfType(UnsafeLinkException.class, () -> links.check(link));
        assertThat(refusal).as(link).isNotNull();
        assertThat(refusal.resumeAt()).isNull();
        assertThat(refusal.isTransient()).isFalse();
        assertThat(refusal.getMessage())
                .startsWith("link '")
                .endsWith("; it is not followed")
                .doesNotContain("\n", "\r");
        return refusal;
    }

    @Nested
    class FirstPage {

        @Test
        void isTheCollectionWithAPageSize() {
            assertThat(LINKS.firstPage(50)).isEqualTo("https://proxy.example" + PATH + "?PageSize=50");
            assertThat(links("http://localhost:8080/gate/", false).firstPage(1000))
                    .isEqualTo("http://localhost:8080/gate" + PATH + "?PageSize=1000");
        }

        @Test
        void passesTheCheck() {
            for (String base : new String[] {"https://a.example:8443/x", "http://[::1]:9", "http://a.example:80"}) {
                CollectionLinks links = links(base, false);
                assertThat(links.check(links.firstPage(7))).isEqualTo(links.firstPage(7));
            }
        }
    }

    @Nested
    class Followed {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "?",
                    "?PageSize=50&Page=1&PageToken=PAKI0123",
                    "?PageToken=a%2Bb%3D+c=&&x",
                    "?PageToken=%zz%",
                    "?a=/../..//@b.example:80",
                    "?a=https://b.example/",
                    "?a=?b=?",
                    "?a=\\\"<>^`{|}~!$'()*,;:@[]"
                })
        void isTheCollectionWithAnyQueryByteForByte(String query) {
            assertThat(LINKS.check("https://proxy.example" + PATH + query))
                    .isEqualTo("https://proxy.example" + PATH + query);
        }

        @Test
        void isAnyPrintableQueryByteForByte() {
            Random random = new Random(2);
            for (int round = 0; round < 5_000; round++) {
                StringBuilder query = new StringBuilder("?");
                random.ints(random.nextInt(60), '!', 0x7F)
                        .filter(character -> character != '#')
                        .forEach(query::appendCodePoint);
                String link = "https://proxy.example" + PATH + query;
                assertThat(LINKS.check(link)).isEqualTo(link);
                assertThat(LINKS.check(link + "#" + query)).isEqualTo(link);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://proxy.example:443",
                    "HTTPS://proxy.example",
                    "https://PROXY.Example",
                    "https://proxy.example:0443"
                })
        void isTheSameOriginHoweverWritten(String origin) {
            assertThat(LINKS.check(origin + PATH + "?x")).isEqualTo("https://proxy.example" + PATH + "?x");
        }

        @ParameterizedTest
        @ValueSource(strings = {"#", "#x", "?a#x", "?a#?b#c"})
        void loosesItsFragment(String tail) {
            assertThat(LINKS.check("https://proxy.example" + PATH + tail))
                    .isEqualTo("https://proxy.example" + PATH + tail.substring(0, tail.indexOf('#')));
        }

        @Test
        void isOnTheBasesPortAndPath() {
            String origin = "http://[::1]:8080";
            CollectionLinks links = links(origin + "/gate", false);

            assertThat(links.check(origin + "/gate" + PATH + "?x")).isEqualTo(origin + "/gate" + PATH + "?x");
            assertThat(refusal(links, origin + PATH).reason()).isEqualTo(Reason.FOREIGN_PATH);
            assertThat(refusal(links, "http://[::1]/gate" + PATH).reason()).isEqualTo(Reason.FOREIGN_ORIGIN);
            assertThat(refusal(links, "http://[::1]:80801/gate" + PATH).reason())
                    .isEqualTo(Reason.FOREIGN_ORIGIN);
            assertThat(refusal(links, "http://[::2]:8080/gate" + PATH).reason()).isEqualTo(Reason.FOREIGN_ORIGIN);
        }

        @Test
        void isNoLongerThanTheRulesSay() {
            String head = "https://proxy.example" + PATH + "?";
            String longest = head + "x".repeat(MAX - head.length());

            assertThat(LINKS.check(longest)).isEqualTo(longest);
            assertThat(refusal(LINKS, longest + "x"))
                    .hasMessageContaining("is longer than 8192 characters")
                    .extracting(UnsafeLinkException::reason)
                    .isEqualTo(Reason.TOO_LONG);
        }
    }

    @Nested
    class Attacks {

        /** PATH stands for the collection's own path, SERVICE and SESSION for its SIDs. */
        @ParameterizedTest
        @CsvSource(
                delimiter = ' ',
                value = {
                    "http://proxy.examplePATH FOREIGN_ORIGIN",
                    "http://proxy.example:443PATH FOREIGN_ORIGIN",
                    "ftp://proxy.examplePATH FOREIGN_ORIGIN",
                    "httpss://proxy.examplePATH FOREIGN_ORIGIN",
                    "https+x://proxy.examplePATH FOREIGN_ORIGIN",
                    "https://evil.examplePATH FOREIGN_ORIGIN",
                    "https://proxy.example.evil.examplePATH FOREIGN_ORIGIN",
                    "https://evil-proxy.examplePATH FOREIGN_ORIGIN",
                    "https://evil.proxy.examplePATH FOREIGN_ORIGIN",
                    "https://example PATHLESS_FOREIGN_ORIGIN",
                    "https://proxy.exampleevilPATH FOREIGN_ORIGIN",
                    "https://proxy.example.PATH FOREIGN_ORIGIN",
                    "https://proxy.example:444PATH FOREIGN_ORIGIN",
                    "https://proxy.example:80PATH FOREIGN_ORIGIN",
                    "https://proxy.example:0PATH FOREIGN_ORIGIN",
                    "https://proxy.example:65979PATH FOREIGN_ORIGIN",
                    "https://proxy.example:4294967739PATH FOREIGN_ORIGIN",
                    "https://proxy.example:PATH FOREIGN_ORIGIN",
                    "https://proxy.example:443:443PATH FOREIGN_ORIGIN",
                    "https://proxy.example:+443PATH FOREIGN_ORIGIN",
                    "https://proxy.example:-443PATH FOREIGN_ORIGIN",
                    "https://proxy.example:443xPATH FOREIGN_ORIGIN",
                    "https://proxy.example:443@evil.examplePATH FOREIGN_ORIGIN",
                    "https://user@proxy.examplePATH FOREIGN_ORIGIN",
                    "https://user:pw@proxy.examplePATH FOREIGN_ORIGIN",
                    "https://@proxy.examplePATH FOREIGN_ORIGIN",
                    "https://proxy.example@evil.examplePATH FOREIGN_ORIGIN",
                    "https://evil.example@proxy.examplePATH FOREIGN_ORIGIN",
                    "https://evil.example\\@proxy.examplePATH FOREIGN_ORIGIN",
                    "https://evil.example\\.proxy.examplePATH FOREIGN_ORIGIN",
                    "https://proxy.example\\PATH FOREIGN_ORIGIN",
                    "https://proxy.example\\.evil.examplePATH FOREIGN_ORIGIN",
                    "https://evil.example,proxy.examplePATH FOREIGN_ORIGIN",
                    "https://proxy.example;evil.examplePATH FOREIGN_ORIGIN",
                    "https://proxy%2eexamplePATH FOREIGN_ORIGIN",
                    "https://%70roxy.examplePATH FOREIGN_ORIGIN",
                    "https://proxy.example%2f.evil.examplePATH FOREIGN_ORIGIN",
                    "https://proxy.example%00.evil.examplePATH FOREIGN_ORIGIN",
                    "https://proxy.example%40evil.examplePATH FOREIGN_ORIGIN",
                    "https://[proxy.example]PATH FOREIGN_ORIGIN",
                    "https://[::1]PATH FOREIGN_ORIGIN",
                    "https://127.0.0.1PATH FOREIGN_ORIGIN",
                    "https:///PATH FOREIGN_ORIGIN",
                    "https://?https://proxy.examplePATH FOREIGN_ORIGIN",
                    "https://#https://proxy.examplePATH FOREIGN_ORIGIN",
                    "https://evil.example/https://proxy.examplePATH FOREIGN_ORIGIN",
                    "https://evil.example?https://proxy.examplePATH FOREIGN_ORIGIN",
                    "https://evil.example#https://proxy.examplePATH FOREIGN_ORIGIN",
                    "https:/proxy.examplePATH MALFORMED",
                    "https:proxy.examplePATH MALFORMED",
                    "https:PATH MALFORMED",
                    "https:\\\\proxy.examplePATH MALFORMED",
                    "//proxy.examplePATH MALFORMED",
                    "\\\\proxy.examplePATH MALFORMED",
                    "://proxy.examplePATH MALFORMED",
                    "1https://proxy.examplePATH MALFORMED",
                    "proxy.examplePATH MALFORMED",
                    "PATH MALFORMED",
                    "?PageToken=x MALFORMED",
                    "'' MALFORMED",
                    "javascript:alert(1) MALFORMED",
                    "https://proxy.example FOREIGN_PATH",
                    "https://proxy.example/ FOREIGN_PATH",
                    "https://proxy.example?PATH FOREIGN_PATH",
                    "https://proxy.example#PATH FOREIGN_PATH",
                    "https://proxy.examplePATH/ FOREIGN_PATH",
                    "https://proxy.examplePATH/KI1 FOREIGN_PATH",
                    "https://proxy.examplePATH.json FOREIGN_PATH",
                    "https://proxy.examplePATH; FOREIGN_PATH",
                    "https://proxy.examplePATH%20 FOREIGN_PATH",
                    "https://proxy.examplePATH%3Fx FOREIGN_PATH",
                    "https://proxy.examplePATH/. FOREIGN_PATH",
                    "https://proxy.examplePATH/../Interactions FOREIGN_PATH",
                    "https://proxy.example/.PATH FOREIGN_PATH",
                    "https://proxy.example//PATH FOREIGN_PATH",
                    "https://proxy.example/PATH FOREIGN_PATH",
                    "https://proxy.example/xPATH FOREIGN_PATH",
                    "https://proxy.example/V1/Services/SERVICE/Sessions/SESSION/Interactions FOREIGN_PATH",
                    "https://proxy.example/v1/Services/SERVICE/Sessions/SESSION/interactions FOREIGN_PATH",
                    "https://proxy.example/v1/Services/SERVICE/Sessions/SESSION/Interaction%73 FOREIGN_PATH",
                    "https://proxy.example/v1/Services/SERVICE/Sessions/SESSION/Participants FOREIGN_PATH",
                    "https://proxy.example/v1/Services/SERVICE/Sessions FOREIGN_PATH",
                    "https://proxy.example/v1/Services/SERVICE FOREIGN_PATH",
                    "https://proxy.example/v1/Services/SESSION/Sessions/SERVICE/Interactions FOREIGN_PATH",
                    "https://proxy.example/v1/Services/SERVICE/Sessions/KC00000000000000000000000000000000/Interactions FOREIGN_PATH",
                    "https://proxy.example/v2/Services/SERVICE/Sessions/SESSION/Interactions FOREIGN_PATH",
                    "https://proxy.example\\v1\\Services\\SERVICE\\Sessions\\SESSION\\Interactions FOREIGN_ORIGIN"
                })
        void areRefused(String template, String reason) {
            String link = template.replace("PATH", PATH)
                    .replace("SERVICE", SESSION.serviceSid())
                    .replace("SESSION", SESSION.sessionSid());

            assertThat(refusal(LINKS, link).reason()).isEqualTo(Reason.valueOf(reason.replace("PATHLESS_", "")));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\u0000",
                    "\t",
                    "\n",
                    "\r\n",
                    " ",
                    "\u007F",
                    "\u0080",
                    "\u00A0",
                    "é",
                    "\u2028",
                    "\uFF0F",
                    "\uFEFF",
                    "\u3002",
                    "\uD83D\uDE00"
                })
        void withOtherCharactersAreMalformedWhereverTheyStand(String odd) {
            String link = "https://proxy.example" + PATH + "?a#b";
            for (int at = 0; at <= link.length(); at++) {
                String attack = link.substring(0, at) + odd + link.substring(at);
                assertThat(refusal(LINKS, attack).reason()).isEqualTo(Reason.MALFORMED);
            }
        }

        @Test
        void withTheSecretAreRefusedAndNotPrinted() {
            UnsafeLinkException refusal = refusal(LINKS, "https://proxy.example" + PATH + "?x=" + SECRET);

            assertThat(refusal.reason()).isEqualTo(Reason.CARRIES_SECRET);
            assertThat(refusal.getMessage()).doesNotContain(SECRET).contains("?x=***'");
            assertThat(refusal(LINKS, "https://" + SECRET + ".evil.example/").getMessage())
                    .doesNotContain(SECRET);
        }

        @Test
        void arePrintedBounded() {
            assertThat(refusal(LINKS, "https://evil.example/" + "x".repeat(8_000))
                            .getMessage())
                    .hasSizeLessThan(450);
        }

        @Test
        void sayWhereTheyLead() {
            assertThat(refusal(LINKS, "https://evil.example" + PATH))
                    .hasMessageContaining("leads away from https://proxy.example;");
            assertThat(refusal(LINKS, "https://proxy.example/"))
                    .hasMessageContaining("leads away from the session's list, " + PATH);
            assertThat(refusal(LINKS, "x")).hasMessageContaining("is not an absolute URL");
            assertThat(refusal(LINKS, "é")).hasMessageContaining("characters other than printable ASCII");
        }
    }

    @Nested
    class Rebased {

        private static final CollectionLinks GATEWAY = links("http://localhost:8080/gate", true);
        private static final String OWN = "http://localhost:8080/gate" + PATH;

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://proxy.twilio.com",
                    "http://evil.example:99",
                    "https://user:pw@evil.example",
                    "https://evil%2eexample\\x",
                    "https://",
                    "ftp://x/gate",
                    "https://proxy.twilio.com/gate",
                    "",
                    "/gate"
                })
        void giveTheirPathAndQueryAlone(String before) {
            assertThat(GATEWAY.check(before + PATH + "?PageToken=a%2B#f")).isEqualTo(OWN + "?PageToken=a%2B");
            assertThat(GATEWAY.check(before + PATH)).isEqualTo(OWN);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://proxy.twilio.com/",
                    "https://proxy.twilio.com/v1",
                    "https://proxy.twilio.com/other",
                    "https://proxy.twilio.com/gate/gate",
                    "/",
                    "/gate",
                    "//evil.example"
                })
        void mustStillBeTheSessionsList(String link) {
            assertThat(refusal(GATEWAY, link).reason()).isEqualTo(Reason.FOREIGN_PATH);
            assertThat(refusal(GATEWAY, "https://proxy.twilio.com" + PATH + "x").reason())
                    .isEqualTo(Reason.FOREIGN_PATH);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "?PageToken=x", "v1", "https:/x", "\\"})
        void mustHaveAPath(String link) {
            assertThat(refusal(GATEWAY, link).reason()).isEqualTo(Reason.MALFORMED);
        }

        @Test
        void areBoundByTheOtherRules() {
            assertThat(refusal(GATEWAY, PATH + "?" + "x".repeat(MAX)).reason()).isEqualTo(Reason.TOO_LONG);
            assertThat(refusal(GATEWAY, PATH + "?é").reason()).isEqualTo(Reason.MALFORMED);
            assertThat(refusal(GATEWAY, PATH + "?" + SECRET).reason()).isEqualTo(Reason.CARRIES_SECRET);
        }

        @Test
        void areNotWithoutTheOption() {
            CollectionLinks links = links("http://localhost:8080/gate", false);

            assertThat(refusal(links, "https://proxy.twilio.com" + PATH).reason())
                    .isEqualTo(Reason.FOREIGN_ORIGIN);
            assertThat(refusal(links, PATH).reason()).isEqualTo(Reason.MALFORMED);
        }
    }
}

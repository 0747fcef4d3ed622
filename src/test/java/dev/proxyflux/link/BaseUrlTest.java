package dev.proxyflux.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {

    @Nested
    class Accepted {

        @ParameterizedTest
        @CsvSource(
                nullValues = "-",
                value = {
                    "https://proxy.twilio.com, https, proxy.twilio.com, 443, ''",
                    "https://proxy.twilio.com/, https, proxy.twilio.com, 443, ''",
                    "https://proxy.twilio.com//, https, proxy.twilio.com, 443, ''",
                    "https://proxy.twilio.com:, https, proxy.twilio.com, 443, ''",
                    "HTTPS://Proxy.TWILIO.com:443, https, proxy.twilio.com, 443, ''",
                    "https://a.example:1, https, a.example, 1, ''",
                    "https://a.example:65535, https, a.example, 65535, ''",
                    "https://a.example:0443, https, a.example, 443, ''",
                    "http://a.example, http, a.example, 80, ''",
                    "http://a.example:443, http, a.example, 443, ''",
                    "https://a.example/x/Y%2F, https, a.example, 443, /x/Y%2F",
                    "https://a.example/x/y//, https, a.example, 443, /x/y",
                    "http://[::1]:8080/p, http, [::1], 8080, /p",
                    "http://[2001:DB8::A], http, [2001:db8::a], 80, ''",
                    "http://127.0.0.1:9, http, 127.0.0.1, 9, ''",
                    "http://localhost, http, localhost, 80, ''"
                })
        void haveTheirParts(String text, String scheme, String host, int port, String path) {
            assertThat(BaseUrl.parse(text)).isEqualTo(new BaseUrl(scheme, host, port, path));
        }

        @ParameterizedTest
        @CsvSource({
            "https://A.example:443/x/, https://a.example, https://a.example/x, true",
            "https://a.example:80, https://a.example:80, https://a.example:80, true",
            "http://a.example:80, http://a.example, http://a.example, false",
            "http://a.example:443/, http://a.example:443, http://a.example:443, false",
            "http://[::1]:81/x, http://[::1]:81, http://[::1]:81/x, false"
        })
        void haveAnOrigin(String text, String origin, String printed, boolean secure) {
            assertThat(BaseUrl.parse(text).origin()).isEqualTo(origin);
            assertThat(BaseUrl.parse(text)).hasToString(printed);
            assertThat(BaseUrl.parse(text).isSecure()).isEqualTo(secure);
        }
    }

    @Nested
    class Refused {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "proxy.twilio.com",
                    "//proxy.twilio.com",
                    "/v1",
                    "https:",
                    "https:/proxy.twilio.com",
                    "https:proxy.twilio.com",
                    "https://",
                    "https:///v1",
                    "https://:443",
                    "ftp://a.example",
                    "file:///etc",
                    "ws://a.example",
                    "httpss://a.example",
                    "javascript://a.example",
                    "https://a.example:0",
                    "https://a.example:65536",
                    "https://a.example:99999999999",
                    "https://a.example:-1",
                    "https://a.example:+443",
                    "https://a.example:x",
                    "https://a.example:44 3",
                    "https://a.example?x",
                    "https://a.example/?",
                    "https://a.example#",
                    "https://a.example/#x",
                    "https://user@a.example",
                    "https://user:pw@a.example",
                    "https://@a.example",
                    "https://a.example@b.example",
                    "https://a example",
                    "https://a.example ",
                    " https://a.example",
                    "https://a.example\n",
                    "https://a.example/\u0000",
                    "https://a.example/\u007F",
                    "https://ä.example",
                    "https://a\\b.example",
                    "https://a.example\\@b.example",
                    "https://a%2eexample",
                    "https://a_b.example",
                    "https://-a.example",
                    "https://a..example",
                    "https://[::1",
                    "https://[::g]",
                    "https://::1",
                    "http://0x7f.1",
                    "http://127.1",
                    "http://127.0.0.256",
                    "http://127.0.0.1.",
                    "https://a.example/%zz",
                    "https://a.example/{x}"
                })
        void areOtherTexts(String text) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> BaseUrl.parse(text))
                    .withMessageStartingWith("base URL '")
                    .withMessageContaining("is not an http or https URL with a host, a port of 1 to 65535 or none")
                    .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("\n"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://AC1:hunter2@a.example",
                    "https://AC1:hunter2@",
                    "https://AC1:hun\nter2@a.example",
                    "https://AC1:hunter2\n@a.example",
                    "https:/AC1:hunter2@a.example",
                    "https:AC1:hunter2@a.example",
                    "AC1:hunter2@a.example",
                    "//AC1:hunter2@a.example",
                    "https://x@AC1:hunter2@a.example"
                })
        void showNoPasswordThatWasPastedIn(String text) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> BaseUrl.parse(text))
                    .satisfies(refusal -> {
                        assertThat(refusal.getMessage())
                                .doesNotContain("hun", "ter2")
                                .contains("***@");
                        for (Throwable cause = refusal.getCause(); cause != null; cause = cause.getCause()) {
                            assertThat(cause.toString()).doesNotContain("hun", "ter2");
                        }
                    });
        }

        @Test
        void areShownInTheMessage() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> BaseUrl.parse("ftp://a.example:21/x"))
                    .withMessageContaining("'ftp://a.example:21/x'");
        }
    }

    @Nested
    class Loopback {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://localhost",
                    "http://LOCALHOST:8080",
                    "http://LocalHost/x",
                    "http://127.0.0.1",
                    "http://127.1.2.3:1",
                    "http://127.255.255.255",
                    "http://[::1]",
                    "http://[::1]:8080",
                    "http://[0:0:0:0:0:0:0:1]",
                    "http://[0000:0000:0000:0000:0000:0000:0000:0001]",
                    "http://[0::1]",
                    "http://[::0:1]"
                })
        void isThisMachine(String text) {
            assertThat(BaseUrl.parse(text).isLoopback()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://127.0.0.1.evil.com",
                    "http://localhost.evil.com",
                    "http://evil.localhost",
                    "http://localhost.",
                    "http://localhosts",
                    "http://xlocalhost",
                    "http://evil.com/localhost",
                    "http://0.0.0.0",
                    "http://0x7f000001",
                    "http://2130706433",
                    "http://126.0.0.1",
                    "http://128.0.0.1",
                    "http://1.127.0.0",
                    "http://10.0.0.1",
                    "http://169.254.169.254",
                    "http://[::]",
                    "http://[::2]",
                    "http://[::11]",
                    "http://[1::1]",
                    "http://[::1:1]",
                    "http://[::ffff:127.0.0.1]",
                    "http://[::127.0.0.1]",
                    "http://[fe80::1]",
                    "http://[2001:db8::1]",
                    "https://proxy.twilio.com"
                })
        void isNotAnotherOne(String text) {
            assertThat(BaseUrl.parse(text).isLoopback()).isFalse();
        }
    }
}

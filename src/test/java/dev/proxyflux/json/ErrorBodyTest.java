package dev.proxyflux.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBodyTest {

    private static final ErrorBody NOTHING = new ErrorBody(null, null, null);

    private static ErrorBody read(String body) {
        byte[] bytes = body.getBytes(UTF_8);
        return ErrorBody.read(bytes, bytes.length);
    }

    @Nested
    class Shapes {

        @Test
        void areTheUsualOne() {
            assertThat(read(
                            "{\"code\":20404,\"message\":\"not found\",\"more_info\":\"https://a.example\",\"status\":404,"
                                    + "\"details\":{\"code\":1,\"message\":\"x\"}}"))
                    .isEqualTo(new ErrorBody(20404, "not found", "https://a.example"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32"})
        void areInAnyEncodingOfJsonWithAMarkOrWithout(String encoding) {
            for (String mark : List.of("", "\uFEFF")) {
                byte[] body = (mark + "{\"code\":20404,\"message\":\"n\u00f6\"}").getBytes(Charset.forName(encoding));

                assertThat(ErrorBody.read(body, body.length)).isEqualTo(new ErrorBody(20404, "n\u00f6", null));
            }
        }

        @Test
        void areProblemDetails() {
            assertThat(read(
                            "{\"type\":\"https://a.example/t\",\"title\":\"Bad\",\"status\":400,\"detail\":\"no token\","
                                    + "\"instance\":\"/x\",\"code\":20001}"))
                    .isEqualTo(new ErrorBody(20001, "Bad: no token", "https://a.example/t"));
        }

        @Test
        void areProblemDetailsInPart() {
            assertThat(read("{\"title\":\"Bad\"}").text()).isEqualTo("Bad");
            assertThat(read("{\"detail\":\"no token\"}").text()).isEqualTo("no token");
            assertThat(read("{\"message\":\"m\",\"title\":\"t\",\"detail\":\"d\"}")
                            .text())
                    .isEqualTo("m");
        }

        @Test
        void areAListOfErrorsOfWhichTheFirstCounts() {
            assertThat(
                            read(
                                    "{\"errors\":[{\"code\":1,\"message\":\"a\",\"more_info\":\"i\"},{\"code\":2,\"message\":\"b\"}]}"))
                    .isEqualTo(new ErrorBody(1, "a", "i"));
            assertThat(read("{\"errors\":[5,null,[{\"code\":7}],{\"code\":1}],\"code\":2}")
                            .code())
                    .isEqualTo(1);
            assertThat(read("{\"errors\":[],\"code\":2}").code()).isEqualTo(2);
            assertThat(read("{\"other\":[{\"code\":1}],\"code\":2}").code()).isEqualTo(2);
            assertThat(read("{\"errors\":{\"code\":1},\"code\":2}").code()).isEqualTo(2);
        }

        @Test
        void countTheFirstOfEachName() {
            assertThat(
                            read(
                                    "{\"code\":1,\"code\":2,\"message\":\"a\",\"message\":\"b\",\"more_info\":\"c\",\"type\":\"d\"}"))
                    .isEqualTo(new ErrorBody(1, "a", "c"));
            assertThat(read("{\"title\":\"a\",\"title\":\"b\",\"detail\":\"c\",\"detail\":\"d\"}")
                            .text())
                    .isEqualTo("a: c");
        }
    }

    @Nested
    class Codes {

        @ParameterizedTest
        @CsvSource({"0,0", "20404,20404", "\"20404\",20404", "999999999,999999999", "\"007\",7"})
        void areWholeNumbersOrTheirTexts(String code, int expected) {
            assertThat(read("{\"code\":" + code + "}").code()).isEqualTo(expected);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "null",
                    "-1",
                    "1.0",
                    "1e3",
                    "true",
                    "[1]",
                    "{}",
                    "\"\"",
                    "\"x\"",
                    "\" 1\"",
                    "1000000000",
                    "99999999999999999999"
                })
        void areNullWhereTheyAreAnythingElse(String code) {
            assertThat(read("{\"code\":" + code + ",\"message\":\"m\"}")).isEqualTo(new ErrorBody(null, "m", null));
        }
    }

    @Nested
    class Nonsense {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "<html><body>503</body></html>",
                    "null",
                    "5",
                    "\"message\"",
                    "[]",
                    "[{\"code\":1}]",
                    "{",
                    "{}",
                    "{\"errors\":5}",
                    "{\"message\":null}",
                    "{\"message\":{\"message\":\"x\"}}",
                    "upstream connect error",
                    "\u0000\u0001",
                    "{\"Message\":\"x\"}"
                })
        void saysNothing(String body) {
            assertThat(read(body)).isEqualTo(NOTHING);
        }

        @Test
        void isReadUpToWhereItWasCut() {
            byte[] body = "{\"code\":20404,\"message\":\"not found\",\"more_info\":\"x\"}".getBytes(UTF_8);
            for (int length = 0; length < body.length; length++) {
                ErrorBody read = ErrorBody.read(body, length);
                assertThat(read.code()).isIn(null, 20404);
                assertThat(read.text()).isIn(null, "not found");
            }
            assertThat(read("{\"code\":20404,\"message\":\"not fou")).isEqualTo(new ErrorBody(20404, null, null));
            assertThat(read("{\"errors\":[{\"code\":1,\"message\":\"a\"},{\"co"))
                    .isEqualTo(new ErrorBody(1, "a", null));
            assertThat(read("{\"errors\":[")).isEqualTo(NOTHING);
        }

        @Test
        void isReadWhereItIsHuge() {
            String message = "m".repeat(1_000_000);

            assertThat(read("{\"message\":\"" + message + "\",\"code\":1}")).isEqualTo(new ErrorBody(1, message, null));
        }

        @Test
        void isReadUpToWhereItIsTooDeep() {
            assertThat(read("{\"code\":1,\"x\":" + "[".repeat(100_000))).isEqualTo(new ErrorBody(1, null, null));
            assertThat(read("{\"code\":1,\"x\":1,\"errors\":[" + "{\"errors\":[".repeat(100_000)))
                    .isEqualTo(new ErrorBody(1, null, null));
        }

        @Test
        void neverThrows() {
            Random random = new Random(9);
            byte[] body = "{\"code\":\"20404\",\"errors\":[{\"code\":1,\"message\":\"é\"},[]],\"title\":\"t\"}"
                    .getBytes(UTF_8);
            for (int round = 0; round < 20_000; round++) {
                byte[] changed = body.clone();
                for (int change = 0; change < 3; change++) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt();
                }
                assertThatCode(() -> ErrorBody.read(changed, changed.length)).doesNotThrowAnyException();
            }
        }
    }
}

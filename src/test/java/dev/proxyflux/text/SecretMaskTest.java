package dev.proxyflux.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskTest {

    private static final String USER = "AC0123456789abcdef0123456789abcdef";
    /** Its Base64 needs padding, its percent-encoding differs from itself. */
    private static final String SECRET = "p+ss/wörd ☃!";

    private static final SecretMask MASK = SecretMask.of(USER, SECRET);

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    static final List<String> FORMS = List.of(
            SECRET,
            base64(SECRET),
            base64(SECRET).replace("=", ""),
            base64(USER + ":" + SECRET),
            base64(USER + ":" + SECRET).replace("=", ""),
            URLEncoder.encode(SECRET, UTF_8),
            URLEncoder.encode(SECRET, UTF_8).replace("+", "%20"));

    @Nested
    class Printing {

        static final List<String> FORMS = SecretMaskTest.FORMS;

        @ParameterizedTest
        @FieldSource("FORMS")
        void masksEachForm(String form) {
            assertThat(MASK.print("before " + form + " after")).isEqualTo("before *** after");
        }

        @ParameterizedTest
        @FieldSource("FORMS")
        void masksEveryOccurrence(String form) {
            assertThat(MASK.print(form + "," + form + form)).isEqualTo("***,******");
        }

        @ParameterizedTest
        @FieldSource("FORMS")
        void showsNoFormWithoutItsEndWhereALongTextIsCut(String form) {
            String wide = form.substring(0, 1) + " ".repeat(60_000) + form.substring(1);
            for (int cut = 1; cut < form.length(); cut++) {
                String filler = " ".repeat(64 * 1024 - wide.length() - cut);

                String printed = MASK.print(wide.replaceFirst(" ", filler + " ") + form);

                assertThat(printed).matches("(\\*{3})+");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"\uFE0F", "\u034F", "\u180B", "\u3164", "\u115F", "\u2800"})
        void masksWhatIsSplitByCharactersThatShowNothing(String gap) {
            assertThat(MASK.print(String.join(gap, base64(SECRET).split("")))).isEqualTo("***");
        }

        @ParameterizedTest
        @FieldSource("FORMS")
        void masksBeforeItCuts(String form) {
            for (int before = 250; before < 310; before++) {
                String printed = MASK.print("x".repeat(before) + form + "y".repeat(50));
                assertThat(printed).hasSizeLessThanOrEqualTo(300).doesNotContain(form.substring(0, 3));
            }
        }

        @ParameterizedTest
        @FieldSource("FORMS")
        void masksWhatControlCharactersSplit(String form) {
            for (String splitter : List.of("\n", "\r\n ", "\u0000", "\u200B", "\u00AD\u2028", "\uD800")) {
                for (int at = 1; at < form.length(); at++) {
                    String split = form.substring(0, at) + splitter.strip() + form.substring(at);
                    assertThat(MASK.print("a " + split + " b"))
                            .as("split at %s", at)
                            .isEqualTo("a *** b");
                }
            }
        }

        @ParameterizedTest
        @FieldSource("FORMS")
        void masksWhatIsSplitEverywhere(String form) {
            String split = String.join("\u0007\u0007", form.split(""));

            assertThat(MASK.print(split)).isEqualTo("***");
        }

        @Test
        void masksASecretWhoseBlankCameAsAControlCharacter() {
            assertThat(SecretMask.of("AC", "two words").print("a two\twords b")).isEqualTo("a *** b");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "*", "**", "***", "=", "==", "\\E", "$1", ".*", "[", "a="})
        void masksSecretsOfAnyKind(String secret) {
            String printed = SecretMask.of("AC", secret).print("-" + secret + "-");

            assertThat(printed).matches("-\\*+-");
        }

        @Test
        void leavesOtherTextAsItIs() {
            assertThat(MASK.print("HTTP 404 for " + USER)).isEqualTo("HTTP 404 for " + USER);
            assertThat(MASK.print("")).isEmpty();
        }

        @Test
        void makesOneBoundedLine() {
            assertThat(MASK.print("a\r\nb\n")).isEqualTo("a  b");
            assertThat(MASK.print("a".repeat(400))).isEqualTo("a".repeat(299) + "…");
        }

        @Test
        void neverShowsARandomSecretInAnyTextThatHoldsIt() {
            Random random = new Random(5);
            for (int round = 0; round < 300; round++) {
                StringBuilder made = new StringBuilder("s3cr");
                random.ints(8, '!', 0x7F).forEach(made::appendCodePoint);
                String secret = made.toString();
                String text = "x".repeat(random.nextInt(320)) + secret + base64(secret) + base64("AC:" + secret);
                assertThat(SecretMask.of("AC", secret).print(text))
                        .doesNotContain(
                                "s3cr",
                                base64(secret).substring(0, 4),
                                base64("AC:" + secret).substring(4, 9));
            }
        }

        @Test
        void isQuickOnLongHostileText() {
            SecretMask mask = SecretMask.of("AC", "a".repeat(200) + "b");

            assertThat(mask.print("a".repeat(60_000))).isEqualTo("a".repeat(299) + "…");
        }
    }

    @Nested
    class Occurrence {

        static final List<String> FORMS = SecretMaskTest.FORMS;

        @ParameterizedTest
        @FieldSource("FORMS")
        void isSeenInEachForm(String form) {
            assertThat(MASK.occursIn("?PageToken=x" + form + "y")).isTrue();
            assertThat(MASK.occursIn(form)).isTrue();
        }

        @Test
        void isNotSeenElsewhere() {
            assertThat(MASK.occursIn("?PageToken=" + USER)).isFalse();
            assertThat(MASK.occursIn("")).isFalse();
        }

        @Test
        void isNotSeenOfSecretsTooShortToTell() {
            assertThat(SecretMask.of("AC", "12345").occursIn("?PageSize=12345")).isFalse();
            assertThat(SecretMask.of("AC", "123456").occursIn("?PageSize=123456"))
                    .isTrue();
        }
    }

    @Test
    void showsNoSecretItself() {
        assertThat(MASK).hasToString("SecretMask[***]");
    }
}

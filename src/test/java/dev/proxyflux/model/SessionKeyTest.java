package dev.proxyflux.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionKeyTest {

    private static final String DIGITS = "0123456789abcdefABCDEF0123456789";
    private static final String SERVICE = "KS" + DIGITS;
    private static final String SESSION = "KC" + DIGITS;

    @Test
    void takesWellFormedSids() {
        SessionKey key = new SessionKey(SERVICE, SESSION);

        assertThat(key.serviceSid()).isEqualTo(SERVICE);
        assertThat(key.sessionSid()).isEqualTo(SESSION);
    }

    @Nested
    class Refusals {

        /** What may follow the two letters; none of them is 32 hexadecimal digits. */
        static Stream<String> tails() {
            return Stream.of(
                    "",
                    DIGITS.substring(1),
                    DIGITS + "0",
                    DIGITS + "\n",
                    DIGITS.substring(1) + "\n",
                    "\n" + DIGITS.substring(1),
                    DIGITS.substring(1) + "g",
                    DIGITS.substring(1) + "G",
                    DIGITS.substring(1) + "/",
                    DIGITS.substring(1) + ":",
                    DIGITS.substring(1) + "@",
                    DIGITS.substring(1) + "`",
                    DIGITS.substring(1) + "\u0661",
                    DIGITS.substring(1) + "\uFF11",
                    DIGITS.substring(1) + "\uFF21",
                    DIGITS.substring(1) + " ",
                    DIGITS.substring(3) + "%2F",
                    DIGITS.substring(3) + "../");
        }

        @ParameterizedTest
        @MethodSource("tails")
        void nameTheServiceSid(String tail) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SessionKey("KS" + tail, SESSION))
                    .withMessageStartingWith("serviceSid 'KS")
                    .withMessageEndingWith("' is not a service SID: KS and 32 hexadecimal digits");
        }

        @ParameterizedTest
        @MethodSource("tails")
        void nameTheSessionSid(String tail) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SessionKey(SERVICE, "KC" + tail))
                    .withMessageStartingWith("sessionSid 'KC")
                    .withMessageEndingWith("' is not a session SID: KC and 32 hexadecimal digits");
        }

        @Test
        void areOnePrintableLine() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SessionKey("KS\r\n" + "x".repeat(1_000), SESSION))
                    .satisfies(refusal -> assertThat(refusal.getMessage())
                            .hasSizeLessThan(400)
                            .doesNotContain("\n", "\r"));
        }

        @Test
        void wantTheRightLettersInTheirCase() {
            for (String prefix : new String[] {"ks", "Ks", "KC", "AC", "SK"}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> new SessionKey(prefix + DIGITS, SESSION))
                        .withMessageContaining("serviceSid '" + prefix);
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SessionKey(SERVICE, SERVICE))
                    .withMessageContaining("sessionSid 'KS");
        }

        @Test
        void saySoWhenTheSidsAreSwapped() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SessionKey(SESSION, SERVICE))
                    .withMessageContaining("swapped");
        }

        @Test
        void nameANull() {
            assertThatNullPointerException()
                    .isThrownBy(() -> new SessionKey(null, SESSION))
                    .withMessage("serviceSid");
            assertThatNullPointerException()
                    .isThrownBy(() -> new SessionKey(SERVICE, null))
                    .withMessage("sessionSid");
        }
    }
}

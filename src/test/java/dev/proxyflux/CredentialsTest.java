package dev.proxyflux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Base64;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    @Nested
    class Accepted {

        @Test
        void areSentAsBasicAuthentication() {
            assertThat(Credentials.authToken("AC1", "a:b é ☃").authorization())
                    .isEqualTo("Basic " + Base64.getEncoder().encodeToString("AC1:a:b é ☃".getBytes(UTF_8)));
            assertThat(Credentials.apiKey("SK1", "x").authorization()).isEqualTo("Basic U0sxOng=");
        }

        @Test
        void areMaskedWhereTheyAreEchoed() {
            Credentials credentials = Credentials.apiKey("SK1", "hunter2");

            assertThat(credentials.mask().print(credentials.authorization() + " hunter2"))
                    .isEqualTo("Basic *** ***");
        }

        @Test
        void showNothing() {
            assertThat(Credentials.authToken("AC1", "hunter2")).hasToString("Credentials[***]");
        }
    }

    @Nested
    class Refused {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\u0000",
                    "\t",
                    "\n",
                    "\r",
                    "hunter2\n",
                    "\r\nX: y",
                    "hun\u001Fter2",
                    "hunter2\u007F",
                    "hunter2\u0085"
                })
        void areControlCharacters(String odd) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Credentials.authToken("AC1", odd))
                    .withMessage("authToken has a control character, perhaps a line end");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Credentials.apiKey("SK1", odd))
                    .withMessage("apiKeySecret has a control character, perhaps a line end");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Credentials.authToken(odd, "x"))
                    .withMessage("accountSid has a control character, perhaps a line end");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Credentials.apiKey(odd, "x"))
                    .withMessage("apiKeySid has a control character, perhaps a line end");
        }

        @Test
        void areEmptyOnes() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Credentials.authToken("", "x"))
                    .withMessage("accountSid is empty");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Credentials.authToken("AC1", ""))
                    .withMessage("authToken is empty");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Credentials.apiKey("", "x"))
                    .withMessage("apiKeySid is empty");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Credentials.apiKey("SK1", ""))
                    .withMessage("apiKeySecret is empty");
        }

        @Test
        void isAColonInTheUserName() {
            for (String user : new String[] {":", ":AC1", "AC1:", "AC1:hunter2"}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Credentials.authToken(user, "x"))
                        .withMessage("accountSid has a colon, which separates user and secret");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Credentials.apiKey(user, "x"))
                        .withMessage("apiKeySid has a colon, which separates user and secret");
            }
        }

        @Test
        void areNulls() {
            assertThatNullPointerException()
                    .isThrownBy(() -> Credentials.authToken(null, "x"))
                    .withMessage("accountSid");
            assertThatNullPointerException()
                    .isThrownBy(() -> Credentials.apiKey("SK1", null))
                    .withMessage("apiKeySecret");
        }
    }
}

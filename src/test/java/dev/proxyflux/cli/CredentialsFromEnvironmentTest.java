package dev.proxyflux.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxyflux.testkit.InteractionsService;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsFromEnvironmentTest {

    private static Map<String, String> environment(String text) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            String[] parts = variable.split("=", 2);
            environment.put(
                    Map.of("A", "TWILIO_ACCOUNT_SID", "T", "TWILIO_AUTH_TOKEN", "K", "TWILIO_API_KEY")
                            .getOrDefault(parts[0], "TWILIO_API_SECRET"),
                    parts[1].replace("\\n", "\n"));
        }
        return environment;
    }

    @ParameterizedTest
    @CsvSource({
        "'', set TWILIO_API_KEY and TWILIO_API_SECRET",
        "'', or TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN",
        "A= T= K= S=, no credentials",
        "A=a, TWILIO_AUTH_TOKEN is not set",
        "A=a T=, TWILIO_AUTH_TOKEN is empty",
        "T=t, TWILIO_ACCOUNT_SID is not set",
        "A= T=t, TWILIO_ACCOUNT_SID is empty",
        "K=k, TWILIO_API_SECRET is not set",
        "K=k S=, TWILIO_API_SECRET is empty",
        "S=s, TWILIO_API_KEY is not set",
        "K= S=s, TWILIO_API_KEY is empty",
        "A=a T=t K=k, TWILIO_API_SECRET is not set",
        "A=a T=tok\\n, TWILIO_AUTH_TOKEN is not usable",
        "A=a:b T=t, TWILIO_ACCOUNT_SID or",
        "A=a T=t\uFFFD, TWILIO_AUTH_TOKEN has characters that this locale can't read"
    })
    void namesWhatIsMissing(String variables, String expected) {
        assertThatThrownBy(() -> CredentialsFromEnvironment.read(environment(variables)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("tok");
    }

    @ParameterizedTest
    @CsvSource({"A=user T=secret", "K=user S=secret", "A=other T=else K=user S=secret", "A=other K=user S=secret"})
    void readsEitherPairAndPrefersTheKey(String variables) {
        try (InteractionsService service = InteractionsService.start("user", "secret")) {
            CliRun run = new CliRun();
            run.environment = environment(variables);

            assertThat(run.stream(service)).as(run.err()).isZero();
        }
    }

    @Test
    void takesAnEmptyPairForNone() {
        assertThat(CredentialsFromEnvironment.read(environment("A=a T=t K= S=")))
                .isNotNull();
    }
}

package dev.proxyflux.cli;

import static dev.proxyflux.cli.CliRun.KC;
import static dev.proxyflux.cli.CliRun.KS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.testkit.InteractionsService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageErrorsTest {

    private final CliRun run = new CliRun();

    /** Arguments are parted by blanks; KS, KC and BASE stand for good ones, (none) for an empty one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(nothing)",
                "(none)",
                "unknown",
                "--unknown",
                "str KS KC",
                "stream",
                "stream KS",
                "stream KS KC KC",
                "stream KC KS",
                "stream KS KCx",
                "stream KS (none)",
                "stream (none) KC",
                "stream KS KC0000000000000000000000000000000g",
                "stream KS KC0000000000000000000000000000000\u0660",
                "stream ks00000000000000000000000000000001 KC",
                "stream KS KC --page-size",
                "stream KS KC --page-size 0",
                "stream KS KC --page-size 1001",
                "stream KS KC --page-size +5",
                "stream KS KC --page-size -5",
                "stream KS KC --page-size=-5",
                "stream KS KC --page-size 0x10",
                "stream KS KC --page-size 1e2",
                "stream KS KC --page-size 1_0",
                "stream KS KC --page-size 5.0",
                "stream KS KC --page-size=(none)",
                "stream KS KC --page-size \u0665",
                "stream KS KC --page-size \uFF15",
                "stream KS KC --page-size 4294967297",
                "stream KS KC --page-size 99999999999999999999999999",
                "stream KS KC --page-size 5 --page-size 6",
                "stream KS KC --page 5",
                "stream KS KC --limit 0",
                "stream KS KC --limit -1",
                "stream KS KC --limit 9223372036854775808",
                "stream KS KC --limit 10L",
                "stream KS KC --limit \u00A05",
                "stream KS KC --limit --page-size 5",
                "stream KS KC --base-url (none)",
                "stream KS KC --base-url proxy.twilio.com",
                "stream KS KC --base-url ftp://127.0.0.1",
                "stream KS KC --base-url file:///etc/passwd",
                "stream KS KC --base-url http://",
                "stream KS KC --base-url http:///v1",
                "stream KS KC --base-url https://?x",
                "stream KS KC --base-url http://example.test",
                "stream KS KC --base-url http://127.0.0.1.example.test",
                "stream KS KC --base-url http://127.0.0.1:0",
                "stream KS KC --base-url http://127.0.0.1:99999",
                "stream KS KC --base-url http://127.0.0.1@example.test",
                "stream KS KC --base-url http://127.0.0.1\\@example.test",
                "stream KS KC --base-url BASE?x=1",
                "stream KS KC --base-url BASE#x",
                "stream KS KC --base-url BASE --base-url BASE",
                "stream KS KC --base-url BASE --from-page (none)",
                "stream KS KC --base-url BASE --from-page page2",
                "stream KS KC --base-url BASE --from-page https://evil.test/",
                "stream KS KC --base-url BASE --from-page BASE/v1/Services/KS/Sessions/KC/Other",
                "stream KS KC --base-url BASE --from-page -- KS",
                "stream @args",
                "stream KS KC @args",
                "demo extra",
                "demo --limit x",
                "demo --base-url BASE",
                "-x",
                "stream KS KC -- --limit 5"
            })
    void areToldInTwoLinesBeforeAnyRequest(String arguments) {
        try (InteractionsService service = InteractionsService.start()) {
            String[] args = arguments.equals("(nothing)")
                    ? new String[0]
                    : Arrays.stream(arguments.split(" ", -1))
                            .map(argument -> argument.replaceFirst("^KS$", KS).replaceFirst("^KC$", KC))
                            .map(argument ->
                                    argument.replace("/KS/", "/" + KS + "/").replace("/KC/", "/" + KC + "/"))
                            .map(argument ->
                                    argument.replace("BASE", service.baseUrl()).replace("(none)", ""))
                            .toArray(String[]::new);

            int code = run.run(args);

            assertThat(code).as(run.err()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err().lines()).hasSize(2);
            assertThat(run.err()).startsWith("proxyflux: ").matches("(?s).*\nTry 'proxyflux.* --help'.\n");
            assertThat(run.err()).doesNotContain("Exception", "\tat ");
            assertThat(service.requestCount()).isZero();
        }
    }

    @Test
    void sayThatPlainHttpIsForThisMachine() {
        run.run("stream", KS, KC, "--base-url", "http://example.test");

        assertThat(run.err()).contains("http is for loopback hosts only");
    }

    @Test
    void sayThatACommandIsUnknown() {
        run.run("export");

        assertThat(run.err()).contains("unknown command");
    }

    @Test
    void sayThatSidsAreSwapped() {
        run.run("stream", KC, KS);

        assertThat(run.err()).contains("swapped");
    }

    @Test
    void repeatNoSecret() {
        String secret = InteractionsService.SECRET;
        List<String[]> misuses = List.of(
                new String[] {"stream", KS, KC, "--auth-token", secret},
                new String[] {"stream", KS, KC, "--auth-token=" + secret},
                new String[] {"stream", KS, KC, "--" + secret},
                new String[] {"stream", KS, KC, secret},
                new String[] {"stream", secret, KC},
                new String[] {"stream", KS, KC, "--limit", secret},
                new String[] {"stream", KS, KC, "--base-url", secret},
                new String[] {"stream", KS, KC, "--base-url", "https://AC:" + secret + "@127.0.0.1"},
                new String[] {"stream", KS, KC, "--from-page", "https://AC:" + secret + "@127.0.0.1"},
                new String[] {"--help=" + secret},
                new String[] {secret});
        List<Integer> codes = new ArrayList<>();
        for (String[] misuse : misuses) {
            codes.add(run.run(misuse));
        }

        assertThat(codes).hasSameSizeAs(misuses).containsOnly(2);
        assertThat(run.err() + run.out()).doesNotContain(secret);
    }
}

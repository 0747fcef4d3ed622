package dev.proxyflux.testkit;

import static dev.proxyflux.testkit.InteractionsService.SECRET;
import static dev.proxyflux.testkit.InteractionsService.SESSION;
import static dev.proxyflux.testkit.InteractionsService.USER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.Credentials;
import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class PackageExampleTest {

    @Test
    void runs() {
        // example
        try (InteractionsService service = InteractionsService.start();
                InteractionsClient client = InteractionsClient.builder(Credentials.authToken(USER, SECRET))
                        .baseUrl(service.baseUrl())
                        .build()) {
            service.hasPages(100, 0, 37);
            service.answersNext(Answer.status(503));

            client.stream(InteractionsQuery.of(SESSION))
                    .as(StepVerifier::create)
                    .expectNextCount(137)
                    .verifyComplete();

            assertThat(service.pageRequests()).hasSize(4);
        }
        // end of example
    }

    @Test
    void isTheOneInThePackagesDocumentation() throws IOException {
        String documented = between(read("main", "package-info"), "\\Q<pre>{@code\\E", "\\Q}</pre>\\E")
                .replaceAll("(?m)^ \\*", "");
        String tested = between(read("test", "PackageExampleTest"), "// example\n", "// end of example");

        assertThat(documented).isEqualToIgnoringWhitespace(tested);
    }

    private static String read(String tree, String file) throws IOException {
        return Files.readString(Path.of("src", tree, "java/dev/proxyflux/testkit", file + ".java"));
    }

    private static String between(String text, String start, String end) {
        return Pattern.compile(start + "(.*?)" + end, Pattern.DOTALL)
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }
}

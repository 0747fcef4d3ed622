package dev.proxyflux.testkit;

import static dev.proxyflux.testkit.InteractionsService.SECRET;
import static dev.proxyflux.testkit.InteractionsService.USER;
import static dev.proxyflux.testkit.ScriptedService.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.Credentials;
import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsQuery;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class InteractionsServiceStreamTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void streamsAllInteractionsInOrderWithOneRequestAPage() {
        try (InteractionsService service = InteractionsService.start();
                InteractionsClient client = InteractionsClient.builder(Credentials.authToken(USER, SECRET))
                        .baseUrl(service.baseUrl())
                        .build()) {
            service.hasInteractions(250);

            client.stream(InteractionsQuery.of(SESSION))
                    .collectList()
                    .as(StepVerifier::create)
                    .assertNext(
                            all -> assertThat(all).containsExactlyElementsOf(GeneratedInteractions.list(SESSION, 250)))
                    .expectComplete()
                    .verify(SOON);

            assertThat(service.pageRequests())
                    .extracting(RecordedRequest::query)
                    .satisfiesExactly(
                            first -> assertThat(first).isEqualTo("PageSize=100"),
                            second -> assertThat(second).startsWith("PageSize=100&Page=1&PageToken=PT64%2B"),
                            third -> assertThat(third).startsWith("PageSize=100&Page=2&PageToken=PTc8%2B"));
        }
    }
}

package dev.proxyflux.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.testkit.InteractionsService;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

class ReactorNettyExchangeTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final InteractionsService service = InteractionsService.start();
    private final PageExchange exchange = new ReactorNettyExchange(
            HttpClient.create(),
            new HttpSettings(
                    "Basic " + HttpHeaders.encodeBasicAuth(InteractionsService.USER, InteractionsService.SECRET, UTF_8),
                    "test",
                    SOON,
                    1_000_000,
                    1_000));

    @BeforeEach
    void hasAPage() {
        service.hasPages(3);
    }

    @AfterEach
    void close() {
        service.close();
    }

    private Mono<PageResponse> page() {
        return exchange.get(service.baseUrl() + "/v1/Services/" + InteractionsService.SESSION.serviceSid()
                + "/Sessions/" + InteractionsService.SESSION.sessionSid() + "/Interactions?PageSize=3");
    }

    @Test
    void answersOne() {
        page().as(StepVerifier::create)
                .assertNext(answer -> assertThat(answer.info().status()).isEqualTo(200))
                .expectComplete()
                .verify(SOON);
    }

    /** By then Reactor Netty has read the body to its end, and taken the connection from the exchange. */
    @Test
    void answersOneWhoAsksWhenTheAnswerHasLongBeenThere() {
        StepVerifier.create(page(), 0)
                .expectSubscription()
                .thenAwait(Duration.ofMillis(300))
                .then(() -> assertThat(service.pageRequests()).hasSize(1))
                .thenRequest(1)
                .assertNext(answer -> assertThat(answer.info().status()).isEqualTo(200))
                .expectComplete()
                .verify(SOON);
    }
}

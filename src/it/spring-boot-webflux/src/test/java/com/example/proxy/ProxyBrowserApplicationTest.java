package com.example.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.testkit.GeneratedInteractions;
import dev.proxyflux.testkit.InteractionsService;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.test.StepVerifier;

@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ProxyBrowserApplicationTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final InteractionsService SERVICE = InteractionsService.start();

    @LocalServerPort
    private int port;

    @Autowired
    private InteractionsClient client;

    @DynamicPropertySource
    static void service(DynamicPropertyRegistry registry) {
        registry.add("TWILIO_API_KEY", () -> InteractionsService.USER);
        registry.add("TWILIO_API_SECRET", () -> InteractionsService.SECRET);
        registry.add("proxyflux.base-url", SERVICE::baseUrl);
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @BeforeEach
    void hasInteractions() {
        SERVICE.hasInteractions(1_200);
    }

    private WebTestClient.ResponseSpec interactions() {
        return WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + port)
                .build()
                .get()
                .uri(
                        "/interactions/{service}/{session}",
                        InteractionsService.SESSION.serviceSid(),
                        InteractionsService.SESSION.sessionSid())
                .accept(MediaType.APPLICATION_NDJSON)
                .exchange();
    }

    @Test
    void streamsAllThatTheServiceHas() {
        List<Interaction> expected = GeneratedInteractions.list(InteractionsService.SESSION, 1_200);

        interactions()
                .expectStatus()
                .isOk()
                .returnResult(Interaction.class)
                .getResponseBody()
                .as(StepVerifier::create)
                .expectNextSequence(expected)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void readsPagesOfTheSizeConfiguredAndNoMoreThanAreNeeded() {
        int before = SERVICE.pageRequests().size();

        client.stream(InteractionsQuery.of(InteractionsService.SESSION))
                .take(501)
                .as(StepVerifier::create)
                .expectNextCount(501)
                .expectComplete()
                .verify(SOON);

        assertThat(SERVICE.pageRequests().subList(before, SERVICE.pageRequests().size()))
                .hasSize(2)
                .first()
                .satisfies(request -> assertThat(request.uri()).endsWith("PageSize=500"));
    }

    @Test
    void startsOnlyWithCredentialsAndSaysWhichAreMissing(CapturedOutput output) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(ProxyBrowserApplication.class)
                        .web(WebApplicationType.NONE)
                        .run("--proxyflux.api-key-secret="))
                .isInstanceOf(BeanCreationException.class);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("proxyflux.api-key-secret is empty, but proxyflux.api-key-sid is set.");
    }
}

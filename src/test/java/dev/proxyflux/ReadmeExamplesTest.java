package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.error.ErrorResponseException;
import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.micrometer.MicrometerListener;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionField;
import dev.proxyflux.model.PageCursor;
import dev.proxyflux.model.ResourceStatus;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.GeneratedInteractions;
import dev.proxyflux.testkit.InteractionsService;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The examples of README, as they stand there. */
class ReadmeExamplesTest {

    private final InteractionsService service = InteractionsService.start();
    private final String apiKeySid = InteractionsService.USER;
    private final String apiKeySecret = InteractionsService.SECRET;
    private final String baseUrl = service.baseUrl();
    private final String serviceSid = InteractionsService.SESSION.serviceSid();
    private final String sessionSid = InteractionsService.SESSION.sessionSid();
    private final List<Interaction> archived = new CopyOnWriteArrayList<>();
    private final List<@Nullable PageCursor> checkpoints = new ArrayList<>();
    private Duration archiving = Duration.ZERO;

    @BeforeEach
    void hasInteractions() {
        service.hasInteractions(250);
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void composes() {
        composed().as(StepVerifier::create).expectNextCount(50).verifyComplete();

        assertThat(archived).hasSize(50);
    }

    @Test
    void hasArchivedEverythingBeforeItsCheckpointWhenAPageFails() {
        // Fewer than flatMap takes at once: all are in flight when the next page fails.
        service.hasPages(InteractionsService.SESSION, List.of(delivered(), delivered()));
        archiving = Duration.ofSeconds(1);
        service.answersNext(Answer.regular(), Answer.status(404));

        composed().as(StepVerifier::create).expectNextCount(5).verifyError(ErrorResponseException.class);

        assertThat(archived).hasSize(5);
        assertThat(checkpoints).hasSize(1).doesNotContainNull();
    }

    private static List<Interaction> delivered() {
        return GeneratedInteractions.list(InteractionsService.SESSION, 5).stream()
                .map(each -> each.with(InteractionField.OUTBOUND_RESOURCE_STATUS, "delivered"))
                .toList();
    }

    private Flux<String> composed() {
        InteractionsClient client = InteractionsClient.builder(Credentials.apiKey(apiKeySid, apiKeySecret))
                .baseUrl(baseUrl) // default https://proxy.twilio.com
                .build();
        InteractionsQuery query = InteractionsQuery.of(serviceSid, sessionSid).withPageSize(100);

        Flux<String> delivered = client.stream(query)
                .filter(interaction -> interaction.outboundResourceStatus() == ResourceStatus.DELIVERED)
                .take(50) // and no page is fetched beyond the one that holds the fiftieth
                .flatMapDelayError(interaction -> archive(interaction), 8, 1) // flatMap would drop what is in flight
                .doOnError(InteractionsException.class, e -> checkpoint(e.resumeAt()));
        return delivered.doFinally(end -> client.close());
    }

    @Test
    void checkpointsPages() {
        InteractionsQuery query = InteractionsQuery.of(serviceSid, sessionSid).withPageSize(100);
        try (InteractionsClient client = InteractionsClient.builder(Credentials.apiKey(apiKeySid, apiKeySecret))
                .baseUrl(baseUrl)
                .build()) {
            PageCursor cursor = client.pages(query).blockFirst().next();
            client.pages(query.startingAt(cursor)) // new PageCursor(text), the text being its url()
                    .concatMap(page -> archiveAll(page.items()).thenReturn(page))
                    .doOnNext(page -> checkpoint(page.next())) // null: that was the last page
                    .blockLast();
        }

        assertThat(archived).hasSize(150);
        assertThat(checkpoints).hasSize(2).last().isNull();
    }

    @Test
    void tests() {
        Credentials credentials = Credentials.authToken(InteractionsService.USER, InteractionsService.SECRET);
        try (InteractionsService service = InteractionsService.start();
                InteractionsClient client = InteractionsClient.builder(credentials)
                        .baseUrl(service.baseUrl())
                        .build()) {
            service.hasInteractions(250);

            client.stream(InteractionsQuery.of(InteractionsService.SESSION).withPageSize(100))
                    .as(StepVerifier::create)
                    .expectNextCount(250)
                    .verifyComplete();

            assertThat(service.pageRequests()).hasSize(3);
        }
    }

    @Test
    void observes() {
        Credentials credentials = Credentials.apiKey(apiKeySid, apiKeySecret);
        ObservationRegistry observationRegistry = ObservationRegistry.create();
        SimpleMeterRegistry meterRegistry = new SimpleMeterRegistry();
        observationRegistry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meterRegistry));

        InteractionsClient client = InteractionsClient.builder(credentials)
                .baseUrl(baseUrl)
                .listener(MicrometerListener.of(observationRegistry, meterRegistry)) // or one of the two
                .build();

        service.answersNext(Answer.status(503));
        client.stream(InteractionsQuery.of(InteractionsService.SESSION))
                .as(StepVerifier::create)
                .expectNextCount(250)
                .verifyComplete();
        client.close();

        assertThat(meterRegistry
                        .get("proxyflux.retries")
                        .tag("cause", "503")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meterRegistry.get("proxyflux.page.fetch").tag("outcome", "success").timers().stream()
                        .mapToLong(Timer::count)
                        .sum())
                .isEqualTo(3);
        assertThat(meterRegistry
                        .get("proxyflux.page.fetch")
                        .tag("retry.cause", "503")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    private Mono<String> archive(Interaction interaction) {
        return Mono.delay(archiving)
                .doOnNext(soon -> archived.add(interaction))
                .thenReturn(String.valueOf(interaction.sid()));
    }

    private Mono<Void> archiveAll(List<Interaction> interactions) {
        return Mono.fromRunnable(() -> archived.addAll(interactions));
    }

    private void checkpoint(@Nullable PageCursor cursor) {
        checkpoints.add(cursor);
    }
}

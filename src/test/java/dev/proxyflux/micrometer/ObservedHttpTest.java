package dev.proxyflux.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.Credentials;
import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.retry.RetryPolicy;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.InteractionsService;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.tck.TestObservationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

/** Over HTTP, with Reactor Netty's own metrics beside. */
class ObservedHttpTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final InteractionsService service = InteractionsService.start();
    private final TestObservationRegistry observations = TestObservationRegistry.create();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Observation.Context> contexts = new CopyOnWriteArrayList<>();
    private final ObservationRegistry before = reactor.netty.Metrics.OBSERVATION_REGISTRY;

    @BeforeEach
    void listen() {
        observations.observationConfig().observationHandler(context -> {
            contexts.add(context);
            return false;
        });
        reactor.netty.Metrics.observationRegistry(observations);
        Metrics.addRegistry(meters);
        service.hasInteractions(250);
    }

    @AfterEach
    void close() {
        Metrics.removeRegistry(meters);
        reactor.netty.Metrics.observationRegistry(before);
        meters.close();
        service.close();
    }

    private void stream() {
        Observation parent = Observation.start("request", observations);
        try (InteractionsClient client = InteractionsClient.builder(
                        Credentials.authToken(InteractionsService.USER, InteractionsService.SECRET))
                .baseUrl(service.baseUrl())
                .httpClient(http -> http.metrics(true, Function.identity()))
                .retry(RetryPolicy.DEFAULT.withBackoff(SHORT, SHORT, SHORT))
                .listener(MicrometerListener.of(observations, meters))
                .build()) {
            client.stream(InteractionsQuery.of(InteractionsService.SESSION))
                    .contextWrite(Context.of("micrometer.observation", parent))
                    .as(StepVerifier::create)
                    .expectNextCount(250)
                    .expectComplete()
                    .verify(SOON);
        } finally {
            parent.stop();
        }
    }

    @Test
    void countsPagesInteractionsAndRetries() {
        service.answersNext(Answer.status(503), Answer.status(429));

        stream();

        assertThat(meters.get("proxyflux.pages").counter().count()).isEqualTo(3);
        assertThat(meters.get("proxyflux.interactions").counter().count()).isEqualTo(250);
        assertThat(meters.get("proxyflux.retries").tag("cause", "503").counter().count())
                .isEqualTo(1);
        assertThat(meters.get("proxyflux.retries").tag("cause", "429").counter().count())
                .isEqualTo(1);
        assertThat(meters.get("proxyflux.requests")
                        .tags("outcome", "success", "status", "200")
                        .timer()
                        .count())
                .isEqualTo(3);
        assertThat(meters.get("proxyflux.pages.in.flight").gauge().value()).isZero();
    }

    @Test
    void whatReactorNettyObservesIsThePagesChild() {
        stream();

        assertThat(contexts)
                .filteredOn(context -> String.valueOf(context.getName()).startsWith("reactor.netty.http.client"))
                .hasSizeGreaterThanOrEqualTo(3)
                .extracting(ObservedHttpTest::parentName)
                .containsOnly("proxyflux.page.fetch");
        assertThat(contexts)
                .filteredOn(context -> context instanceof PageFetchContext)
                .hasSize(3)
                .extracting(ObservedHttpTest::parentName)
                .containsOnly("request");
    }

    private static String parentName(Observation.Context context) {
        ObservationView parent = context.getParentObservation();
        return parent == null ? "none" : String.valueOf(parent.getContextView().getName());
    }

    @Test
    void nothingHoldsALinksToken() {
        stream();

        assertThat(service.pageRequests())
                .last()
                .satisfies(last -> assertThat(last.uri()).contains("PageToken="));
        assertThat(contexts)
                .extracting(context -> String.valueOf(context.getAllKeyValues()))
                .allSatisfy(keys -> assertThat(keys).doesNotContain("PageToken", "PageSize", "?"));
        assertThat(meters.getMeters())
                .extracting(Meter::getId)
                .hasSizeGreaterThan(10)
                .allSatisfy(meter -> assertThat(meter.toString()).doesNotContain("PageToken", "PageSize", "?"));
    }
}

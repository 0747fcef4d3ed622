package dev.proxyflux.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.Credentials;
import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsClientBuilder;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.ResponseInfo;
import dev.proxyflux.retry.RetryPolicy;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.InMemoryExchange;
import dev.proxyflux.transport.PageResponse;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class PageMetersTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final InteractionsQuery QUERY = InteractionsQuery.of(InMemoryExchange.SESSION);

    private final InMemoryExchange exchange = InMemoryExchange.ofPages(2, 3);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<InteractionsClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(InteractionsClient::close);
        registry.close();
    }

    private InteractionsClient client(UnaryOperator<InteractionsClientBuilder> options) {
        InteractionsClient client = options.apply(InteractionsClient.builder(Credentials.apiKey("SK1", "secret-of-it"))
                        .baseUrl(InMemoryExchange.BASE_URL)
                        .exchange(exchange)
                        .listener(MicrometerListener.of(registry)))
                .build();
        clients.add(client);
        return client;
    }

    private Flux<Interaction> stream() {
        return client(builder -> builder).stream(QUERY);
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    private Timer timer(String name, String... tags) {
        return registry.get(name).tags(tags).timer();
    }

    private double inFlight() {
        return registry.get("proxyflux.pages.in.flight").gauge().value();
    }

    @Nested
    class Counters {

        @Test
        void countWhatIsReceivedEmittedOrNot() {
            stream().take(1).as(StepVerifier::create).expectNextCount(1).verifyComplete();

            assertThat(count("proxyflux.pages")).isEqualTo(1);
            assertThat(count("proxyflux.interactions")).isEqualTo(2);
        }

        @Test
        void countRetriesByTheirCause() {
            exchange.answersNext(
                    Answer.status(429),
                    Answer.status(503),
                    Answer.status(503),
                    Answer.dropConnection(),
                    Answer.regular());
            exchange.answersBy(request -> request.uri().contains("PageToken") ? Answer.status(404) : null);

            StepVerifier.withVirtualTime(PageMetersTest.this::stream)
                    .thenAwait(LONG)
                    .expectNextCount(2)
                    .verifyError();

            assertThat(count("proxyflux.retries", "cause", "429")).isEqualTo(1);
            assertThat(count("proxyflux.retries", "cause", "503")).isEqualTo(2);
            assertThat(count("proxyflux.retries", "cause", "connection")).isEqualTo(1);
            assertThat(registry.get("proxyflux.retries").counters().stream()
                            .mapToDouble(io.micrometer.core.instrument.Counter::count)
                            .sum())
                    .isEqualTo(4);
            assertThat(count("proxyflux.pages")).isEqualTo(1);
        }

        @Test
        void tellATimeoutFromABrokenConnection() {
            exchange.answersNext(Answer.silence());

            StepVerifier.withVirtualTime(PageMetersTest.this::stream)
                    .thenAwait(LONG)
                    .expectNextCount(5)
                    .verifyComplete();

            assertThat(count("proxyflux.retries", "cause", "timeout")).isEqualTo(1);
        }

        @Test
        void areThereForEveryCauseBeforeTheFirstRetry() {
            MicrometerListener.of(registry);

            assertThat(registry.get("proxyflux.retries").counters())
                    .extracting(counter -> counter.getId().getTag("cause"))
                    .containsExactlyInAnyOrder(
                            "connection", "timeout", "pool", "408", "429", "500", "502", "503", "504");
            assertThat(registry.get("proxyflux.retries").counters())
                    .allSatisfy(counter -> assertThat(counter.count()).isZero());
        }
    }

    @Nested
    class Timers {

        private static double millis(Timer timer) {
            return timer.totalTime(TimeUnit.MILLISECONDS);
        }

        @Test
        void ofDemandRunUntilAPageIsAskedFor() {
            VirtualTimeScheduler time = VirtualTimeScheduler.create();
            StepVerifier.create(client(builder -> builder.scheduler(time)).stream(QUERY), 0)
                    .expectSubscription()
                    .then(() -> time.advanceTimeBy(Duration.ofSeconds(5)))
                    .thenRequest(2)
                    .expectNextCount(2)
                    .then(() -> time.advanceTimeBy(Duration.ofSeconds(7)))
                    .thenRequest(3)
                    .expectNextCount(3)
                    .expectComplete()
                    .verify(SOON);

            assertThat(timer("proxyflux.demand.wait").count()).isEqualTo(2);
            assertThat(millis(timer("proxyflux.demand.wait"))).isEqualTo(12_000);
        }

        @Test
        void ofRetriesHaveTheDelayThatWasChosen() {
            exchange.answersNext(Answer.status(503), Answer.status(429).withHeader("Retry-After", "30"));

            StepVerifier.withVirtualTime(PageMetersTest.this::stream)
                    .thenAwait(LONG)
                    .expectNextCount(5)
                    .verifyComplete();

            assertThat(millis(timer("proxyflux.retry.delay", "cause", "503"))).isBetween(200.0, 400.0);
            assertThat(millis(timer("proxyflux.retry.delay", "cause", "429"))).isBetween(30_000.0, 32_000.0);
        }

        @Test
        void ofTheNetworkRunForEachRequest() {
            Duration latency = Duration.ofMillis(300);
            exchange.delaysAnswersBy(latency);
            exchange.answersNext(Answer.status(503), Answer.dropConnection());

            StepVerifier.withVirtualTime(() -> stream().mergeWith(Mono.never()))
                    .thenAwait(Duration.ofSeconds(10))
                    .expectNextCount(5)
                    .thenCancel()
                    .verify();

            assertThat(millis(timer("proxyflux.requests", "outcome", "success", "status", "200")))
                    .isEqualTo(600);
            assertThat(millis(timer("proxyflux.requests", "outcome", "error", "status", "503")))
                    .isEqualTo(300);
            assertThat(millis(timer("proxyflux.requests", "outcome", "error", "status", "none")))
                    .isEqualTo(300);
        }

        @Test
        void ofTheNetworkStopAtACancellation() {
            exchange.answersNext(Answer.silence());

            StepVerifier.withVirtualTime(PageMetersTest.this::stream)
                    .thenAwait(Duration.ofSeconds(2))
                    .thenCancel()
                    .verify();

            assertThat(millis(timer("proxyflux.requests", "outcome", "cancelled", "status", "none")))
                    .isEqualTo(2_000);
        }

        @Test
        void haveNoTagForEveryNumberThatAServiceMaySend() {
            PageResponse odd = new PageResponse(new ResponseInfo(799, Map.of()), new byte[0], true);

            client(builder -> builder.exchange(url -> Mono.just(odd))).stream(QUERY)
                    .as(StepVerifier::create)
                    .verifyError();

            assertThat(timer("proxyflux.requests", "outcome", "error", "status", "other")
                            .count())
                    .isEqualTo(1);
        }
    }

    @Nested
    class PagesInFlight {

        private void isUpUntil(Answer answer, UnaryOperator<Flux<Interaction>> end) {
            List<Double> whileFetching = new ArrayList<>();
            exchange.answersNext(answer);
            StepVerifier.withVirtualTime(() -> end.apply(client(builder -> builder.exchange(url -> {
                                        whileFetching.add(inFlight());
                                        return exchange.get(url);
                                    })
                                    .retry(RetryPolicy.DEFAULT.withMaxRetries(1)))
                            .stream(QUERY)
                            .onErrorComplete()))
                    .thenAwait(LONG)
                    .thenConsumeWhile(item -> true)
                    .verifyComplete();

            assertThat(whileFetching).isNotEmpty().containsOnly(1.0);
            assertThat(inFlight()).isZero();
        }

        @Test
        void areNoneAfterTheList() {
            isUpUntil(Answer.regular(), flux -> flux);
        }

        @Test
        void areNoneAfterARetry() {
            isUpUntil(Answer.status(503), flux -> flux);
        }

        @Test
        void areNoneAfterAnError() {
            isUpUntil(Answer.status(404), flux -> flux);
        }

        @Test
        void areNoneAfterACancellation() {
            isUpUntil(Answer.silence(), flux -> flux.take(Duration.ofSeconds(1)));
        }

        @Test
        void areNoneOnceTheClientIsClosed() {
            isUpUntil(
                    Answer.silence(),
                    flux -> flux.mergeWith(Mono.delay(Duration.ofSeconds(1))
                            .doOnNext(soon -> clients.get(0).close())
                            .then(Mono.empty())));
        }

        @Test
        void areCountedTogetherByTheListenersOfARegistry() {
            exchange.delaysAnswersBy(Duration.ofSeconds(1));
            List<Double> during = new ArrayList<>();

            StepVerifier.withVirtualTime(() -> Flux.merge(stream(), stream()))
                    .thenAwait(Duration.ofMillis(500))
                    .then(() -> during.add(inFlight()))
                    .thenAwait(LONG)
                    .expectNextCount(10)
                    .verifyComplete();

            assertThat(during).containsExactly(2.0);
            assertThat(inFlight()).isZero();
            assertThat(count("proxyflux.interactions")).isEqualTo(10);
        }

        @Test
        void areThereAgainForAListenerOfARegistryThatWasCleared() {
            stream()
                    .as(StepVerifier::create)
                    .expectNextCount(5)
                    .expectComplete()
                    .verify(SOON);
            registry.clear();

            isUpUntil(Answer.regular(), flux -> flux);
        }

        @Test
        void areNoneWhereTheRegistryThrows() {
            AtomicInteger thrown = new AtomicInteger();
            SimpleMeterRegistry broken = new SimpleMeterRegistry() {
                @Override
                protected Timer newTimer(Meter.Id id, DistributionStatisticConfig statistics, PauseDetector pauses) {
                    return new CumulativeTimer(id, clock, statistics, pauses, getBaseTimeUnit()) {
                        @Override
                        protected void recordNonNegative(long amount, TimeUnit unit) {
                            thrown.incrementAndGet();
                            throw new UnsupportedOperationException("a registry's own failure");
                        }
                    };
                }
            };

            client(builder -> builder.listener(MicrometerListener.of(broken))).stream(QUERY)
                    .as(StepVerifier::create)
                    .expectNextCount(5)
                    .expectComplete()
                    .verify(SOON);

            assertThat(thrown).hasPositiveValue();
            assertThat(broken.get("proxyflux.pages.in.flight").gauge().value()).isZero();
        }

        @Test
        void areNoneAfterManyStreamsAtOnceThatEndInEveryWay() {
            AtomicInteger requests = new AtomicInteger();
            exchange.delaysAnswersBy(Duration.ofMillis(1));
            exchange.answersBy(request -> requests.incrementAndGet() % 4 == 0 ? Answer.status(404) : null);
            InteractionsClient client = client(builder -> builder);

            Flux.range(0, 64)
                    .flatMap(index -> cut(client.stream(QUERY), index).onErrorComplete(), 64)
                    .as(StepVerifier::create)
                    .thenConsumeWhile(item -> true)
                    .expectComplete()
                    .verify(SOON);

            // A cancellation that meets the answer is told by who tells of the answer.
            Flux.interval(Duration.ofMillis(5))
                    .takeUntil(tick -> inFlight() == 0)
                    .as(StepVerifier::create)
                    .thenConsumeWhile(tick -> true)
                    .expectComplete()
                    .verify(SOON);
            assertThat(count("proxyflux.pages")).isPositive();
        }

        private Flux<Interaction> cut(Flux<Interaction> stream, int index) {
            return index % 2 == 0 ? stream.take(index % 6) : stream.take(Duration.ofMillis(index % 6));
        }
    }

    @Test
    void areAllInReadmesTable() throws IOException {
        exchange.answersNext(Answer.status(503));
        StepVerifier.withVirtualTime(() ->
                        client(builder ->
                                        builder.listener(MicrometerListener.of(ObservationRegistry.create(), registry)))
                                .stream(QUERY))
                .thenAwait(LONG)
                .expectNextCount(5)
                .verifyComplete();
        String readme = Files.readString(Path.of("README.md"));

        assertThat(registry.getMeters()).extracting(Meter::getId).allSatisfy(meter -> {
            String prometheus = meter.getName().replace('.', '_');
            String row = readme.lines()
                    .filter(line -> line.startsWith("| `" + meter.getName() + "` | "))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no row of " + meter.getName()));
            assertThat(row)
                    .contains("| `" + prometheus
                            + switch (meter.getType()) {
                                case COUNTER -> "_total`";
                                case TIMER -> "_seconds`";
                                default -> "`";
                            });
            meter.getTags().forEach(tag -> assertThat(row).contains("`" + tag.getKey() + "`"));
        });
        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getName())
                .contains(
                        "proxyflux.pages",
                        "proxyflux.interactions",
                        "proxyflux.retries",
                        "proxyflux.demand.wait",
                        "proxyflux.retry.delay",
                        "proxyflux.requests",
                        "proxyflux.pages.in.flight");
    }
}

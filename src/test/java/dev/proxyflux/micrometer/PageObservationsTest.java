package dev.proxyflux.micrometer;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.Credentials;
import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsClientBuilder;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.error.ClientClosedException;
import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.PageCursor;
import dev.proxyflux.observe.PageListener;
import dev.proxyflux.observe.PageStart;
import dev.proxyflux.retry.RetryPolicy;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.InMemoryExchange;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

class PageObservationsTest {

    private static final String NAME = "proxyflux.page.fetch";
    private static final String SECRET = "secret-of-the-key";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final InteractionsQuery QUERY = InteractionsQuery.of(InMemoryExchange.SESSION);

    private final InMemoryExchange exchange = InMemoryExchange.ofPages(2, 3);
    private final TestObservationRegistry registry = TestObservationRegistry.create();
    private final Observed observed = Observed.in(registry);
    private final List<InteractionsClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(InteractionsClient::close);
    }

    private InteractionsClient client(UnaryOperator<InteractionsClientBuilder> options) {
        InteractionsClient client = options.apply(InteractionsClient.builder(Credentials.apiKey("SK1", SECRET))
                        .baseUrl(InMemoryExchange.BASE_URL)
                        .exchange(exchange))
                .build();
        clients.add(client);
        return client;
    }

    private Flux<Interaction> stream() {
        return client(builder -> builder.listener(MicrometerListener.of(registry))).stream(QUERY);
    }

    private static List<String> keys(PageFetchContext context) {
        return context.getAllKeyValues().stream()
                .map(key -> key.getKey() + "=" + key.getValue())
                .toList();
    }

    @Nested
    class Outcomes {

        @Test
        void ofAPageThatComesAtOnce() {
            stream().as(StepVerifier::create).expectNextCount(5).verifyComplete();

            assertThat(registry)
                    .hasNumberOfObservationsWithNameEqualTo(NAME, 2)
                    .forAllObservationsWithNameEqualTo(NAME, each -> each.doesNotHaveError());
            assertThat(observed.started()).isEqualTo(observed.stopped());
            assertThat(observed.stopped())
                    .hasSize(2)
                    .first()
                    .extracting(PageObservationsTest::keys)
                    .isEqualTo(List.of(
                            "outcome=success",
                            "request.id=RQ00000000000000000000000000000001",
                            "retry.cause=none",
                            "session.sid=" + InMemoryExchange.SESSION.sessionSid(),
                            "status=200"));
            assertThat(observed.stopped())
                    .extracting(PageFetchContext::interactions)
                    .containsExactly(2, 3);
            assertThat(observed.events()).isEmpty();
        }

        @Test
        void ofAPageThatIsTriedAgain() {
            exchange.answersNext(Answer.status(503), Answer.dropConnection());

            StepVerifier.withVirtualTime(() -> stream().take(2))
                    .thenAwait(LONG)
                    .expectNextCount(2)
                    .verifyComplete();

            assertThat(observed.events())
                    .containsExactly(
                            "retry: retry after 503 with [retry.cause=503]",
                            "retry: retry after connection with [retry.cause=connection]");
            assertThat(observed.stopped()).singleElement().satisfies(fetch -> {
                assertThat(keys(fetch)).contains("outcome=success", "status=200", "retry.cause=connection");
                assertThat(fetch.retries()).isEqualTo(2);
            });
        }

        @Test
        void ofAPageThatIsCancelled() {
            exchange.answersNext(Answer.silence());

            StepVerifier.withVirtualTime(PageObservationsTest.this::stream)
                    .thenAwait(Duration.ofSeconds(1))
                    .thenCancel()
                    .verify();

            assertThat(observed.stopped())
                    .singleElement()
                    .satisfies(fetch ->
                            assertThat(keys(fetch)).contains("outcome=cancelled", "status=none", "request.id=none"))
                    .satisfies(fetch -> assertThat(fetch.getError()).isNull());
        }

        @Test
        void ofAFailureAreToldThoughAHandlerThrows() {
            registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {
                @Override
                public void onError(Observation.Context context) {
                    throw new UnsupportedOperationException("a handler's own failure");
                }

                @Override
                public boolean supportsContext(Observation.Context context) {
                    return true;
                }
            });
            exchange.answersNext(Answer.status(404));

            stream().as(StepVerifier::create).expectError().verify(SOON);

            assertThat(observed.stopped())
                    .singleElement()
                    .satisfies(fetch -> assertThat(keys(fetch)).contains("outcome=error", "status=404"));
        }

        @Test
        void ofAPageWhoseClientIsClosed() {
            exchange.answersNext(Answer.silence());

            StepVerifier.withVirtualTime(PageObservationsTest.this::stream)
                    .thenAwait(Duration.ofSeconds(1))
                    .then(() -> clients.get(0).close())
                    .verifyError(ClientClosedException.class);

            assertThat(observed.stopped())
                    .singleElement()
                    .satisfies(fetch -> assertThat(keys(fetch)).contains("outcome=cancelled"));
        }
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        Answer.error(404, 20404, "no " + SECRET + " at https://proxy.test?PageToken=1"),
                        "404",
                        "HTTP 404, code 20404"),
                Arguments.of(Answer.status(503), "503", "HTTP 503"),
                Arguments.of(Answer.dropConnection(), "none", "no answer: BROKEN"),
                Arguments.of(Answer.silence(), "none", "no answer: TIMED_OUT"),
                Arguments.of(
                        Answer.status(200).withBody("application/json", "{\"interactions\":[7]}"),
                        "200",
                        "undecodable: item 0, field null"),
                Arguments.of(
                        Answer.status(200).withBody("application/json", " ".repeat(20_000)),
                        "200",
                        "larger than 10000 bytes"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void tellsATracerOfAFailureWithoutLinkAndWords(Answer answer, String status, String message) {
        exchange.answersNext(answer);
        List<InteractionsException> signalled = new ArrayList<>();

        StepVerifier.withVirtualTime(() -> client(builder -> builder.listener(MicrometerListener.of(registry))
                                .maxPageBytes(10_000)
                                .retry(RetryPolicy.DEFAULT.withMaxRetries(0)))
                        .stream(QUERY)
                        .doOnError(InteractionsException.class, signalled::add))
                .thenAwait(LONG)
                .verifyError();

        PageFetchContext fetch = observed.stopped().get(0);
        assertThat(observed.stopped()).hasSize(1);
        assertThat(keys(fetch)).contains("outcome=error", "status=" + status, "retry.cause=none");
        assertThat(fetch.getError())
                .hasMessage(message)
                .hasSameClassAs(signalled.get(0))
                .satisfies(error -> assertThat(Throwables.getStackTrace(error))
                        .doesNotContain(SECRET, "https:", "PageToken", "PageSize"));
    }

    @Nested
    class Parents {

        private final List<Observation> foundByTheRequest = new ArrayList<>();

        private InteractionsClient client() {
            return PageObservationsTest.this.client(builder -> builder.listener(MicrometerListener.of(registry))
                    .exchange(url -> Mono.deferContextual(context -> {
                        foundByTheRequest.add(context.<Observation>get(PageObservations.KEY));
                        return exchange.get(url);
                    })));
        }

        @Test
        void areThoseOfTheSubscribersContext() {
            Observation parent = Observation.start("request", registry);

            client().stream(QUERY)
                    .contextWrite(Context.of(PageObservations.KEY, parent))
                    .as(StepVerifier::create)
                    .expectNextCount(5)
                    .verifyComplete();
            parent.stop();

            assertThat(observed.stopped())
                    .hasSize(2)
                    .allSatisfy(
                            fetch -> assertThat(fetch.getParentObservation()).isSameAs(parent));
            assertThat(registry)
                    .forAllObservationsWithNameEqualTo(NAME, each -> each.hasParentObservationEqualTo(parent));
        }

        @Test
        void ofWhatObservesTheRequestAreThePages() {
            client().stream(QUERY).as(StepVerifier::create).expectNextCount(5).verifyComplete();

            assertThat(foundByTheRequest).extracting(Observation::getContext).isEqualTo(observed.started());
            assertThat(observed.stopped())
                    .allSatisfy(
                            fetch -> assertThat(fetch.getParentObservation()).isNull());
        }

        @Test
        void areOtherwiseWhatIsOpenOnTheThreadThatAsks() {
            Observation open = Observation.start("open", registry);
            open.scoped(() -> client().stream(QUERY.withLimit(1))
                    .as(StepVerifier::create)
                    .expectNextCount(1)
                    .verifyComplete());
            open.stop();

            assertThat(observed.stopped())
                    .singleElement()
                    .satisfies(fetch -> assertThat(fetch.getParentObservation()).isSameAs(open));
        }
    }

    @Nested
    class Conventions {

        private final PageFetchConvention own = new PageFetchConvention() {
            @Override
            public String getName() {
                return "our.pages";
            }

            @Override
            public KeyValues getLowCardinalityKeyValues(PageFetchContext context) {
                return KeyValues.of(KeyValue.of("retries", Integer.toString(context.retries())));
            }
        };

        private void stream(MicrometerListener listener) {
            exchange.answersNext(Answer.status(503));
            StepVerifier.withVirtualTime(() -> client(builder -> builder.listener(listener)).stream(QUERY.withLimit(1)))
                    .thenAwait(LONG)
                    .expectNextCount(1)
                    .verifyComplete();
        }

        @Test
        void canBeReplaced() {
            stream(MicrometerListener.of(registry, own));

            assertThat(registry).hasNumberOfObservationsWithNameEqualTo("our.pages", 1);
            assertThat(observed.stopped())
                    .singleElement()
                    .satisfies(fetch ->
                            assertThat(keys(fetch)).contains("retries=1").noneMatch(key -> key.contains("cause")));
            assertThat(observed.events()).containsExactly("retry: retry after 503 with []");
        }

        @Test
        void canBeReplacedForARegistry() {
            registry.observationConfig().observationConvention(new GlobalConvention());

            stream(MicrometerListener.of(registry));

            assertThat(registry).hasNumberOfObservationsWithNameEqualTo("everybodys.pages", 1);
        }

        private static final class GlobalConvention
                implements PageFetchConvention,
                        io.micrometer.observation.GlobalObservationConvention<PageFetchContext> {

            @Override
            public String getName() {
                return "everybodys.pages";
            }
        }
    }

    @Nested
    class Silence {

        private PageListener onPage(ObservationRegistry ofPages) {
            PageStart start = new PageStart(InMemoryExchange.SESSION, new PageCursor("u"), Duration.ZERO);
            return MicrometerListener.of(ofPages).onPage(start, Context.empty());
        }

        @Test
        void isFreeForARegistryThatObservesNothing() {
            assertThat(onPage(ObservationRegistry.NOOP)).isSameAs(PageListener.NOOP);
            assertThat(onPage(ObservationRegistry.create())).isSameAs(PageListener.NOOP);
        }

        @Test
        void isFreeForAnObservationThatIsTurnedOff() {
            registry.observationConfig().observationPredicate((name, context) -> !name.equals(NAME));

            assertThat(onPage(registry)).isSameAs(PageListener.NOOP);
        }
    }
}

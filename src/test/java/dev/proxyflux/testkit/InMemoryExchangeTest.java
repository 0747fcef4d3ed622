package dev.proxyflux.testkit;

import static dev.proxyflux.testkit.InMemoryExchange.BASE_URL;
import static dev.proxyflux.testkit.InMemoryExchange.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.Credentials;
import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsClientBuilder;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.error.ConnectionFailedException;
import dev.proxyflux.error.ErrorResponseException;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.SessionKey;
import dev.proxyflux.retry.RetryPolicy;
import dev.proxyflux.transport.PageResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class InMemoryExchangeTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final InteractionsQuery QUERY = InteractionsQuery.of(SESSION);
    private static final String FIRST = BASE_URL + PagedList.path(SESSION);

    private final InMemoryExchange exchange = InMemoryExchange.ofPages(2, 0, 3);

    private InteractionsClientBuilder builder() {
        return InteractionsClient.builder(Credentials.authToken("AC1", "hidden"))
                .baseUrl(BASE_URL)
                .exchange(exchange);
    }

    private Flux<Interaction> stream() {
        return builder().build().stream(QUERY);
    }

    private Flux<Interaction> streamOnce() {
        return builder().retry(RetryPolicy.DEFAULT.withMaxRetries(0)).build().stream(QUERY);
    }

    @Nested
    class Pages {

        @Test
        void areThoseOfTheService() {
            stream()
                    .collectList()
                    .as(StepVerifier::create)
                    .assertNext(
                            all -> assertThat(all).containsExactlyElementsOf(GeneratedInteractions.list(SESSION, 5)))
                    .expectComplete()
                    .verify(SOON);

            assertThat(exchange.requests())
                    .extracting(RecordedRequest::uri)
                    .allSatisfy(uri -> assertThat(uri).startsWith(FIRST + "?PageSize=100"))
                    .hasSize(3);
            assertThat(exchange.pageRequests()).hasSize(3);
        }

        @Test
        void areOfAGivenSession() {
            SessionKey other = new SessionKey("KS" + "a".repeat(32), "KC" + "b".repeat(32));
            exchange.hasPages(other, 1, 1);

            builder().build().stream(InteractionsQuery.of(other))
                    .map(Interaction::sessionSid)
                    .as(StepVerifier::create)
                    .expectNext(other.sessionSid(), other.sessionSid())
                    .expectComplete()
                    .verify(SOON);
        }

        @Test
        void areServedAtOneOriginAlone() {
            exchange.get("https://proxy.test.example/v1" + PagedList.path(SESSION))
                    .as(StepVerifier::create)
                    .expectErrorMessage("only https://proxy.test is served in memory")
                    .verify(SOON);
        }

        @Test
        void carryARequestIdEach() {
            builder()
                    .build()
                    .pages(QUERY)
                    .map(page -> String.valueOf(page.response().requestId()))
                    .as(StepVerifier::create)
                    .expectNext("RQ" + "0".repeat(31) + "1", "RQ" + "0".repeat(31) + "2", "RQ" + "0".repeat(31) + "3")
                    .expectComplete()
                    .verify(SOON);
        }
    }

    @Nested
    class Subscription {

        @Test
        void isWhatSendsARequest() {
            Mono<PageResponse> page = exchange.get(FIRST);
            assertThat(exchange.requests()).isEmpty();

            page.as(StepVerifier::create).expectNextCount(1).expectComplete().verify(SOON);
            page.as(StepVerifier::create).expectNextCount(1).expectComplete().verify(SOON);

            assertThat(exchange.requests()).hasSize(2);
        }

        @Test
        void choosesTheAnswer() {
            Mono<PageResponse> page = exchange.get(FIRST);
            exchange.answersNext(Answer.status(503));

            page.map(PageResponse::toString)
                    .as(StepVerifier::create)
                    .expectNext("PageResponse[ResponseInfo[status=503, requestId=null], body=0 bytes]")
                    .expectComplete()
                    .verify(SOON);
        }
    }

    @Nested
    class Delays {

        @Test
        void runInVirtualTime() {
            exchange.delaysAnswersBy(Duration.ofHours(1));
            exchange.answersNext(Answer.delayed(Duration.ofHours(2), Answer.regular()));

            StepVerifier.withVirtualTime(() -> exchange.get(FIRST))
                    .expectSubscription()
                    .expectNoEvent(Duration.ofHours(3).minusMillis(1))
                    .thenAwait(Duration.ofMillis(1))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(SOON);
        }

        @Test
        void passUnderAStream() {
            exchange.delaysAnswersBy(Duration.ofSeconds(20));

            StepVerifier.withVirtualTime(InMemoryExchangeTest.this::stream)
                    .expectSubscription()
                    .expectNoEvent(Duration.ofSeconds(20).minusMillis(1))
                    .thenAwait(Duration.ofMillis(1))
                    .expectNextCount(2)
                    .expectNoEvent(Duration.ofSeconds(40).minusMillis(1))
                    .thenAwait(Duration.ofMillis(1))
                    .expectNextCount(3)
                    .expectComplete()
                    .verify(SOON);

            assertThat(exchange.requests())
                    .extracting(RecordedRequest::at)
                    .containsExactly(Instant.EPOCH, Instant.ofEpochSecond(20), Instant.ofEpochSecond(40));
        }
    }

    @Nested
    class Failures {

        @Test
        void areAnsweredThenServiceResumes() {
            exchange.answersNext(
                    Answer.status(429).withHeader("Retry-After", "7"),
                    Answer.failure(() -> new IOException("reset")),
                    Answer.dropConnection());

            StepVerifier.withVirtualTime(InMemoryExchangeTest.this::stream)
                    .thenAwait(Duration.ofMinutes(1))
                    .expectNextCount(5)
                    .expectComplete()
                    .verify(SOON);

            List<Instant> at =
                    exchange.requests().stream().map(RecordedRequest::at).toList();
            assertThat(at).hasSize(6);
            assertThat(Duration.between(at.get(0), at.get(1))).isGreaterThanOrEqualTo(Duration.ofSeconds(7));
            assertThat(Duration.between(at.get(1), at.get(2)))
                    .isBetween(Duration.ofMillis(400), Duration.ofMillis(800));
            assertThat(Duration.between(at.get(2), at.get(3)))
                    .isBetween(Duration.ofMillis(800), Duration.ofMillis(1_600));
        }

        @Test
        void areAsScripted() {
            exchange.answersNext(Answer.error(429, 20429, "Too Many Requests"));

            streamOnce()
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOfSatisfying(ErrorResponseException.class, e -> {
                                assertThat(e.status()).isEqualTo(429);
                                assertThat(e.code()).isEqualTo(20429);
                                assertThat(e.requestId()).isEqualTo("RQ" + "0".repeat(31) + "1");
                            }))
                    .verify(SOON);
        }

        @Test
        void areAsThrown() {
            exchange.answersNext(Answer.failure(() -> new IOException("out of order")));

            streamOnce()
                    .as(StepVerifier::create)
                    .expectError(ConnectionFailedException.class)
                    .verify(SOON);
        }

        @Test
        void follow404ForASessionThatIsNotKnown() {
            SessionKey other = new SessionKey("KS" + "a".repeat(32), "KC" + "b".repeat(32));

            builder().build().stream(InteractionsQuery.of(other))
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOfSatisfying(
                                    ErrorResponseException.class,
                                    e -> assertThat(e.code()).isEqualTo(20404)))
                    .verify(SOON);
        }
    }

    @Nested
    class Counts {

        @Test
        void tellCancelledRequestsFromAnsweredOnes() {
            exchange.answersNext(Answer.silence());

            exchange.get(FIRST)
                    .as(StepVerifier::create)
                    .expectSubscription()
                    .then(() -> assertThat(exchange.inFlight()).isEqualTo(1))
                    .thenCancel()
                    .verify(SOON);
            exchange.get(FIRST)
                    .flux()
                    .next()
                    .as(StepVerifier::create)
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(SOON);

            assertThat(exchange.cancelled()).isEqualTo(1);
            assertThat(exchange.inFlight()).isZero();
        }

        @Test
        void tellCancellationDuringADelay() {
            exchange.delaysAnswersBy(Duration.ofMinutes(5));

            StepVerifier.withVirtualTime(() -> exchange.get(FIRST))
                    .expectSubscription()
                    .expectNoEvent(Duration.ofMinutes(1))
                    .thenCancel()
                    .verify(SOON);

            assertThat(exchange.cancelled()).isEqualTo(1);
        }

        @Test
        void tellTheMostRequestsAtOnce() {
            exchange.delaysAnswersBy(Duration.ofSeconds(1));

            StepVerifier.withVirtualTime(() -> Flux.range(0, 10).flatMap(request -> exchange.get(FIRST), 3))
                    .thenAwait(Duration.ofMinutes(1))
                    .expectNextCount(10)
                    .expectComplete()
                    .verify(SOON);

            assertThat(exchange.mostInFlight()).isEqualTo(3);
            assertThat(exchange.inFlight()).isZero();
        }

        @Test
        void areDoneBeforeTheAnswerIsHandedOn() {
            TestPublisher<String> urls = TestPublisher.create();

            urls.flux()
                    .concatMap(url -> exchange.get(url).map(page -> exchange.inFlight()))
                    .as(StepVerifier::create)
                    .then(() -> urls.emit(FIRST))
                    .expectNext(0)
                    .expectComplete()
                    .verify(SOON);
        }
    }
}

package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxyflux.error.ClientClosedException;
import dev.proxyflux.error.ConnectionFailedException;
import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionPage;
import dev.proxyflux.model.PageCursor;
import dev.proxyflux.retry.RetryPolicy;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.InMemoryExchange;
import dev.proxyflux.testkit.InteractionsService;
import dev.proxyflux.transport.PageExchange;
import dev.proxyflux.transport.PageResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

class LifecycleTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final InteractionsService service = InteractionsService.start();
    private final InteractionsQuery query =
            InteractionsQuery.of(InteractionsService.SESSION).withPageSize(10);

    @BeforeEach
    void hasThreePages() {
        service.hasPages(10, 10, 10);
    }

    @AfterEach
    void closeService() {
        service.close();
    }

    private InteractionsClientBuilder builder() {
        return InteractionsClient.builder(Credentials.authToken(InteractionsService.USER, InteractionsService.SECRET))
                .baseUrl(service.baseUrl());
    }

    @Nested
    class Closing {

        @Test
        void endsAStreamThatAsksNothing() {
            InteractionsClient client = builder().build();

            client.stream(query)
                    .as(flux -> StepVerifier.create(flux, 5))
                    .expectNextCount(5)
                    .then(client::close)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOfSatisfying(ClientClosedException.class, closed -> {
                                assertThat(closed.resumeAt()).isEqualTo(new PageCursor(firstPage()));
                                assertThat(closed.isTransient()).isFalse();
                            }))
                    .verify(SOON);
        }

        private String firstPage() {
            return service.baseUrl() + service.pageRequests().get(0).uri();
        }

        @Test
        void endsAStreamThatWaitsForAnAnswer() {
            service.delaysAnswersBy(Duration.ofMinutes(1));
            InteractionsClient client = builder().build();

            client.pages(query)
                    .as(StepVerifier::create)
                    .then(() -> service.awaitRequests(1, SOON))
                    .then(client::close)
                    .expectError(ClientClosedException.class)
                    .verify(SOON);
        }

        @Test
        void cancelsTheRequestThatIsInFlight() {
            InMemoryExchange exchange = InMemoryExchange.ofPages(5);
            exchange.answersNext(Answer.silence());
            InteractionsClient client = builder()
                    .baseUrl(InMemoryExchange.BASE_URL)
                    .exchange(exchange)
                    .build();

            client.stream(query)
                    .as(StepVerifier::create)
                    .then(() -> exchange.awaitRequests(1, SOON))
                    .then(client::close)
                    .expectError(ClientClosedException.class)
                    .verify(SOON);

            assertThat(exchange.cancelled()).isEqualTo(1);
            assertThat(exchange.inFlight()).isZero();
        }

        @Test
        void reachesAStreamWhoseConsumerIsAtWork() {
            InMemoryExchange exchange = InMemoryExchange.ofPages(5, 5);
            exchange.answersBy(request -> request.uri().contains("PageToken") ? Answer.silence() : null);
            Scheduler scheduler = Schedulers.newBoundedElastic(4, 100, "lifecycle-test");
            InteractionsClient client = builder()
                    .baseUrl(InMemoryExchange.BASE_URL)
                    .exchange(exchange)
                    .scheduler(scheduler)
                    .build();

            client.stream(query)
                    .doOnNext(first -> {
                        exchange.awaitRequests(2, SOON);
                        client.close();
                        awaitCancelled(exchange);
                    })
                    .as(StepVerifier::create)
                    .expectNextCount(1)
                    .expectError(ClientClosedException.class)
                    .verify(SOON);
            scheduler.dispose();
        }

        @RepeatedTest(6)
        void endsAStreamWhoseSchedulerIsDisposedRightAfter() {
            Scheduler oneThread = Schedulers.newSingle("ends");
            InteractionsClient client = builder().scheduler(oneThread).build();

            client.stream(query)
                    .as(flux -> StepVerifier.create(flux, 1))
                    .expectNextCount(1)
                    .then(client::close)
                    .then(oneThread::dispose)
                    .expectError(ClientClosedException.class)
                    .verify(SOON);
        }

        /** As Reactor Netty does once its event loops are gone. */
        @Test
        void endsAStreamWhoseRequestCantBeCancelled() {
            Mono<PageResponse> stubborn = Mono.fromDirect(actual -> actual.onSubscribe(new Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {
                    throw new RejectedExecutionException("event executor terminated");
                }
            }));
            CountDownLatch asked = new CountDownLatch(1);
            InteractionsClient client = builder()
                    .exchange(url -> stubborn.doOnSubscribe(sent -> asked.countDown()))
                    .build();

            client.stream(query)
                    .as(StepVerifier::create)
                    .then(() -> await(asked))
                    .then(client::close)
                    .expectError(ClientClosedException.class)
                    .verify(SOON);
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException stopped) {
                throw new AssertionError(stopped);
            }
        }

        private void awaitCancelled(InMemoryExchange exchange) {
            long deadline = System.nanoTime() + SOON.toNanos();
            while (exchange.cancelled() == 0 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(exchange.cancelled()).isEqualTo(1);
        }

        @Test
        void fetchesNothingAfterwards() {
            InteractionsClient client = builder().build();
            client.close();
            client.close();

            client.stream(query)
                    .as(StepVerifier::create)
                    .expectError(ClientClosedException.class)
                    .verify(SOON);

            assertThat(service.pageRequests()).isEmpty();
        }

        @Test
        void leavesThePoolThatTheUserBrought() {
            ConnectionProvider pool = ConnectionProvider.create("mine", 2);
            try (InteractionsClient client =
                    builder().httpClient(http -> HttpClient.create(pool)).build()) {
                client.stream(query).blockLast(SOON);
            }

            assertThat(pool.isDisposed()).isFalse();
            pool.dispose();
        }

        @Test
        void surfacesADisposedScheduler() {
            Scheduler scheduler = Schedulers.newParallel("disposed", 1);
            try (InteractionsClient client = builder().scheduler(scheduler).build()) {
                client.stream(query)
                        .as(flux -> StepVerifier.create(flux, 10))
                        .expectNextCount(10)
                        .then(scheduler::dispose)
                        .thenRequest(10)
                        .expectError(ClientClosedException.class)
                        .verify(SOON);

                client.stream(query)
                        .as(StepVerifier::create)
                        .expectError(ClientClosedException.class)
                        .verify(SOON);
            }
        }
    }

    @Nested
    class Subscribing {

        @Test
        void doesNothingBefore() {
            try (InteractionsClient client = builder().build()) {
                assertThat(client.stream(query)).isNotNull();
                assertThat(client.pages(query)).isNotNull();

                assertThat(service.pageRequests()).isEmpty();
            }
        }

        @Test
        void listsAgainEachTime() {
            try (InteractionsClient client = builder().build()) {
                Flux<Interaction> stream = client.stream(query);

                List<Interaction> first = stream.collectList().block(SOON);
                List<Interaction> second = stream.collectList().block(SOON);

                assertThat(first).hasSize(30).isEqualTo(second);
                assertThat(service.pageRequests()).hasSize(6);
            }
        }

        @Test
        void worksAgainAfterAnError() {
            service.answersNext(Answer.status(503));
            try (InteractionsClient client =
                    builder().retry(RetryPolicy.DEFAULT.withMaxRetries(0)).build()) {
                Flux<Interaction> stream = client.stream(query);

                stream.as(StepVerifier::create)
                        .expectError(InteractionsException.class)
                        .verify(SOON);

                stream.as(StepVerifier::create)
                        .expectNextCount(30)
                        .expectComplete()
                        .verify(SOON);
            }
        }

        @Test
        void startsAtAnyCursorOfAPage() {
            try (InteractionsClient client = builder().build()) {
                List<InteractionPage> pages = client.pages(query).collectList().block(SOON);
                PageCursor third = pages.get(1).next();

                assertThat(pages.get(2).cursor()).isEqualTo(third);
                assertThat(pages.get(2).previous()).isNotNull();
                assertThat(client.stream(query.startingAt(third)).collectList().block(SOON))
                        .isEqualTo(pages.get(2).items());
                assertThat(client.pages(query.startingAt(pages.get(2).previous()))
                                .blockFirst(SOON)
                                .items())
                        .isEqualTo(pages.get(1).items());
            }
        }

        @Test
        void refusesACursorOfAnotherSessionAtTheCall() {
            try (InteractionsClient client = builder().build()) {
                InteractionsQuery foreign =
                        query.startingAt(new PageCursor("https://example.org/v1/Services/KS/Sessions/KC/Interactions"));

                assertThatThrownBy(() -> client.stream(foreign))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("example.org")
                        .hasMessageContaining(service.baseUrl());
            }
        }
    }

    @Nested
    class Threads {

        @Test
        void emitsOnTheClientsSchedulerOnly() {
            Scheduler scheduler = Schedulers.newParallel("mine", 2);
            Set<String> threads = ConcurrentHashMap.newKeySet();
            RetryPolicy soonOver = RetryPolicy.DEFAULT.withMaxRetries(1);
            try (InteractionsClient client =
                    builder().scheduler(scheduler).retry(soonOver).build()) {
                client.stream(query)
                        .doOnNext(interaction ->
                                threads.add(Thread.currentThread().getName()))
                        .doOnComplete(() -> threads.add(Thread.currentThread().getName()))
                        .blockLast(SOON);
                service.close();
                client.stream(query)
                        .doOnError(error -> threads.add(Thread.currentThread().getName()))
                        .as(StepVerifier::create)
                        .expectError(ConnectionFailedException.class)
                        .verify(SOON);
            }

            assertThat(threads).isNotEmpty().allMatch(name -> name.startsWith("mine"));
            scheduler.dispose();
        }

        @Test
        void mayBeKeptBusyForLongerThanAPageMayTake() {
            Scheduler oneThread = Schedulers.newBoundedElastic(1, 100, "busy");
            service.answersNext(Answer.regular(), Answer.status(503));
            RetryPolicy policy = RetryPolicy.DEFAULT
                    .withBackoff(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofMillis(10))
                    .withPageTimeout(Duration.ofSeconds(3));
            try (InteractionsClient client =
                    builder().scheduler(oneThread).retry(policy).build()) {
                client.pages(query)
                        .index((index, page) -> index == 0
                                ? Mono.delay(Duration.ofMillis(3_500)).block(SOON)
                                : index)
                        .as(StepVerifier::create)
                        .expectNextCount(3)
                        .expectComplete()
                        .verify(SOON);
            }

            assertThat(service.pageRequests()).hasSize(4);
            oneThread.dispose();
        }

        @Test
        void looksUpTheDefaultSchedulerAtSubscription() {
            AtomicReference<String> thread = new AtomicReference<>();
            try (InteractionsClient client = builder().build()) {
                client.stream(query)
                        .doOnNext(
                                interaction -> thread.set(Thread.currentThread().getName()))
                        .blockLast(SOON);
            }

            assertThat(thread.get()).startsWith("parallel-");
        }
    }

    /** Has something to say in the run that BlockHound watches. */
    @AfterAll
    static void nothingBlocked() {
        assertThat(BlockHoundSession.calls()).isEmpty();
    }

    @Nested
    class AnExchangeOfTheUsers {

        @Test
        void hasFailedWhenItGivesNoResponse() {
            List<PageExchange> faulty = List.of(url -> Mono.empty(), url -> null, url -> {
                throw new IllegalStateException("broken");
            });
            for (PageExchange exchange : faulty) {
                try (InteractionsClient client = builder()
                        .exchange(exchange)
                        .retry(RetryPolicy.DEFAULT.withMaxRetries(0))
                        .build()) {
                    client.stream(query)
                            .as(StepVerifier::create)
                            .expectError(ConnectionFailedException.class)
                            .verify(SOON);
                }
            }
        }
    }
}

package dev.proxyflux.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.proxyflux.InteractionsClient;
import dev.proxyflux.error.ClientClosedException;
import dev.proxyflux.error.ConnectionFailedException;
import dev.proxyflux.error.ErrorResponseException;
import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.error.PageTooLargeException;
import dev.proxyflux.error.UnsafeLinkException;
import dev.proxyflux.model.Interaction;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

/** Whole runs under faults: what was delivered, and what comes after. */
class FaultRunsTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Nested
    class Completeness {

        @Test
        void survivesThirtyPagesThatEachFailOnceInADifferentWay() {
            List<Function<byte[], Answer>> faults =
                    new ArrayList<>(ConnectionFaults.broken().values());
            faults.subList(22, faults.size()).clear();
            for (int status : new int[] {408, 429, 500, 502, 503, 504}) {
                faults.add(body -> Answer.status(status, "", "<html>"));
            }
            faults.add(body -> Answer.stall());
            faults.add(body -> Answer.text(Answer.CHUNKED).then(Answer.stall()));
            scene.pages(faults.size()).impatient();
            for (int page = 0; page < faults.size(); page++) {
                scene.first(page, faults.get(page).apply(scene.pages().body(page)));
            }

            Outcome outcome = scene.run();

            assertThat(faults).hasSize(30);
            outcome.isWhole().sent(60).retried(30).keepsThePromises();
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
        void deliversTheWholeListInTwoRunsWhicheverPageTheFirstDiesOn(int page) {
            scene.pages(8).always(page, Answer.reset());

            Outcome died = scene.run();
            scene.heal();
            Outcome resumed = scene.resume(
                    died.failedAt(page, ConnectionFailedException.class).resumeAt());

            assertThat(resumed.error()).isNull();
            assertThat(resumed.sids()).isEqualTo(scene.pages().sids(page, 8));
            resumed.sent(8 - page);
        }

        @Test
        void deliversAPageWhoseNextLinkIsBadBeforeTheError() {
            scene.always(1, Answer.ok(scene.pages().body(1, "https://elsewhere.example/")));

            try (InteractionsClient client = scene.client()) {
                client.stream(scene.query())
                        .map(Interaction::sid)
                        .as(StepVerifier::create)
                        .expectNextSequence(scene.pages().sids(0, 2))
                        .verifyError(UnsafeLinkException.class);
            }
        }

        @Test
        void listsAgainWhenSubscribedAgainAfterAnError() {
            scene.first(1, Answer.status(404, "", ""));

            try (InteractionsClient client = scene.client()) {
                Flux<String> sids = client.stream(scene.query()).map(Interaction::sid);
                sids.as(StepVerifier::create)
                        .expectNextSequence(scene.pages().sids(0, 1))
                        .verifyError(ErrorResponseException.class);
                sids.as(StepVerifier::create)
                        .expectNextSequence(scene.pages().sids())
                        .verifyComplete();
            }
        }

        @Test
        void neverTakesSurplusBytesForTheAnswerToARequestThatWaitsForTheConnection() {
            byte[] forged = Pages.write(scene.pages().json(List.of("KI" + "f".repeat(32)), null));
            for (int page = 0; page < scene.pages().count(); page++) {
                scene.served(
                        page, body -> Answer.ok(body).then(Answer.ok(forged)).inOneWrite());
            }
            scene.tune(client -> client.pool(1, SOON));

            try (InteractionsClient client = scene.client()) {
                Flux.range(0, 20)
                        .flatMap(run -> client.stream(scene.query())
                                .map(Interaction::sid)
                                .map(Objects::requireNonNull)
                                .collectList())
                        .distinct()
                        .as(StepVerifier::create)
                        .expectNext(scene.pages().sids())
                        .expectComplete()
                        .verify(SOON);
            }
        }
    }

    @Nested
    class Resources {

        @Test
        void endsAStalledFetchWithATypedErrorWhenTheClientIsClosed() {
            CountDownLatch stalled = new CountDownLatch(1);
            scene.always(1, wire -> {
                stalled.countDown();
                wire.silence(0);
            });
            InteractionsClient client = scene.client();

            client.stream(scene.query())
                    .as(StepVerifier::create)
                    .expectNextCount(2)
                    .then(() -> {
                        await(stalled);
                        client.close();
                    })
                    .expectErrorSatisfies(error -> {
                        assertThat(error).isInstanceOf(ClientClosedException.class);
                        assertThat(((InteractionsException) error).resumeAt()).isNotNull();
                    })
                    .verify(SOON);
        }

        @Test
        void freesTheConnectionOfAStalledFetchThatIsCancelled() {
            CountDownLatch stalled = new CountDownLatch(1);
            CountDownLatch gone = new CountDownLatch(1);
            scene.always(0, wire -> {
                stalled.countDown();
                try {
                    wire.silence(0);
                } finally {
                    gone.countDown();
                }
            });

            try (InteractionsClient client = scene.client()) {
                client.stream(scene.query())
                        .as(StepVerifier::create)
                        .then(() -> await(stalled))
                        .thenCancel()
                        .verify(SOON);

                await(gone);
            }
        }

        @Test
        void triesAgainWhenNoConnectionOfThePoolBecomesFreeInTime() {
            ConnectionProvider pool = ConnectionProvider.builder("one")
                    .maxConnections(1)
                    .pendingAcquireTimeout(Duration.ofMillis(20))
                    .build();
            CountDownLatch stalled = new CountDownLatch(1);
            scene.first(0, wire -> {
                        stalled.countDown();
                        wire.silence(0);
                    })
                    .tune(client -> client.httpClient(http -> HttpClient.create(pool)));

            try (InteractionsClient client = scene.client()) {
                Mono<Void> holder = client.stream(scene.query()).then();
                holder.as(StepVerifier::create)
                        .then(() -> {
                            await(stalled);
                            assertThat(scene.run(client, scene.query()).failedAt(0, ConnectionFailedException.class))
                                    .hasMessageContaining("no connection of the pool became free in time")
                                    .hasFieldOrPropertyWithValue(
                                            "reason", ConnectionFailedException.Reason.NO_FREE_CONNECTION)
                                    .extracting(InteractionsException::retries)
                                    .isEqualTo(Scene.RETRIES);
                        })
                        .thenCancel()
                        .verify(SOON);
            } finally {
                pool.dispose();
            }
        }

        @Test
        void saysWhichWayTheHttpClientFailedWhenTooManyWaitForAConnection() {
            ConnectionProvider pool = ConnectionProvider.builder("one")
                    .maxConnections(1)
                    .pendingAcquireMaxCount(1)
                    .build();
            CountDownLatch stalled = new CountDownLatch(1);
            scene.first(0, wire -> {
                        stalled.countDown();
                        wire.silence(0);
                    })
                    .tune(client -> client.httpClient(http -> HttpClient.create(pool)));

            try (InteractionsClient client = scene.client()) {
                Mono<Void> holder = client.stream(scene.query()).then();
                holder.as(StepVerifier::create)
                        .then(() -> {
                            await(stalled);
                            Mono.firstWithSignal(
                                            holder,
                                            Mono.fromRunnable(() -> assertThat(scene.run(client, scene.query())
                                                            .failedAt(0, ConnectionFailedException.class))
                                                    .hasMessageContaining(
                                                            "the HTTP client failed (PoolAcquirePendingLimit")
                                                    .hasFieldOrPropertyWithValue(
                                                            "reason",
                                                            ConnectionFailedException.Reason.NO_FREE_CONNECTION)))
                                    .block(SOON);
                        })
                        .thenCancel()
                        .verify(SOON);
            } finally {
                pool.dispose();
            }
        }

        @Test
        void allocatesNearTheBoundForABombOfGzip() {
            int bound = 1 << 20;
            byte[] bomb = Gzip.BOMB;
            Scheduler decoding = Schedulers.newSingle("decoding", true);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long decoder = Objects.requireNonNull(
                    Mono.fromCallable(() -> Thread.currentThread().getId())
                            .subscribeOn(decoding)
                            .block());
            scene.always(0, Answer.response(Answer.OK + "Content-Encoding: gzip\r\n", bomb))
                    .tune(client -> client.scheduler(decoding).maxPageBytes(bound));
            long before = threads.getThreadAllocatedBytes(decoder);

            scene.run().failedAt(0, PageTooLargeException.class);

            assertThat(threads.getThreadAllocatedBytes(decoder) - before).isLessThan(4L * bound);
            decoding.dispose();
        }
    }

    @Nested
    class Secrets {

        @Test
        void showsNoSecretThatALinkOrAHeaderOfAPageEchoes() {
            scene.always(
                    0,
                    Answer.response(
                            Answer.OK + "Twilio-Request-Id: " + Scene.SECRET + "\r\n",
                            scene.pages().body(0, scene.pages().link(1) + "&x=" + Scene.SECRET)));

            try (InteractionsClient client = scene.client()) {
                client.pages(scene.query())
                        .as(StepVerifier::create)
                        .assertNext(page -> assertThat(page.toString()).doesNotContain(Scene.SECRET))
                        .verifyError(UnsafeLinkException.class);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}

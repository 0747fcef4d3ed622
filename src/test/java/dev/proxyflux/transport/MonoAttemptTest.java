package dev.proxyflux.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.error.ClientClosedException;
import dev.proxyflux.error.ConnectionFailedException;
import dev.proxyflux.error.ErrorResponseException;
import dev.proxyflux.model.PageCursor;
import dev.proxyflux.model.ResponseInfo;
import dev.proxyflux.observe.PageListener;
import dev.proxyflux.retry.PageRetry;
import dev.proxyflux.retry.RetryPolicy;
import dev.proxyflux.testkit.InMemoryExchange;
import dev.proxyflux.text.SecretMask;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.util.RaceTestUtils;
import reactor.util.context.Context;

class MonoAttemptTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final PageCursor PAGE = new PageCursor("https://proxy.test/page");

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<Throwable> dropped = new ArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final AtomicReference<MonoSink<PageResponse>> network = new AtomicReference<>();

    @BeforeEach
    void keepDropped() {
        Hooks.onErrorDropped(dropped::add);
    }

    @AfterEach
    void resetHook() {
        Hooks.resetOnErrorDropped();
        time.dispose();
    }

    static PageResponse answer(int status) {
        byte[] body = "{\"meta\":{\"next_page_url\":null},\"interactions\":[]}".getBytes(UTF_8);
        return new PageResponse(new ResponseInfo(status, Map.of()), body, true);
    }

    static Mono<ReceivedPage> attempt(PageExchange exchange, Scheduler scheduler) {
        FetchSettings settings = new FetchSettings(
                TIMEOUT,
                1_000,
                RetryPolicy.DEFAULT,
                event -> {},
                (start, context) -> PageListener.NOOP,
                Clock.systemUTC(),
                SecretMask.of("SK1", "secret-of-the-key"),
                () -> false);
        PageRetry retry = new PageRetry(RetryPolicy.DEFAULT, event -> {}, scheduler, PAGE);
        PageWatch watch = PageWatch.start(
                settings.listener(), scheduler, new DuePage(InMemoryExchange.SESSION, PAGE, 0), Context.empty());
        OnePage page = new OnePage(exchange, settings, PAGE, retry, watch);
        return new MonoAttempt(new PageAttempt(page, new FailureMapping(settings, PAGE, 0), TIMEOUT));
    }

    /** Answered by {@link #network}. */
    private Mono<ReceivedPage> attempt(Scheduler scheduler) {
        return attempt(
                url -> Mono.<PageResponse>create(network::set)
                        .doOnSubscribe(subscription -> sent.incrementAndGet())
                        .doOnCancel(cancelled::incrementAndGet),
                scheduler);
    }

    @Nested
    class Demand {

        @Test
        void sendsOnTheFirstRequestOnly() {
            StepVerifier.create(attempt(time), 0)
                    .expectSubscription()
                    .then(() -> assertThat(sent).hasValue(0))
                    .thenRequest(1)
                    .thenRequest(1)
                    .then(() -> assertThat(sent).hasValue(1))
                    .then(() -> network.get().success(answer(200)))
                    .then(time::advanceTime)
                    .expectNextCount(1)
                    .verifyComplete();
            assertThat(cancelled).hasValue(0);
        }

        @Test
        void startsTheClockWithTheRequest() {
            StepVerifier.create(attempt(time), 0)
                    .then(() -> time.advanceTimeBy(TIMEOUT.multipliedBy(2)))
                    .thenRequest(1)
                    .then(() -> time.advanceTimeBy(TIMEOUT.minusMillis(1)))
                    .then(() -> network.get().success(answer(200)))
                    .then(time::advanceTime)
                    .expectNextCount(1)
                    .verifyComplete();
        }
    }

    @Nested
    class Errors {

        private void fails(PageExchange exchange, String message) {
            StepVerifier.create(attempt(exchange, time))
                    .then(time::advanceTime)
                    .expectErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOf(ConnectionFailedException.class)
                            .hasMessageContaining(message))
                    .verify(SOON);
        }

        @Test
        void areThoseOfASeamThatThrowsOrIsNullOrEmpty() {
            fails(
                    url -> {
                        throw new IllegalStateException("bug");
                    },
                    "IllegalStateException");
            fails(url -> null, "NullPointerException");
            fails(url -> Mono.empty(), "NoSuchElementException");
        }

        @Test
        void areTheServicesOwn() {
            StepVerifier.create(attempt(url -> Mono.just(answer(404)), time))
                    .then(time::advanceTime)
                    .verifyError(ErrorResponseException.class);
        }

        @Test
        void comeWhenTheTimeIsUpAndCancelTheRequest() {
            StepVerifier.create(attempt(time))
                    .then(() -> time.advanceTimeBy(TIMEOUT.minusMillis(1)))
                    .then(() -> assertThat(cancelled).hasValue(0))
                    .then(() -> time.advanceTimeBy(Duration.ofMillis(1)))
                    .expectErrorSatisfies(failure -> assertThat(failure).hasMessageContaining("within 30000 ms"))
                    .verify(SOON);
            assertThat(cancelled).hasValue(1);
        }

        @Test
        void comeThoughTheRequestCannotBeCancelled() {
            PageExchange stubborn = url -> Mono.<PageResponse>never().doOnCancel(() -> {
                throw new IllegalStateException("event loop gone");
            });
            AtomicReference<Throwable> failure = new AtomicReference<>();
            attempt(stubborn, time).subscribe(page -> {}, failure::set);

            time.advanceTimeBy(TIMEOUT);

            assertThat(failure.get()).isInstanceOf(ConnectionFailedException.class);
            assertThat(dropped).singleElement().isInstanceOf(ConnectionFailedException.class);
        }

        @Test
        void areTypedWhenTheSchedulerTakesNoWork() {
            Scheduler gone = Schedulers.newSingle("gone");
            gone.dispose();

            StepVerifier.create(attempt(gone))
                    .expectError(ClientClosedException.class)
                    .verify(SOON);
            assertThat(sent).hasValue(0);
        }

        @Test
        void areTypedWhenTheSchedulerGoesWhileTheAnswerIsAwaited() {
            Scheduler going = Schedulers.newSingle("going");

            StepVerifier.create(attempt(going))
                    .then(going::dispose)
                    .then(() -> network.get().success(answer(200)))
                    .expectError(ClientClosedException.class)
                    .verify(SOON);
        }

        @Test
        void thatComeTooLateAreDroppedWithoutTheirText() {
            PageExchange late = url -> new Mono<>() {
                @Override
                public void subscribe(CoreSubscriber<? super PageResponse> subscriber) {
                    subscriber.onSubscribe(Operators.emptySubscription());
                    subscriber.onError(new IllegalStateException("first"));
                    subscriber.onError(new IllegalStateException("secret-of-the-key"));
                }
            };

            attempt(late, time).onErrorComplete().subscribe();
            time.advanceTime();

            assertThat(dropped).singleElement().isInstanceOf(ConnectionFailedException.class);
            assertThat(dropped.get(0).toString()).doesNotContain("secret-of-the-key");
        }
    }

    @Nested
    class Cancellation {

        @Test
        void cancelsTheRequestAndTheClock() {
            ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
            executor.setRemoveOnCancelPolicy(true);
            Disposable running =
                    attempt(Schedulers.fromExecutorService(executor)).subscribe();
            assertThat(executor.getQueue()).hasSize(1);

            running.dispose();

            assertThat(executor.getQueue()).isEmpty();
            assertThat(cancelled).hasValue(1);
            executor.shutdownNow();
        }

        @Test
        void readsNoAnswerThatWaitsForTheScheduler() throws InterruptedException {
            ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
            CountDownLatch busy = new CountDownLatch(1);
            List<ReceivedPage> emitted = new ArrayList<>();
            Disposable running =
                    attempt(Schedulers.fromExecutorService(executor)).subscribe(emitted::add);
            Future<Boolean> stuck = executor.submit(() -> busy.await(SOON.toSeconds(), TimeUnit.SECONDS));
            network.get().success(answer(200));

            running.dispose();
            busy.countDown();
            executor.shutdown();

            assertThat(executor.awaitTermination(SOON.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(stuck).succeedsWithin(SOON).isEqualTo(true);
            assertThat(emitted).isEmpty();
        }
    }

    /** What may meet, each on a thread of its own. */
    enum Act {
        ANSWER,
        FAIL,
        EXPIRE,
        CANCEL
    }

    static List<List<Act>> meetings() {
        List<List<Act>> meetings = new ArrayList<>();
        for (Act first : Act.values()) {
            for (Act second : Act.values()) {
                boolean bothFromUpstream = first.ordinal() < 2 && second.ordinal() < 2;
                if (!bothFromUpstream && first != second) {
                    meetings.add(List.of(first, second));
                }
            }
        }
        return meetings;
    }

    @ParameterizedTest
    @MethodSource("meetings")
    void hasOneEndWhateverMeets(List<Act> acts) {
        for (int round = 0; round < 300; round++) {
            Clockwork clock = new Clockwork();
            AtomicInteger pages = new AtomicInteger();
            AtomicInteger ends = new AtomicInteger();
            cancelled.set(0);
            Disposable running = attempt(clock)
                    .doOnNext(page -> pages.incrementAndGet())
                    .doOnTerminate(ends::incrementAndGet)
                    .onErrorComplete()
                    .subscribe();
            MonoSink<PageResponse> sink = network.get();

            RaceTestUtils.race(
                    acts.stream().map(act -> act(act, running, sink, clock)).toArray(Runnable[]::new));

            boolean isCancelled = acts.contains(Act.CANCEL);
            assertThat(ends.get()).isBetween(isCancelled ? 0 : 1, 1);
            assertThat(pages.get()).isLessThanOrEqualTo(acts.contains(Act.ANSWER) ? ends.get() : 0);
            boolean isAnswered = acts.contains(Act.ANSWER) || acts.contains(Act.FAIL);
            assertThat(cancelled.get()).isBetween(isAnswered ? 0 : 1, 1);
        }
    }

    private static Runnable act(Act act, Disposable running, MonoSink<PageResponse> sink, Clockwork clock) {
        return switch (act) {
            case ANSWER -> () -> sink.success(answer(200));
            case FAIL -> () -> sink.error(new IllegalStateException("broken"));
            case EXPIRE -> clock::strike;
            case CANCEL -> running::dispose;
        };
    }

    /**
     * Runs on its caller's thread, and what is delayed when it strikes. Reactor's virtual time may lose a task that is
     * scheduled while it moves: between its look at the first task and its taking of it, another may have become the first.
     */
    private static final class Clockwork implements Scheduler {

        private final AtomicReference<Runnable> delayed = new AtomicReference<>();

        /** Though it may have been stopped: a timer that fires and one that is stopped may meet. */
        void strike() {
            delayed.get().run();
        }

        @Override
        public Disposable schedule(Runnable task) {
            task.run();
            return Disposables.disposed();
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            delayed.set(task);
            return Disposables.single();
        }

        @Override
        public Worker createWorker() {
            throw new UnsupportedOperationException("an attempt needs no worker");
        }
    }
}

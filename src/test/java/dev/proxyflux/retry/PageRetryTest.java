package dev.proxyflux.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.error.ConnectionFailedException;
import dev.proxyflux.error.ConnectionFailedException.Reason;
import dev.proxyflux.error.ErrorResponseException;
import dev.proxyflux.error.Failure;
import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.error.ServiceAnswer;
import dev.proxyflux.model.PageCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** In virtual time; a fetch counts its subscriptions and notes when they come. */
class PageRetryTest {

    private static final PageCursor PAGE = new PageCursor("https://proxy.example/page");
    private static final Duration LONG = Duration.ofHours(10);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<RetryEvent> events = new ArrayList<>();
    private final List<Long> attempts = new ArrayList<>();
    private Throwable failure;
    private boolean completed;

    @AfterEach
    void noTimerIsLeft() {
        time.dispose();
    }

    private static ErrorResponseException response(int status, Duration retryAfter) {
        return new ErrorResponseException(
                "HTTP " + status, new ServiceAnswer(status, 7, "text", null, retryAfter), new Failure(PAGE, "RQ1", 3));
    }

    private static InteractionsException refused() {
        return new ConnectionFailedException("refused", Reason.BROKEN, Failure.at(PAGE), null);
    }

    /** Each try takes as long as said, then fails. */
    private PageRetry failing(RetryPolicy policy, Duration each, Supplier<? extends Throwable> error) {
        PageRetry retry = new PageRetry(policy, events::add, time, PAGE);
        Mono.delay(each, time)
                .doOnSubscribe(subscription -> attempts.add(time.now(TimeUnit.MILLISECONDS)))
                .then(Mono.error(error))
                .retryWhen(retry.retry())
                .subscribe(value -> {}, error2 -> failure = error2, () -> completed = true);
        return retry;
    }

    private void fail(RetryPolicy policy, Supplier<? extends Throwable> error) {
        failing(policy, Duration.ZERO, error);
        time.advanceTimeBy(LONG);
    }

    private List<Long> gaps() {
        List<Long> gaps = new ArrayList<>();
        for (int at = 1; at < attempts.size(); at++) {
            gaps.add(attempts.get(at) - attempts.get(at - 1));
        }
        return gaps;
    }

    @Nested
    class Counts {

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 4, 7})
        void areTheTriesAfterTheFirst(int retries) {
            InteractionsException error = refused();
            fail(RetryPolicy.DEFAULT.withMaxRetries(retries), () -> error);

            assertThat(attempts).hasSize(retries + 1);
            assertThat(events).hasSize(retries);
            assertThat(failure).isSameAs(error);
        }

        @ParameterizedTest
        @ValueSource(ints = {408, 429, 500, 502, 503, 504})
        void areForStatusesThatPass(int status) {
            fail(RetryPolicy.DEFAULT, () -> response(status, null));

            assertThat(attempts).hasSize(5);
        }

        @ParameterizedTest
        @ValueSource(ints = {204, 301, 302, 304, 307, 400, 401, 403, 404, 409, 410, 413, 422, 428, 430, 501, 505, 599})
        void areNoneForAnyOtherStatus(int status) {
            fail(RetryPolicy.DEFAULT, () -> response(status, Duration.ofSeconds(1)));

            assertThat(attempts).hasSize(1);
            assertThat(events).isEmpty();
            assertThat(failure).hasMessage("HTTP " + status);
        }

        @Test
        void areNoneForWhatDoesNotPass() {
            InteractionsException certificate =
                    new ConnectionFailedException("certificate", Reason.CERTIFICATE_REFUSED, Failure.at(PAGE), null);
            fail(RetryPolicy.DEFAULT, () -> certificate);

            assertThat(attempts).hasSize(1);
            assertThat(failure).isSameAs(certificate);
        }

        @Test
        void areNoneForAnErrorOfAnotherKind() {
            IllegalStateException bug = new IllegalStateException("bug");
            fail(RetryPolicy.DEFAULT, () -> bug);

            assertThat(attempts).hasSize(1);
            assertThat(failure).isSameAs(bug);
        }

        @Test
        void endWithTheFirstSuccess() {
            PageRetry retry = new PageRetry(RetryPolicy.DEFAULT, events::add, time, PAGE);
            Mono.defer(() -> {
                        attempts.add(time.now(TimeUnit.MILLISECONDS));
                        return attempts.size() < 3 ? Mono.<String>error(refused()) : Mono.just("page");
                    })
                    .retryWhen(retry.retry())
                    .subscribe(value -> {}, error -> failure = error, () -> completed = true);
            time.advanceTimeBy(LONG);

            assertThat(attempts).hasSize(3);
            assertThat(completed).isTrue();
            assertThat(failure).isNull();
        }
    }

    @Nested
    class Delays {

        @Test
        void doubleAndStayBetweenHalfAndWhole() {
            fail(RetryPolicy.DEFAULT, PageRetryTest::refused);

            long ceiling = 400;
            for (long gap : gaps()) {
                assertThat(gap).isBetween(ceiling / 2, ceiling);
                ceiling *= 2;
            }
            assertThat(gaps()).hasSize(4);
        }

        @Test
        void beginAtASecondAfterA429() {
            fail(RetryPolicy.DEFAULT, () -> response(429, null));

            assertThat(gaps().get(0)).isBetween(500L, 1_000L);
            assertThat(gaps().get(3)).isBetween(4_000L, 8_000L);
        }

        @Test
        void beginSoonerAfterA503() {
            fail(RetryPolicy.DEFAULT, () -> response(503, null));

            assertThat(gaps().get(0)).isBetween(200L, 400L);
        }

        @Test
        void areSpreadEvenly() {
            RetryPolicy policy = RetryPolicy.DEFAULT
                    .withMaxRetries(1_000)
                    .withBackoff(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1))
                    .withPageTimeout(Duration.ofHours(2));
            fail(policy, PageRetryTest::refused);

            int[] tenths = new int[10];
            gaps().forEach(gap -> tenths[(int) Math.min(9, (gap - 500) / 50)]++);
            assertThat(gaps()).hasSize(1_000);
            // 100 each are expected; six standard deviations are 57.
            assertThat(IntStream.of(tenths)).allMatch(count -> count >= 43 && count <= 157);
        }

        @Test
        void areEndedByCancellation() {
            PageRetry retry = new PageRetry(RetryPolicy.DEFAULT, events::add, time, PAGE);
            Disposable running = Mono.defer(() -> {
                        attempts.add(0L);
                        return Mono.error(refused());
                    })
                    .retryWhen(retry.retry())
                    .subscribe(value -> {}, error -> failure = error);
            running.dispose();
            time.advanceTimeBy(LONG);

            assertThat(attempts).hasSize(1);
            assertThat(failure).isNull();
        }
    }

    @Nested
    class Asked {

        @Test
        void isAFloor() {
            fail(RetryPolicy.DEFAULT, () -> response(503, Duration.ofSeconds(10)));

            assertThat(gaps()).hasSize(4).allSatisfy(gap -> assertThat(gap).isGreaterThanOrEqualTo(10_000));
            long jitter = 200;
            for (long gap : gaps()) {
                assertThat(gap).isLessThanOrEqualTo(10_000 + jitter);
                jitter *= 2;
            }
        }

        @Test
        void isSpreadAboveTheFloor() {
            for (int run = 0; run < 20; run++) {
                fail(RetryPolicy.DEFAULT.withMaxRetries(1), () -> response(503, Duration.ofSeconds(10)));
            }

            assertThat(events.stream().map(RetryEvent::delay).distinct()).hasSizeGreaterThan(1);
        }

        @Test
        void neverShortensTheBackoff() {
            fail(RetryPolicy.DEFAULT, () -> response(429, Duration.ZERO));

            assertThat(gaps().get(0)).isBetween(500L, 1_000L);
            assertThat(gaps().get(3)).isBetween(4_000L, 8_000L);
        }

        @Test
        void isWaitedForUpToTheCap() {
            fail(RetryPolicy.DEFAULT.withMaxRetries(1), () -> response(429, Duration.ofSeconds(60)));

            assertThat(gaps()).hasSize(1);
            assertThat(gaps().get(0)).isBetween(60_000L, 60_500L);
        }

        @Test
        void failsAtOnceAboveTheCapAndSaysSo() {
            fail(RetryPolicy.DEFAULT, () -> response(429, Duration.ofSeconds(61)));

            assertThat(attempts).hasSize(1);
            assertThat(events).isEmpty();
            assertThat(failure)
                    .hasMessage("HTTP 429; the service asks to wait 61 s, more than the 60 s of this client")
                    .isInstanceOfSatisfying(ErrorResponseException.class, error -> {
                        assertThat(error.status()).isEqualTo(429);
                        assertThat(error.code()).isEqualTo(7);
                        assertThat(error.serviceMessage()).isEqualTo("text");
                        assertThat(error.retryAfter()).isEqualTo(Duration.ofSeconds(61));
                        assertThat(error.resumeAt()).isEqualTo(PAGE);
                        assertThat(error.requestId()).isEqualTo("RQ1");
                        assertThat(error.retries()).isEqualTo(3);
                    });
        }
    }

    @Nested
    class PageTimeout {

        @Test
        void boundsTheDelays() {
            RetryPolicy policy = RetryPolicy.DEFAULT.withMaxRetries(1_000).withPageTimeout(Duration.ofSeconds(100));
            InteractionsException error = refused();
            fail(policy, () -> error);

            assertThat(failure).isSameAs(error);
            assertThat(attempts).hasSizeBetween(5, 30);
            assertThat(attempts.get(attempts.size() - 1)).isBetween(79_000L, 99_999L);
        }

        @Test
        void countsTheAttemptsToo() {
            RetryPolicy policy = RetryPolicy.DEFAULT.withMaxRetries(1_000).withPageTimeout(Duration.ofSeconds(100));
            failing(policy, Duration.ofSeconds(49), PageRetryTest::refused);
            time.advanceTimeBy(LONG);

            assertThat(attempts).hasSize(3);
            assertThat(failure).isInstanceOf(ConnectionFailedException.class);
        }

        @Test
        void leavesNoDelayThatWouldUseItUp() {
            fail(
                    RetryPolicy.DEFAULT.withPageTimeout(Duration.ofSeconds(30)),
                    () -> response(503, Duration.ofSeconds(30)));

            assertThat(attempts).hasSize(1);
            assertThat(failure).hasMessage("HTTP 503");
        }

        @Test
        void isToldAsItRunsOut() {
            PageRetry retry = new PageRetry(RetryPolicy.DEFAULT, events::add, time, PAGE);

            assertThat(retry.remaining()).isEqualTo(Duration.ofMinutes(5));
            time.advanceTimeBy(Duration.ofMinutes(2));
            assertThat(retry.remaining()).isEqualTo(Duration.ofMinutes(3));
            time.advanceTimeBy(Duration.ofMinutes(4));
            assertThat(retry.remaining()).isEqualTo(Duration.ofMinutes(-1));
        }
    }

    @Nested
    class Listener {

        @Test
        void hearsEachRetry() {
            ErrorResponseException error = response(503, null);
            fail(RetryPolicy.DEFAULT, () -> error);

            assertThat(events).extracting(RetryEvent::retry).containsExactly(1, 2, 3, 4);
            assertThat(events).extracting(RetryEvent::page).containsOnly(PAGE);
            assertThat(events).extracting(RetryEvent::cause).containsOnly(error);
            assertThat(events).extracting(RetryEvent::requestId).containsOnly("RQ1");
            for (int at = 0; at < 4; at++) {
                // The gaps are of rounded times.
                assertThat(gaps().get(at) - events.get(at).delay().toMillis()).isBetween(-1L, 1L);
            }
        }

        @Test
        void hearsBeforeTheDelay() {
            failing(RetryPolicy.DEFAULT, Duration.ZERO, PageRetryTest::refused);
            time.advanceTimeBy(Duration.ofMillis(1));

            assertThat(events).hasSize(1);
            assertThat(attempts).hasSize(1);
        }

        @Test
        void doesNotDisturbByThrowing() {
            for (Throwable broken :
                    List.of(new IllegalStateException("x"), new AssertionError("x"), new NoSuchMethodError("x"))) {
                attempts.clear();
                PageRetry retry = new PageRetry(
                        RetryPolicy.DEFAULT, event -> PageRetryTest.<RuntimeException>sneak(broken), time, PAGE);
                Mono.defer(() -> {
                            attempts.add(0L);
                            return Mono.error(refused());
                        })
                        .retryWhen(retry.retry())
                        .subscribe(value -> {}, error -> failure = error);
                time.advanceTimeBy(LONG);

                assertThat(attempts).as("%s", broken).hasSize(5);
                assertThat(failure).isInstanceOf(ConnectionFailedException.class);
            }
        }
    }

    @SuppressWarnings("unchecked") // the cast is erased: any throwable gets out
    private static <E extends Throwable> void sneak(Throwable failure) throws E {
        throw (E) failure;
    }
}

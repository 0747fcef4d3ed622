package dev.proxyflux.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.model.PageCursor;
import dev.proxyflux.model.ResponseInfo;
import dev.proxyflux.observe.Attempt;
import dev.proxyflux.observe.PageListener;
import dev.proxyflux.retry.RetryEvent;
import dev.proxyflux.retry.RetryPolicy;
import dev.proxyflux.testkit.InMemoryExchange;
import dev.proxyflux.text.SecretMask;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.util.RaceTestUtils;

/** A cancellation that meets the answer: whoever comes first, the listener hears of one end, one call at a time. */
class PageWatchRaceTest {

    private static final int ROUNDS = 500;
    private static final String PAGE = "{\"meta\":{\"next_page_url\":null},\"interactions\":[]}";

    /** What a listener must never see. */
    private static final class Strict implements PageListener {

        private final AtomicBoolean isCalled = new AtomicBoolean();
        private final AtomicInteger overlaps = new AtomicInteger();
        /** Plain on purpose: each call has to see what the one before wrote. */
        private int attempts;

        private int attemptEnds;
        private int ends;
        private int callsAfterTheEnd;
        private boolean wasCancelled;

        private void called(Runnable what) {
            if (!isCalled.compareAndSet(false, true)) {
                overlaps.incrementAndGet();
            }
            callsAfterTheEnd += ends;
            what.run();
            Thread.onSpinWait();
            isCalled.set(false);
        }

        @Override
        public void onAttempt(int number) {
            called(() -> attempts++);
        }

        @Override
        public void onAttemptEnd(Attempt attempt) {
            called(() -> attemptEnds++);
        }

        @Override
        public void onRetry(RetryEvent retry) {
            called(() -> {});
        }

        @Override
        public void onReceived(int interactions, ResponseInfo response) {
            called(() -> ends++);
        }

        @Override
        public void onFailed(InteractionsException failure) {
            called(() -> ends++);
        }

        @Override
        public void onCancelled() {
            called(() -> {
                ends++;
                wasCancelled = true;
            });
        }
    }

    private final AtomicInteger dropped = new AtomicInteger();
    private int cancellations;

    @BeforeEach
    void countDropped() {
        Hooks.onErrorDropped(failure -> dropped.incrementAndGet());
    }

    @AfterEach
    void resetHook() {
        Hooks.resetOnErrorDropped();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 503})
    void tellsOneEnd(int status) {
        for (int round = 0; round < ROUNDS; round++) {
            play(status, round % 2 == 0);
        }

        assertThat(cancellations)
                .as("rounds in which the cancellation came first")
                .isPositive();
        // An answer that is in time to be looked at and too late to be told may be; one that is discarded unseen may
        // not.
        if (status == 200) {
            assertThat(dropped).hasValue(0);
        }
    }

    private void play(int status, boolean cancelsFirst) {
        Strict listener = new Strict();
        AtomicReference<MonoSink<PageResponse>> answer = new AtomicReference<>();
        FetchSettings settings = new FetchSettings(
                Duration.ofMinutes(1),
                1_000,
                RetryPolicy.DEFAULT,
                event -> {},
                (start, context) -> listener,
                Clock.systemUTC(),
                SecretMask.of("SK1", "secret-of-the-key"),
                () -> false);
        DuePage page = new DuePage(InMemoryExchange.SESSION, new PageCursor("https://proxy.test/page"), 0);
        Disposable fetch = PageFetch.of(url -> Mono.create(answer::set), settings, VirtualTimeScheduler.create(), page)
                .onErrorResume(failure -> Mono.empty())
                .subscribe();
        Runnable answers = () ->
                answer.get().success(new PageResponse(new ResponseInfo(status, Map.of()), PAGE.getBytes(UTF_8), true));

        if (cancelsFirst) {
            RaceTestUtils.race(fetch::dispose, answers);
        } else {
            RaceTestUtils.race(answers, fetch::dispose);
        }

        // Of a page to be tried again, the cancellation is the only end, and it may come after the race: before the
        // retry.
        assertThat(listener.ends).isEqualTo(1);
        assertThat(listener.overlaps).hasValue(0);
        assertThat(listener.callsAfterTheEnd).isZero();
        assertThat(listener.attempts).isEqualTo(1);
        assertThat(listener.attemptEnds).isEqualTo(1);
        cancellations += listener.wasCancelled ? 1 : 0;
    }
}

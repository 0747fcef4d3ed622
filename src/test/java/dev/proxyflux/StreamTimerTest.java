package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.util.RaceTestUtils;

class StreamTimerTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final StreamTimer timer = new StreamTimer(time);
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);

    StreamTimerTest() {
        executor.setRemoveOnCancelPolicy(true);
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
        time.dispose();
    }

    private Disposable after(int millis, Runnable task) {
        return timer.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    @Test
    void setsOneTimerForClocksThatAreStopped() {
        StreamTimer real = new StreamTimer(Schedulers.fromExecutorService(executor));

        for (int page = 0; page < 100; page++) {
            real.schedule(() -> {}, 30, TimeUnit.SECONDS).dispose();
        }

        assertThat(executor.getQueue()).hasSize(1);
        real.dispose();
        assertThat(executor.getQueue()).isEmpty();
    }

    @Test
    void runsATaskWhenItIsDueThoughTheTimerWasSetForAnother() {
        AtomicInteger runs = new AtomicInteger();
        after(10, () -> {}).dispose();
        time.advanceTimeBy(Duration.ofMillis(6));
        after(10, runs::incrementAndGet);

        time.advanceTimeBy(Duration.ofMillis(9));
        assertThat(runs).hasValue(0);
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(runs).hasValue(1);
    }

    @Test
    void runsNothingThatWasStopped() {
        AtomicInteger runs = new AtomicInteger();
        Disposable stopped = after(5, runs::incrementAndGet);
        stopped.dispose();
        after(5, runs::incrementAndGet);
        timer.schedule(runs::incrementAndGet, 8, TimeUnit.MILLISECONDS);

        time.advanceTimeBy(Duration.ofMillis(5));
        assertThat(runs).hasValue(1);
        assertThat(stopped.isDisposed()).isTrue();

        timer.dispose();
        time.advanceTimeBy(Duration.ofMillis(5));
        assertThat(runs).hasValue(1);
        assertThat(timer.isDisposed()).isTrue();
    }

    /** Against the scheduler itself: whatever is started and stopped, each task runs at its own time. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void runsEachTaskAtItsTime(long seed) {
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        List<String> ran = new ArrayList<>();
        List<Disposable> tasks = new ArrayList<>();
        for (int step = 0; step < 400; step++) {
            if (random.nextInt(3) == 0 && !tasks.isEmpty()) {
                int stopped = random.nextInt(tasks.size() / 2) * 2;
                tasks.get(stopped).dispose();
                tasks.get(stopped + 1).dispose();
            } else {
                String name = "task " + step;
                int delay = random.nextInt(200);
                tasks.add(after(delay, () -> ran.add(name + " at " + time.now(TimeUnit.MILLISECONDS))));
                tasks.add(time.schedule(
                        () -> expected.add(name + " at " + time.now(TimeUnit.MILLISECONDS)),
                        delay,
                        TimeUnit.MILLISECONDS));
            }
            time.advanceTimeBy(Duration.ofMillis(random.nextInt(20)));
        }
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(ran).hasSizeGreaterThan(100).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void runsATaskOnceOrNotAtAllWhenItIsStoppedMeanwhile() {
        for (int round = 0; round < 500; round++) {
            AtomicInteger runs = new AtomicInteger();
            AtomicInteger others = new AtomicInteger();
            Disposable task = after(5, runs::incrementAndGet);

            RaceTestUtils.race(
                    () -> time.advanceTimeBy(Duration.ofMillis(5)),
                    task::dispose,
                    () -> after(5, others::incrementAndGet));
            time.advanceTimeBy(Duration.ofMillis(20));

            assertThat(runs.get()).isLessThanOrEqualTo(1);
            assertThat(others).hasValue(1);
        }
    }

    @Test
    void refusesWhatTheSchedulerRefusesAndForgetsIt() {
        Scheduler gone = Schedulers.fromExecutorService(executor);
        StreamTimer refused = new StreamTimer(gone);
        gone.dispose();

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> refused.schedule(() -> {}, 1, TimeUnit.SECONDS))
                    .isInstanceOf(RejectedExecutionException.class);
        }
    }
}

package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
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

    /** As a page does that is tried again: its clock, a shorter delay, its clock. */
    @Test
    void setsOneTimerThoughDelaysTakeTurns() {
        StreamTimer real = new StreamTimer(Schedulers.fromExecutorService(executor));
        for (int retry = 0; retry < 50; retry++) {
            real.schedule(() -> {}, 30, TimeUnit.SECONDS).dispose();
            CountDownLatch due = new CountDownLatch(1);
            real.schedule(due::countDown, 1, TimeUnit.MILLISECONDS);
            real.schedule(() -> {}, 60, TimeUnit.SECONDS).dispose();
            await(due);
        }

        assertThat(executor.getQueue()).hasSizeLessThanOrEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    @Test
    void waitsNoLongerThanTheDelayWhenTheClockIsSetBack() {
        AtomicLong setBack = new AtomicLong();
        AtomicInteger runs = new AtomicInteger();
        new StreamTimer(setBackBy(setBack)).schedule(runs::incrementAndGet, 500, TimeUnit.MILLISECONDS);
        setBack.set(Duration.ofHours(1).toNanos());

        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(runs).hasValue(1);
    }

    /** Its clock may be the system's. */
    private Scheduler setBackBy(AtomicLong setBack) {
        return new Scheduler() {
            @Override
            public Disposable schedule(Runnable task) {
                return time.schedule(task);
            }

            @Override
            public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
                return time.schedule(task, delay, unit);
            }

            @Override
            public long now(TimeUnit unit) {
                return unit.convert(time.now(TimeUnit.NANOSECONDS) - setBack.get(), TimeUnit.NANOSECONDS);
            }

            @Override
            public Worker createWorker() {
                return time.createWorker();
            }
        };
    }

    @Test
    void doesNotRelyOnATimerThatIsLateByAClockThatIsSetForward() {
        AtomicLong setBack = new AtomicLong();
        AtomicInteger runs = new AtomicInteger();
        StreamTimer skewed = new StreamTimer(setBackBy(setBack));
        skewed.schedule(() -> {}, 5, TimeUnit.SECONDS).dispose();
        setBack.set(-Duration.ofHours(1).toNanos());

        skewed.schedule(runs::incrementAndGet, 10, TimeUnit.MILLISECONDS);
        time.advanceTimeBy(Duration.ofMillis(10));

        assertThat(runs).hasValue(1);
    }

    /** A timer that was due and has not fired yet, as its thread is busy, is not relied on; who waits for it must not be forgotten. */
    @Test
    void keepsWhatIsLateWhenAnotherIsScheduled() {
        AtomicLong setBack = new AtomicLong();
        AtomicInteger runs = new AtomicInteger();
        StreamTimer skewed = new StreamTimer(setBackBy(setBack));
        skewed.schedule(runs::incrementAndGet, 1, TimeUnit.MILLISECONDS);
        setBack.set(-Duration.ofMillis(2).toNanos());

        skewed.schedule(() -> {}, 60, TimeUnit.SECONDS).dispose();
        time.advanceTimeBy(Duration.ofMillis(1));

        assertThat(runs).hasValue(1);
    }

    @Test
    void runsWhatItsTimerMissedWhileAnotherWasTriedAndRefused() {
        AtomicInteger runs = new AtomicInteger();
        AtomicReference<Runnable> first = new AtomicReference<>();
        StreamTimer refused = new StreamTimer(delaying(task -> {
            if (!first.compareAndSet(null, task)) {
                time.advanceTimeBy(Duration.ofSeconds(2));
                first.get().run();
                throw Exceptions.failWithRejected();
            }
        }));
        refused.schedule(runs::incrementAndGet, 1, TimeUnit.SECONDS);

        assertThatThrownBy(() -> refused.schedule(() -> {}, 1, TimeUnit.MILLISECONDS))
                .isInstanceOf(RejectedExecutionException.class);

        assertThat(runs).hasValue(1);
    }

    @Test
    void runsTooEarlyWhatReliedOnATimerThatIsRefused() {
        AtomicInteger runs = new AtomicInteger();
        AtomicReference<StreamTimer> refused = new AtomicReference<>();
        refused.set(new StreamTimer(delaying(task -> {
            refused.get().schedule(runs::incrementAndGet, 2, TimeUnit.SECONDS);
            throw Exceptions.failWithRejected();
        })));

        assertThatThrownBy(() -> refused.get().schedule(() -> {}, 1, TimeUnit.SECONDS))
                .isInstanceOf(RejectedExecutionException.class);

        assertThat(runs).hasValue(1);
    }

    /** Delays what the test takes. */
    private Scheduler delaying(Consumer<Runnable> taken) {
        return new Scheduler() {
            @Override
            public Disposable schedule(Runnable task) {
                throw new AssertionError("only delayed tasks");
            }

            @Override
            public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
                taken.accept(task);
                return Disposables.single();
            }

            @Override
            public long now(TimeUnit unit) {
                return time.now(unit);
            }

            @Override
            public Worker createWorker() {
                throw new AssertionError("no worker");
            }
        };
    }

    @Test
    void refusesWhatTheSchedulerRefusesAndForgetsIt() {
        Scheduler gone = Schedulers.fromExecutorService(executor);
        StreamTimer refused = new StreamTimer(gone);
        refused.schedule(() -> {}, 1, TimeUnit.MILLISECONDS).dispose();
        gone.dispose();

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> refused.schedule(() -> {}, 1, TimeUnit.SECONDS))
                    .isInstanceOf(RejectedExecutionException.class);
        }
    }
}

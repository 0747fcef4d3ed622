package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.util.RaceTestUtils;

class StreamSchedulerTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Scheduler threads = Schedulers.newParallel("stream-scheduler-test", 4, true);
    private final StreamScheduler scheduler = new StreamScheduler(threads);

    @AfterEach
    void stop() {
        threads.dispose();
    }

    private String threadOfATask() {
        return Mono.fromCallable(() -> Thread.currentThread().getName())
                .subscribeOn(scheduler)
                .block(SOON);
    }

    @Test
    void runsTasksOnTheWorkerThatEmits() {
        Scheduler.Worker worker = scheduler.createWorker();
        String emitting = Mono.<String>create(sink -> worker.schedule(
                        () -> sink.success(Thread.currentThread().getName())))
                .block(SOON);

        for (int i = 0; i < 8; i++) {
            assertThat(threadOfATask()).isEqualTo(emitting);
        }
    }

    @Test
    void runsTasksElsewhereOnceTheWorkerIsDisposedOf() {
        scheduler.createWorker().dispose();

        assertThat(threadOfATask()).startsWith("stream-scheduler-test");
    }

    @Test
    void refusesTasksOnceTheSchedulerIsDisposedOf() {
        scheduler.createWorker();
        threads.dispose();

        assertThatThrownBy(() -> scheduler.schedule(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    @Nested
    class WhatATaskSchedules {

        private final Scheduler single = Schedulers.newSingle("stream-scheduler-test-single", true);
        private final Scheduler.Worker worker = new StreamScheduler(single).createWorker();
        private final Scheduler.Worker other = new StreamScheduler(single).createWorker();
        private final List<String> ran = new CopyOnWriteArrayList<>();

        @AfterEach
        void stop() {
            single.dispose();
        }

        /** {@return what ran, in its order, if another stream's task comes to wait while a task of this one is at work} */
        private List<String> whileAnotherWaits(Runnable task) {
            worker.schedule(() -> {
                other.schedule(() -> ran.add("other"));
                task.run();
            });
            Mono.fromRunnable(() -> {}).subscribeOn(single).repeat(3).blockLast(SOON);
            return ran;
        }

        private void schedule(String name) {
            worker.schedule(() -> ran.add(name));
        }

        @Test
        void comesRightAfterIt() {
            assertThat(whileAnotherWaits(() -> {
                        schedule("next");
                        ran.add("task");
                    }))
                    .containsExactly("task", "next", "other");
        }

        @Test
        void comesRightAfterItThoughItFails() {
            assertThat(whileAnotherWaits(() -> {
                        schedule("next");
                        throw new IllegalStateException("expected");
                    }))
                    .containsExactly("next", "other");
        }

        @Test
        void waitsLikeAnyOtherIfItIsTheSecond() {
            assertThat(whileAnotherWaits(() -> {
                        schedule("next");
                        schedule("later");
                    }))
                    .containsExactly("next", "other", "later");
        }

        @Test
        void waitsLikeAnyOtherIfItsTaskCameRightAfterAnother() {
            assertThat(whileAnotherWaits(() -> worker.schedule(() -> {
                        ran.add("next");
                        schedule("later");
                    })))
                    .containsExactly("next", "other", "later");
        }

        @Test
        void doesNotComeOnceItIsDisposedOf() {
            assertThat(whileAnotherWaits(
                            () -> worker.schedule(() -> ran.add("next")).dispose()))
                    .containsExactly("other");
        }

        @Test
        void doesNotComeOnceTheWorkerIsDisposedOf() {
            assertThat(whileAnotherWaits(() -> {
                        schedule("next");
                        worker.dispose();
                    }))
                    .containsExactly("other");
        }

        @Test
        void isRefusedOnceTheWorkerIsDisposedOf() {
            assertThat(whileAnotherWaits(() -> {
                        worker.dispose();
                        try {
                            schedule("next");
                        } catch (RejectedExecutionException expected) {
                            ran.add("refused");
                        }
                    }))
                    .containsExactly("refused", "other");
        }

        @Test
        void isRefusedOnceTheSchedulerIsDisposedOf() {
            CompletableFuture<String> outcome = new CompletableFuture<>();
            worker.schedule(() -> {
                single.dispose();
                try {
                    schedule("next");
                    outcome.complete("taken");
                } catch (RejectedExecutionException expected) {
                    outcome.complete("refused");
                }
            });

            assertThat(outcome).succeedsWithin(SOON).isEqualTo("refused");
        }

        /** What is not emitted, as an answer is, may run beside a consumer that waits for it, where threads are left. */
        @Test
        void doesNotWaitIfItIsNotForTheWorkerAlone() {
            ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
            try {
                StreamScheduler stream = new StreamScheduler(Schedulers.fromExecutorService(threads));
                CompletableFuture<Boolean> answered = new CompletableFuture<>();
                stream.createWorker().schedule(() -> {
                    CountDownLatch answer = new CountDownLatch(1);
                    stream.schedule(answer::countDown);
                    try {
                        answered.complete(answer.await(SOON.toSeconds(), TimeUnit.SECONDS));
                    } catch (InterruptedException stopped) {
                        answered.complete(false);
                    }
                });

                assertThat(answered).succeedsWithin(SOON.plusSeconds(5)).isEqualTo(true);
            } finally {
                threads.shutdownNow();
            }
        }

        /** Turns overlap there, in each other and side by side: none may be lost, and none come twice. */
        @Test
        void comesOnceOnASchedulerThatTakesItsCallersThread() {
            Scheduler.Worker inline = new StreamScheduler(Schedulers.immediate()).createWorker();
            AtomicInteger count = new AtomicInteger();
            Runnable three = () -> inline.schedule(() -> {
                inline.schedule(count::incrementAndGet);
                inline.schedule(count::incrementAndGet);
                count.incrementAndGet();
            });

            for (int race = 0; race < 2_000; race++) {
                RaceTestUtils.race(three, three);
            }

            assertThat(count).hasValue(2_000 * 2 * 3);
        }
    }

    @Test
    void hasTheTimeOfTheScheduler() {
        VirtualTimeScheduler virtual = VirtualTimeScheduler.create();
        StreamScheduler view = new StreamScheduler(virtual);
        boolean[] ran = new boolean[1];
        view.schedule(() -> ran[0] = true, 1, TimeUnit.HOURS);

        virtual.advanceTimeBy(Duration.ofHours(1));

        assertThat(ran[0]).isTrue();
        assertThat(view.now(TimeUnit.HOURS)).isEqualTo(1);
    }
}

package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

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

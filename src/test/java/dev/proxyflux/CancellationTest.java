package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.testkit.InteractionsService;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** Cancel at any point frees the connection, the buffers, the timers and the threads. */
class CancellationTest {

    private static final int MOST_STREAMS = 10_000;
    private static final int AT_ONCE = 64;
    private static final Duration IN_TIME = Duration.ofMinutes(3);

    private final InteractionsService service = InteractionsService.start();
    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(true);
    private final AtomicInteger connections = new AtomicInteger();
    private final LoopResources loops = LoopResources.create("cancelled", 1, true);
    private final ConnectionProvider pool = ConnectionProvider.builder("cancelled")
            .maxConnections(AT_ONCE)
            .pendingAcquireMaxCount(MOST_STREAMS)
            .build();
    private final InteractionsClient client = InteractionsClient.builder(
                    Credentials.authToken(InteractionsService.USER, InteractionsService.SECRET))
            .baseUrl(service.baseUrl())
            .httpClient(http -> HttpClient.create(pool)
                    .runOn(loops)
                    .option(ChannelOption.ALLOCATOR, buffers)
                    .doOnConnected(connection -> {
                        connections.incrementAndGet();
                        connection.onDispose(connections::decrementAndGet);
                    }))
            .build();
    private final InteractionsQuery query =
            InteractionsQuery.of(InteractionsService.SESSION).withPageSize(20);

    @BeforeEach
    void hasPages() {
        service.hasPages(IntStream.range(0, 5).map(page -> 20).toArray());
    }

    @AfterEach
    void close() {
        client.close();
        pool.dispose();
        loops.dispose();
        service.close();
    }

    @Test
    void leavesNothingBehindWhenStreamsAreCancelledAtRandomPoints() {
        cancel(1_000);
    }

    @Test
    @Tag("full")
    void leavesNothingBehindWhenTenThousandStreamsAreCancelledAtRandomPoints() {
        cancel(MOST_STREAMS);
    }

    private void cancel(int streams) {
        Random random = new Random(7);
        AtomicInteger ended = new AtomicInteger();

        Flux.range(0, streams)
                .flatMap(
                        stream -> cancelledSomewhere(random.nextInt(3), random.nextInt(120), random.nextInt(4_000))
                                .doFinally(signal -> ended.incrementAndGet()),
                        AT_ONCE)
                .timeout(IN_TIME, Mono.error(() -> new AssertionError(ended + " streams ended")))
                .blockLast();

        until(() -> ended.get() == streams);
        pool.disposeLater().block(IN_TIME);
        until(() -> connections.get() == 0);
        until(() -> buffers.metric().usedDirectMemory() == 0 && buffers.metric().usedHeapMemory() == 0);
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("cancelled"))
                .hasSizeLessThanOrEqualTo(1);
    }

    /** By items, by time, or not at all. */
    private Mono<Void> cancelledSomewhere(int way, int items, int micros) {
        Flux<?> stream = client.stream(query);
        return switch (way) {
            case 0 -> stream.take(items, false).then();
            case 1 ->
                stream.takeUntilOther(Mono.delay(Duration.ofNanos(micros * 1_000L)))
                        .then();
            default -> stream.limitRate(7).take(items).then();
        };
    }

    @Test
    void cancelsTheRequestInFlight() {
        service.delaysAnswersBy(Duration.ofSeconds(30));

        Disposable stream = client.stream(query).subscribe();
        service.awaitRequests(1, IN_TIME);
        until(() -> connections.get() == 1);

        stream.dispose();

        until(() -> connections.get() == 0);
        assertThat(service.pageRequests()).hasSize(1);
    }

    @Test
    void leavesNoTimerBehind() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(2);
        executor.setRemoveOnCancelPolicy(true);
        service.delaysAnswersBy(Duration.ofSeconds(30));
        try (InteractionsClient timed = InteractionsClient.builder(
                        Credentials.authToken(InteractionsService.USER, InteractionsService.SECRET))
                .baseUrl(service.baseUrl())
                .scheduler(Schedulers.fromExecutorService(executor))
                .build()) {
            Disposable stream = timed.stream(query).subscribe();
            until(() -> service.pageRequests().size() == 1);
            assertThat(executor.getQueue()).as("the attempt's clock").isNotEmpty();

            stream.dispose();

            until(() -> executor.getQueue().isEmpty());
        } finally {
            executor.shutdownNow();
        }
    }

    private static void until(BooleanSupplier condition) {
        Flux.interval(Duration.ofMillis(10))
                .takeUntil(tick -> condition.getAsBoolean())
                .blockLast(IN_TIME);
    }
}

package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.testkit.InteractionsService;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** What an interaction costs in memory, from the socket to the consumer: bytes, not seconds, so that a test can tell. */
class AllocationTest {

    private static final int ITEMS = 10_000;
    private static final int ROUNDS = 6;
    private static final Duration SOON = Duration.ofSeconds(60);

    /** One of its own for each test, as the threads of the last may still be ending. */
    private final String name = "allocation-" + System.nanoTime();

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final LoopResources loops = LoopResources.create(name, 1, true);
    private final Scheduler scheduler = Schedulers.newSingle(name, true);

    private InteractionsService service;
    private InteractionsClient client;

    @BeforeEach
    void start() {
        service = InteractionsService.start();
        service.hasInteractions(ITEMS);
        client = InteractionsClient.builder(Credentials.authToken(InteractionsService.USER, InteractionsService.SECRET))
                .baseUrl(service.baseUrl())
                .scheduler(scheduler)
                .httpClient(http -> http.runOn(loops))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        service.close();
        scheduler.dispose();
        loops.dispose();
    }

    /** Of the client's threads, and not of the service's. */
    private long allocated() {
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith(name))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getThreadId()))
                .sum();
    }

    private static int read(Interaction interaction) {
        return interaction.sid().length()
                + interaction.dateCreated().hashCode()
                + interaction.dateUpdated().hashCode()
                + interaction.inboundResourceStatus().ordinal()
                + interaction.outboundResourceStatus().ordinal();
    }

    @ParameterizedTest
    @CsvSource({"100, 2000", "1000, 1800"})
    void ofAnInteractionReadInPartIsBounded(int pageSize, int mostBytes) {
        InteractionsQuery query =
                InteractionsQuery.of(InteractionsService.SESSION).withPageSize(pageSize);
        double least = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = allocated();
            Long read = client.stream(query).map(AllocationTest::read).count().block(SOON);
            assertThat(read).isEqualTo(ITEMS);
            least = Math.min(least, (allocated() - before) / (double) ITEMS);
        }

        assertThat(least).isBetween(500.0, (double) mostBytes);
        assertThat(service.pageRequests()).hasSize(ROUNDS * ITEMS / pageSize);
    }
}

package dev.proxyflux.embedding;

import static dev.proxyflux.embedding.EmbeddedSessions.SOON;
import static dev.proxyflux.embedding.EmbeddedSessions.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.embedding.EmbeddedSessions.Session;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Slow clients take neither the event loops nor the heap. */
@ExtendWith(Embedded.class)
class WebFluxSlowClientsTest {

    private static final Duration LOW = Duration.ofSeconds(1);
    private static final long MIB = 1024 * 1024;

    private final EmbeddedSessions sessions;
    private final EmbeddedApplication application;

    WebFluxSlowClientsTest(EmbeddedSessions sessions, EmbeddedApplication application) {
        this.sessions = sessions;
        this.application = application;
    }

    @Test
    void leaveTheEventLoopsFree() throws IOException {
        try (SlowReaders readers = readers(20)) {
            until(() -> readers.received() > 200_000);

            assertThat(percentile(pings(application, 50, 1), 75)).isLessThan(LOW);
            assertThat(readers.areReading()).isTrue();
        }
    }

    @Test
    @Tag("full")
    void leaveTheEventLoopsFreeAndTheHeapFlatWhenTheyAreTwoHundred() throws IOException {
        List<Long> heaps = new ArrayList<>();
        List<Duration> pings = new ArrayList<>();
        try (SlowReaders readers = readers(200)) {
            for (int round = 1; round <= 9; round++) {
                long least = round * 200L * 15_000;
                until(() -> readers.received() > least);
                pings.addAll(pings(application, 50, 1));
                System.gc();
                heaps.add(
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB);
            }
            assertThat(readers.areReading()).isTrue();
        }
        System.out.printf(
                "200 slow clients: heap MiB %s; ping p50 %s, p90 %s, p99 %s%n",
                heaps, percentile(pings, 50), percentile(pings, 90), percentile(pings, 99));

        // Not the slowest: on a busy machine all of this may stand still for a second. Blocked loops make most of them
        // slow.
        assertThat(percentile(pings, 90)).isLessThan(LOW);
        assertThat(median(heaps.subList(6, 9))).isLessThan(median(heaps.subList(1, 4)) + 16);
    }

    /** What the measurement shows where they are not free: an endpoint that blocks the loop it is called on. */
    @Test
    @Tag("full")
    void wouldShowIfTheyBlocked() {
        try (EmbeddedApplication blocked = EmbeddedApplication.over(sessions.service(), Blocking.class)) {
            Blocking blocking = blocked.bean(Blocking.class);
            HttpClient http = HttpClient.newConnection().host("127.0.0.1").port(blocked.port());
            Flux.range(0, 4 * Runtime.getRuntime().availableProcessors())
                    .flatMap(one -> http.get().uri("/block").response().onErrorComplete(), 100)
                    .subscribe();
            until(() -> blocking.begun.getCount() == 0);
            Mono.delay(LOW.multipliedBy(2)).subscribe(due -> blocking.released.countDown());

            assertThat(percentile(pings(blocked, 20, 20), 90)).isGreaterThan(LOW);
        }
    }

    @RestController
    static class Blocking {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        @GetMapping("/block")
        String block() throws InterruptedException {
            begun.countDown();
            return "released " + released.await(SOON.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private SlowReaders readers(int count) throws IOException {
        List<String> paths = new ArrayList<>();
        for (int reader = 0; reader < count; reader++) {
            Session session = sessions.of(100_000);
            paths.add((reader % 2 == 0 ? "/ndjson/" : "/sse/") + session.sid());
        }
        return new SlowReaders(application.port(), paths);
    }

    /** Each on a connection of its own, so that each event loop has its turn. */
    private static List<Duration> pings(EmbeddedApplication application, int count, int atOnce) {
        HttpClient http = HttpClient.newConnection().host("127.0.0.1").port(application.port());
        return Flux.range(0, count)
                .flatMap(
                        ping -> http.get()
                                .uri("/ping")
                                .responseSingle((response, body) -> body.asString())
                                .elapsed()
                                .map(timed -> Duration.ofMillis(timed.getT1())),
                        atOnce)
                .collectList()
                .block(SOON.multipliedBy(3));
    }

    private static Duration percentile(List<Duration> times, int percent) {
        List<Duration> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return sorted.get((sorted.size() - 1) * percent / 100);
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}

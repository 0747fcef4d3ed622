package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.PageCursor;
import dev.proxyflux.retry.RetryPolicy;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.InteractionsService;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Two minutes of 500 concurrent streams against a service that fails one answer in twenty; wants {@code -Xmx256m}. */
@Tag("full")
class SoakTest {

    private static final Duration LENGTH = Duration.ofMinutes(2);
    private static final int AT_ONCE = 500;
    private static final int ITEMS = 500;
    private static final int PAGE_SIZE = 50;
    private static final double FAILING = 0.05;

    private final InteractionsService service = InteractionsService.start();
    private final Random random = new Random(3);
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong resumed = new AtomicLong();
    private final AtomicLong streams = new AtomicLong();
    private final AtomicInteger wrong = new AtomicInteger();
    private final List<Long> heaps = new ArrayList<>();
    private final List<Integer> files = new ArrayList<>();

    @Test
    void everyStreamIsExactAndNothingGrows() {
        service.hasInteractions(ITEMS);
        List<String> expected = sids();
        service.answersBy(request -> sometimesFails());
        Instant end = Instant.now().plus(LENGTH);

        try (InteractionsClient client = InteractionsClient.builder(
                        Credentials.authToken(InteractionsService.USER, InteractionsService.SECRET))
                .baseUrl(service.baseUrl())
                .timeouts(Duration.ofSeconds(2), Duration.ofSeconds(20))
                .retry(RetryPolicy.DEFAULT.withBackoff(
                        Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofSeconds(1)))
                .build()) {
            Flux.generate(sink -> {
                        if (Instant.now().isBefore(end)) {
                            sink.next(1);
                        } else {
                            sink.complete();
                        }
                    })
                    .flatMap(one -> run(client, expected), AT_ONCE)
                    .mergeWith(Flux.interval(Duration.ofSeconds(10))
                            .take(LENGTH.toSeconds() / 10)
                            .doOnNext(tick -> sample())
                            .then(Mono.empty()))
                    .blockLast(LENGTH.multipliedBy(2));
        } finally {
            service.close();
        }
        report();

        assertThat(wrong).hasValue(0);
        assertThat(streams.get()).isGreaterThan(AT_ONCE);
        assertThat(failed.get()).isPositive();
        assertThat(last(heaps)).isLessThan(first(heaps) + 32L * 1024 * 1024);
        assertThat(last(files)).isLessThan(first(files) + 64);
    }

    private Mono<Void> run(InteractionsClient client, List<String> expected) {
        InteractionsQuery query =
                InteractionsQuery.of(InteractionsService.SESSION).withPageSize(PAGE_SIZE);
        return from(client, query)
                .map(Interaction::sid)
                .collectList()
                .doOnNext(sids -> {
                    streams.incrementAndGet();
                    if (!sids.equals(expected)) {
                        wrong.incrementAndGet();
                    }
                })
                .then();
    }

    /** Goes on at the error's position, as its user would. */
    private Flux<Interaction> from(InteractionsClient client, InteractionsQuery query) {
        return client.stream(query).onErrorResume(InteractionsException.class, failure -> {
            resumed.incrementAndGet();
            PageCursor position = failure.resumeAt();
            return position == null ? Flux.error(failure) : from(client, query.startingAt(position));
        });
    }

    private @Nullable Answer sometimesFails() {
        synchronized (random) {
            if (random.nextDouble() >= FAILING) {
                return null;
            }
            failed.incrementAndGet();
            return switch (random.nextInt(6)) {
                case 0 -> Answer.status(500);
                case 1 -> Answer.status(503).withBody("text/html", "<h1>busy</h1>");
                case 2 -> Answer.error(429, 20429, "Too many requests").withHeader("Retry-After", "0");
                case 3 -> Answer.dropConnection();
                case 4 -> Answer.delayed(Duration.ofMillis(500), Answer.status(502));
                default -> Answer.silence();
            };
        }
    }

    private List<String> sids() {
        try (InteractionsClient client = InteractionsClient.builder(
                        Credentials.authToken(InteractionsService.USER, InteractionsService.SECRET))
                .baseUrl(service.baseUrl())
                .build()) {
            return client.stream(InteractionsQuery.of(InteractionsService.SESSION))
                    .mapNotNull(Interaction::sid)
                    .collectList()
                    .block();
        }
    }

    private void sample() {
        System.gc();
        heaps.add(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        String[] descriptors = new File("/proc/self/fd").list();
        files.add(descriptors == null ? 0 : descriptors.length);
    }

    private static <N extends Number> long first(List<N> samples) {
        return third(samples, 0);
    }

    private static <N extends Number> long last(List<N> samples) {
        return third(samples, samples.size() - samples.size() / 3);
    }

    /** The median of a third, without the first sample, which is of a JVM that is still warming up. */
    private static <N extends Number> long third(List<N> samples, int from) {
        long[] values = IntStream.range(
                        Math.max(1, from), Math.min(samples.size(), from + Math.max(2, samples.size() / 3)))
                .mapToLong(index -> samples.get(index).longValue())
                .sorted()
                .toArray();
        return values[values.length / 2];
    }

    private void report() {
        System.out.printf(
                "soak: %d streams of %d interactions, %d answers failed, %d resumed, %d wrong; heap MiB %s; files %s%n",
                streams.get(),
                ITEMS,
                failed.get(),
                resumed.get(),
                wrong.get(),
                heaps.stream().map(bytes -> bytes >> 20).toList(),
                files);
    }
}

package dev.proxyflux.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.Credentials;
import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.error.ErrorResponseException;
import dev.proxyflux.events.EventProcessor.Way;
import dev.proxyflux.events.Life.Cut;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.InMemoryExchange;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class EventProcessorTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int NEVER = Integer.MAX_VALUE;
    private static final int BATCH = 4;

    private static InteractionsClient client(InMemoryExchange exchange) {
        return InteractionsClient.builder(Credentials.apiKey("SK1", "secret"))
                .baseUrl(InMemoryExchange.BASE_URL)
                .exchange(exchange)
                .build();
    }

    private static InteractionsQuery query() {
        return InteractionsQuery.of(InMemoryExchange.SESSION);
    }

    private static void run(InMemoryExchange exchange, InteractionsQuery query, Way way, Life life) {
        try (InteractionsClient client = client(exchange)) {
            EventProcessor processor = new EventProcessor(client, query, BATCH, life, life);
            life.of(processor.run(way)).block(SOON);
        }
    }

    /** What can come again after a cut: a page, and with batches across pages the batch in flight. */
    private static int most(Way way, int... sizes) {
        return Arrays.stream(sizes).max().orElse(0) + (way == Way.BATCHES ? BATCH : 0);
    }

    @Nested
    class Cuts {

        static Stream<Arguments> ways() {
            return Stream.of(Way.values())
                    .flatMap(way -> Stream.of(Cut.values()).map(cut -> Arguments.of(way, cut)));
        }

        @ParameterizedTest
        @MethodSource("ways")
        void loseNothingAtAnyStepAndRepeatAtMostAPage(Way way, Cut cut) {
            int[] sizes = {3, 0, 5, 1, 0};
            int steps = 0;
            boolean isCut = true;
            while (isCut) {
                InMemoryExchange exchange = InMemoryExchange.ofPages(sizes);
                Disk disk = new Disk();
                Life first = new Life(disk, steps++, cut);
                run(exchange, query(), way, first);
                isCut = first.isCut();
                if (isCut) {
                    run(exchange, query(), way, new Life(disk, NEVER, cut));
                }

                Disk.requireComplete(disk.runs, 9, most(way, sizes));
                assertThat(disk.saved).isEqualTo(Checkpoints.DONE);
            }
            assertThat(steps).isGreaterThan(9 + 2 * (way == Way.BATCHES ? 4 : sizes.length));
        }

        @ParameterizedTest
        @EnumSource
        void loseNothingHoweverOftenAndWhateverTheList(Way way) {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            for (int list = 0; list < 100; list++) {
                int[] sizes = random.ints(1 + random.nextInt(8), 0, 7).toArray();
                InMemoryExchange exchange = InMemoryExchange.ofPages(sizes);
                InteractionsQuery query = random.nextBoolean() ? query() : query().readAhead();
                try {
                    Disk disk = untilDone(exchange, query, way, random);

                    Disk.requireComplete(disk.runs, Arrays.stream(sizes).sum(), most(way, sizes));
                } catch (AssertionError | RuntimeException failure) {
                    throw new AssertionError(
                            "seed " + seed + ", list " + list + ", pages " + Arrays.toString(sizes), failure);
                }
            }
        }

        /** Runs of some steps each, some of which find the service failing. */
        private static Disk untilDone(InMemoryExchange exchange, InteractionsQuery query, Way way, Random random) {
            Disk disk = new Disk();
            while (!disk.saved.equals(Checkpoints.DONE)) {
                boolean isServiceFailing = random.nextInt(3) == 0;
                int steps = isServiceFailing ? NEVER : random.nextInt(30);
                Life life = new Life(disk, steps, random.nextBoolean() ? Cut.ERROR : Cut.CANCEL);
                AtomicInteger pagesServed = new AtomicInteger(isServiceFailing ? random.nextInt(15) : NEVER);
                exchange.answersBy(request -> pagesServed.getAndDecrement() == 0 ? Answer.status(404) : null);
                try {
                    run(exchange, query, way, life);
                } catch (ErrorResponseException failed) {
                    assertThat(failed.status()).isEqualTo(404);
                }
            }
            return disk;
        }
    }

    @Nested
    class Done {

        @ParameterizedTest
        @EnumSource
        void isKeptSoThatTheNextRunAsksNothing(Way way) {
            InMemoryExchange exchange = InMemoryExchange.ofPages(2, 0);
            Disk disk = new Disk();
            run(exchange, query(), way, new Life(disk, NEVER, Cut.ERROR));
            run(exchange, query(), way, new Life(disk, NEVER, Cut.ERROR));

            assertThat(exchange.requestCount()).isEqualTo(2);
            assertThat(disk.written()).containsExactly(0, 1);
        }

        @ParameterizedTest
        @EnumSource
        void isReachedWithoutAnyInteraction(Way way) {
            Disk disk = new Disk();
            run(InMemoryExchange.ofPages(0, 0, 0), query(), way, new Life(disk, NEVER, Cut.ERROR));

            assertThat(disk.saved).isEqualTo(Checkpoints.DONE);
            assertThat(disk.written()).isEmpty();
        }
    }

    @Nested
    class Pages {

        @ParameterizedTest
        @EnumSource(names = {"PAGES", "FLOW"})
        void comeAgainIfTheirPositionWasNotSaved(Way way) {
            InMemoryExchange exchange = InMemoryExchange.ofPages(3, 2);
            Disk disk = new Disk();
            run(exchange, query(), way, new Life(disk, 3, Cut.ERROR));
            run(exchange, query(), way, new Life(disk, NEVER, Cut.ERROR));

            assertThat(disk.runs).containsExactly(List.of(0, 1, 2), List.of(0, 1, 2, 3, 4));
        }

        @ParameterizedTest
        @EnumSource(names = {"PAGES", "FLOW"})
        void areAskedForOneByOne(Way way) {
            InMemoryExchange exchange = InMemoryExchange.ofPages(3, 2, 1);
            Life life = new Life(new Disk(), 4, Cut.ERROR);
            run(exchange, query(), way, life);

            assertThat(exchange.requestCount()).isEqualTo(1);
        }
    }

    /** In virtual time: one interaction a page, 400 ms apart, and a sink that takes a day for whatever it gets. */
    @Nested
    class SlowSinks {

        private static final int COUNT = 200;

        private final InMemoryExchange exchange = InMemoryExchange.create();
        private final Disk disk = new Disk();
        private final Life life = new Life(disk, NEVER, Cut.ERROR);

        @BeforeEach
        void hasPages() {
            int[] sizes = new int[COUNT];
            Arrays.fill(sizes, 1);
            exchange.hasPages(sizes);
            exchange.delaysAnswersBy(Duration.ofMillis(400));
        }

        private Mono<Void> write(List<Interaction> batch) {
            return Mono.delay(Duration.ofDays(1)).then(life.write(batch));
        }

        @Test
        void makeBatchesOverflowByTheFormWithTwoArguments() {
            StepVerifier.withVirtualTime(() -> client(exchange).stream(query())
                            .bufferTimeout(BATCH, Duration.ofSeconds(1))
                            .concatMap(this::write))
                    .thenAwait(Duration.ofMinutes(1))
                    .expectErrorMatches(Exceptions::isOverflow)
                    .verify(SOON);
        }

        @Test
        void getAllWithFairBackpressure() {
            StepVerifier.withVirtualTime(this::batches)
                    .thenAwait(Duration.ofDays(COUNT))
                    .expectComplete()
                    .verify(SOON);

            Disk.requireComplete(disk.runs, COUNT, 0);
            assertThat(disk.saved).isEqualTo(Checkpoints.DONE);
        }

        @Test
        void stopTheFetching() {
            StepVerifier.withVirtualTime(this::batches)
                    .thenAwait(Duration.ofHours(23))
                    .thenCancel()
                    .verify(SOON);

            assertThat(exchange.requestCount()).isBetween(1L, 5L * BATCH);
        }

        private Mono<Void> batches() {
            Sink slow = this::write;
            return new EventProcessor(client(exchange), query(), BATCH, slow, life).run(Way.BATCHES);
        }
    }

    @Nested
    class QuietSessions {

        @Test
        void haveTheirBatchWrittenAfterASecond() {
            InMemoryExchange exchange = InMemoryExchange.ofPages(2, 1);
            exchange.answersNext(Answer.regular(), Answer.delayed(Duration.ofHours(1), Answer.regular()));
            Disk disk = new Disk();
            Life life = new Life(disk, NEVER, Cut.ERROR);

            StepVerifier.withVirtualTime(
                            () -> new EventProcessor(client(exchange), query(), BATCH, life, life).run(Way.BATCHES))
                    .thenAwait(Duration.ofSeconds(1))
                    .then(() -> assertThat(disk.written()).containsExactly(0, 1))
                    .thenCancel()
                    .verify(SOON);
        }
    }
}

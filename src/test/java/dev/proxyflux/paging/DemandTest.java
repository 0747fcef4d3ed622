package dev.proxyflux.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

/** The demand rule, counted at the fetches: pages of 100, five of them. */
class DemandTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int ALL = 5;

    private final FakePages service = FakePages.of(ALL, 100);
    private final Recorder<Integer> consumer = new Recorder<>();
    private final Scheduler worker = Schedulers.newSingle("demand", true);
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void disposeTheWorker() {
        release.countDown();
        worker.dispose();
    }

    private Flux<Integer> stream() {
        return service.items(worker, false);
    }

    /** One thread runs in order: when this has run, everything that was to come has come. */
    private void settle() {
        Mono.fromRunnable(() -> {}).subscribeOn(worker).block(SOON);
    }

    private void stickAt(int ordinal) {
        consumer.onItem((self, count) -> {
            if (count == ordinal) {
                stuck.countDown();
                await(release);
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Nested
    class ByTheTable {

        @ParameterizedTest
        @CsvSource({"0, 0", "1, 1", "99, 1", "100, 1", "101, 2", "200, 2", "201, 3", "500, 5"})
        void fetchesWhatIsAskedForAndNoMore(int asked, int fetches) {
            stream().subscribe(consumer);
            if (asked > 0) {
                consumer.request(asked);
            }
            consumer.await("what was asked for", () -> consumer.count() == asked);
            settle();

            assertThat(service.fetches()).isEqualTo(fetches);
            consumer.hasNoFault("asked " + asked);
        }

        @ParameterizedTest
        @CsvSource({"0, 0", "1, 1", "99, 1", "100, 1", "101, 2", "200, 2", "201, 3", "500, 5"})
        void fetchesTheSameOnTheCallersThread(int asked, int fetches) {
            service.items(Schedulers.immediate(), false).subscribe(consumer);
            if (asked > 0) {
                consumer.request(asked);
            }

            assertThat(consumer.count()).isEqualTo(asked);
            assertThat(service.fetches()).isEqualTo(fetches);
        }

        @Test
        void takesOnePageForTenItems() {
            stream()
                    .take(10)
                    .as(StepVerifier::create)
                    .expectNextCount(10)
                    .expectComplete()
                    .verify(SOON);
            settle();

            assertThat(service.fetches()).isEqualTo(1);
        }

        @Test
        void takesTwoPagesForAHundredAndFiftyOneAtATime() {
            stream().subscribe(consumer.onItem((self, count) -> {
                if (count < 150) {
                    self.request(1);
                }
            }));
            consumer.request(1);
            consumer.await("150 items", () -> consumer.count() == 150);
            settle();

            assertThat(service.fetches()).isEqualTo(2);
        }

        @ParameterizedTest
        @ValueSource(longs = {150, Long.MAX_VALUE})
        void takesTwoPagesForOneWhoIsStuckOnTheFirstItem(long asked) {
            stickAt(1);
            stream().subscribe(consumer);
            consumer.request(asked);
            await(stuck);

            // Fetches answer at once and emission is stuck: nobody is left to fetch more.
            assertThat(service.fetches()).isEqualTo(2);
            assertThat(service.received()).isEqualTo(2);
        }

        @Test
        void isOnePageAheadOfOneWhoIsMuchSlowerThanTheService() {
            List<Integer> ahead = new ArrayList<>();
            service.answering(page -> page.subscribeOn(Schedulers.parallel()));
            stream().subscribe(consumer.onItem((self, count) -> {
                // As slow as can be: works on when the page ahead has been fetched and all that was fetched has come.
                self.await("the page ahead", () -> service.fetches() >= Math.min(service.begun() + 1, ALL));
                self.await("the pages fetched", () -> service.received() == service.fetches());
                ahead.add(service.fetches() - service.begun());
            }));
            consumer.request(Long.MAX_VALUE);
            consumer.await("the end", consumer::completed);

            assertThat(ahead).hasSize(500);
            assertThat(ahead.subList(0, 400)).containsOnly(1);
            assertThat(ahead.subList(400, 500)).containsOnly(0);
        }

        @Test
        void takesAllPagesForUnboundedDemand() {
            stream()
                    .as(StepVerifier::create)
                    .expectNextCount(500)
                    .expectComplete()
                    .verify(SOON);

            assertThat(service.fetches()).isEqualTo(ALL);
        }
    }

    @Nested
    class WhileTheConsumerIsStuck {

        @Test
        void aRequestByAnotherThreadFetchesAtOnce() {
            stickAt(1);
            stream().subscribe(consumer);
            consumer.request(1);
            await(stuck);
            assertThat(service.fetches()).isEqualTo(1);

            consumer.request(99);
            assertThat(service.fetches()).isEqualTo(1);
            consumer.request(1);
            assertThat(service.fetches()).isEqualTo(2);
            consumer.request(1_000);
            assertThat(service.fetches()).isEqualTo(2);
        }

        @Test
        void aRequestOnTheCallersThreadFetchesBeforeItEmits() {
            List<Integer> fetchesAtItem = new ArrayList<>();
            service.items(Schedulers.immediate(), false)
                    .subscribe(consumer.onItem((self, count) -> fetchesAtItem.add(service.fetches())));
            consumer.request(1);
            consumer.request(149);

            // At the second item, 98 are held and 148 are asked for.
            assertThat(fetchesAtItem.get(1)).isEqualTo(2);
        }

        @Test
        void cancellationReturnsAtOnceAndDiscardsWhenTheConsumerReturns() {
            stickAt(1);
            stream().subscribe(consumer);
            consumer.request(150);
            await(stuck);
            consumer.cancel();
            assertThat(consumer.discarded()).isEmpty();

            release.countDown();
            consumer.await("the discards", () -> consumer.discarded().size() == 199);
            assertThat(consumer.items()).containsExactly(0);
        }
    }

    @Nested
    class EmptyPages {

        @Test
        void arePassedOver() {
            FakePages odd = FakePages.ofSizes(0, 3, 0, 0, 2, 0);

            odd.items(worker, false)
                    .as(StepVerifier::create)
                    .expectNext(0, 1, 2, 3, 4)
                    .expectComplete()
                    .verify(SOON);
            assertThat(odd.fetches()).isEqualTo(6);
        }

        @ParameterizedTest
        @CsvSource({"1, 2", "3, 2", "4, 5", "5, 5", "6, 6"})
        void areFetchedOnlyOnTheWayToWhatIsAskedFor(int asked, int fetches) {
            FakePages odd = FakePages.ofSizes(0, 3, 0, 0, 2, 0);
            odd.items(worker, false).subscribe(consumer);
            consumer.request(asked);
            consumer.await("what was asked for", () -> consumer.count() == Math.min(asked, 5));
            settle();

            assertThat(odd.fetches()).isEqualTo(fetches);
        }

        @Test
        void aloneMakeAnEmptyStream() {
            FakePages.of(3, 0)
                    .items(worker, false)
                    .as(StepVerifier::create)
                    .expectComplete()
                    .verify(SOON);
        }
    }

    @Nested
    class ReadAhead {

        @ParameterizedTest
        @CsvSource({"0, 0", "1, 2", "99, 2", "100, 2", "101, 3", "200, 3", "201, 4", "500, 5"})
        void fetchesThePageAfterTheOneThatDemandReachesInto(int asked, int fetches) {
            service.items(worker, true).subscribe(consumer);
            if (asked > 0) {
                consumer.request(asked);
            }
            consumer.await("what was asked for", () -> consumer.count() == asked);
            settle();

            assertThat(service.fetches()).isEqualTo(fetches);
        }

        @Test
        void holdsTwoPagesAtMost() {
            stickAt(1);
            service.items(worker, true).subscribe(consumer);
            consumer.request(Long.MAX_VALUE);
            await(stuck);

            assertThat(service.fetches()).isEqualTo(2);
        }

        @Test
        void overlapsForOneWhoAsksForOneAtATime() {
            List<Integer> fetchesAtItem = new ArrayList<>();
            service.items(worker, true).subscribe(consumer.onItem((self, count) -> {
                // The thread that brought the page may be about to fetch the next.
                self.await("the page ahead", () -> service.fetches() >= Math.min(service.begun() + 1, ALL));
                fetchesAtItem.add(service.fetches());
                self.request(1);
            }));
            consumer.request(1);
            consumer.await("the end", consumer::completed);

            assertThat(fetchesAtItem.get(0)).isEqualTo(2);
            assertThat(fetchesAtItem.get(100)).isEqualTo(3);
            assertThat(fetchesAtItem.get(199)).isEqualTo(3);
        }

        @ParameterizedTest
        @CsvSource({"1, 3", "2, 3", "3, 5", "4, 5"})
        void countsAnEmptyPageAsAPage(int asked, int fetches) {
            FakePages odd = FakePages.ofSizes(0, 2, 0, 2, 0, 2);
            odd.items(worker, true).subscribe(consumer);
            consumer.request(asked);
            consumer.await("what was asked for", () -> consumer.count() == asked);
            settle();

            assertThat(odd.fetches()).isEqualTo(fetches);
        }
    }

    @Nested
    class ThroughOperators {

        @ParameterizedTest
        @CsvSource({"100, 1", "101, 2"})
        void takeIsExact(int count, int fetches) {
            fetchesFor(flux -> flux.take(count), count, fetches);
        }

        @Test
        void limitRateAsksForItsBatches() {
            // 50 at first, then 38 more when 38 are consumed: 88 asked for after 40 items.
            fetchesFor(flux -> flux.limitRate(50).take(40), 40, 1);
        }

        @Test
        void limitRateReachesTheNextPageWithItsSecondBatch() {
            // 80, then 60 more after 60.
            fetchesFor(flux -> flux.limitRate(80).take(61), 61, 2);
        }

        @Test
        void publishOnAsksForItsPrefetch() {
            fetchesFor(flux -> flux.publishOn(Schedulers.parallel(), 100).take(10), 10, 1);
        }

        @Test
        void publishOnWithALargerPrefetchAsksForMorePages() {
            fetchesFor(flux -> flux.publishOn(Schedulers.parallel(), 101).take(10), 10, 2);
        }

        @Test
        void flatMapAsksForItsConcurrency() {
            fetchesFor(flux -> flux.flatMap(item -> Mono.never(), 100), 0, 1);
        }

        @Test
        void flatMapWithMoreConcurrencyAsksForMorePages() {
            fetchesFor(flux -> flux.flatMap(item -> Mono.never(), 101), 0, 2);
        }

        @Test
        void concatMapWithoutPrefetchAsksForOneAtATime() {
            fetchesFor(flux -> flux.concatMap(Mono::just, 0).take(100), 100, 1);
        }

        @Test
        void concatMapWithoutPrefetchFetchesThePageOfTheItemItNeeds() {
            fetchesFor(flux -> flux.concatMap(Mono::just, 0).take(101), 101, 2);
        }

        @Test
        void filterAsksAgainForWhatItDrops() {
            fetchesFor(flux -> flux.filter(item -> item >= 100), 1, 1, 2);
            fetchesFor(flux -> flux.filter(item -> item % 2 == 0), 50, 50, 1);
        }

        @Test
        void distinctAsksAgainForWhatItDrops() {
            fetchesFor(flux -> flux.distinct(item -> item / 100), 2, 2, 2);
        }

        @Test
        void conditionalsInARowPassEverythingOnce() {
            stream()
                    .distinct()
                    .filter(item -> item % 3 == 0)
                    .publishOn(Schedulers.parallel(), 7)
                    .filter(item -> item % 2 == 0)
                    .collectList()
                    .as(StepVerifier::create)
                    .expectNext(IntStream.range(0, 84).mapToObj(i -> i * 6).toList())
                    .expectComplete()
                    .verify(SOON);
        }

        @Test
        void takeUntilOtherEndsItFromAnotherThread() {
            stickAt(1);
            AtomicInteger cancelled = new AtomicInteger();
            Sinks.One<Integer> stop = Sinks.one();
            stream()
                    .doOnCancel(cancelled::incrementAndGet)
                    .takeUntilOther(stop.asMono())
                    .subscribe(consumer);
            consumer.request(150);
            await(stuck);
            stop.tryEmitValue(1);
            release.countDown();

            consumer.await("the end", consumer::completed).hasNoFault("stopped");
            assertThat(cancelled).hasValue(1);
            settle();
            assertThat(consumer.items()).containsExactly(0);
        }

        private void fetchesFor(Function<Flux<Integer>, Publisher<? extends Object>> through, long items, int fetches) {
            fetchesFor(through, Long.MAX_VALUE, items, fetches);
        }

        private void fetchesFor(
                Function<Flux<Integer>, Publisher<? extends Object>> through, long asked, long items, int fetches) {
            FakePages pages = FakePages.of(ALL, 100);
            AtomicInteger count = new AtomicInteger();
            Recorder<Object> end = new Recorder<>();
            Flux.<Object>from(through.apply(pages.items(worker, false)))
                    .doOnNext(item -> count.incrementAndGet())
                    .subscribe(end);
            end.request(asked);
            end.await("the items", () -> count.get() == items && pages.fetches() >= fetches);
            settle();

            assertThat(pages.fetches()).isEqualTo(fetches);
            assertThat(count).hasValue((int) items);
        }
    }

    @Nested
    class Pages {

        @ParameterizedTest
        @CsvSource({"0, 0", "1, 1", "2, 2", "5, 5"})
        void costAsManyFetchesAsAreAskedFor(int asked, int fetches) {
            Recorder<FakePages.Page> pages = new Recorder<>();
            service.pages(worker).subscribe(pages);
            if (asked > 0) {
                pages.request(asked);
            }
            pages.await("the pages", () -> pages.count() == asked);
            settle();

            assertThat(service.fetches()).isEqualTo(fetches);
        }

        @Test
        void chainedFetchNothingBeforeTheyAreAskedFor() {
            StepVerifier.create(service.chain(), 0)
                    .then(() -> assertThat(service.fetches()).isZero())
                    .thenRequest(1)
                    .expectNextCount(1)
                    .then(() -> assertThat(service.fetches()).isEqualTo(1))
                    .thenRequest(1)
                    .expectNextCount(1)
                    .then(() -> assertThat(service.fetches()).isEqualTo(2))
                    .thenCancel()
                    .verify(SOON);
        }
    }

    @Nested
    class Subscriptions {

        @Test
        void areIndependentOfEachOther() {
            Flux<Integer> stream = stream();

            StepVerifier.create(stream.take(101))
                    .expectNextCount(101)
                    .expectComplete()
                    .verify(SOON);
            StepVerifier.create(stream.take(1)).expectNext(0).expectComplete().verify(SOON);
            assertThat(service.fetches()).isEqualTo(3);
        }

        @Test
        void showTheirContextToEveryFetch() {
            List<String> seen = new ArrayList<>();
            service.answering(page -> Mono.deferContextual(context -> {
                seen.add(context.get("who"));
                return page;
            }));

            stream()
                    .take(101)
                    .contextWrite(Context.of("who", "subscriber"))
                    .as(StepVerifier::create)
                    .expectNextCount(101)
                    .expectComplete()
                    .verify(SOON);
            assertThat(seen).containsExactly("subscriber", "subscriber");
        }

        @Test
        void mayRequestFromOnSubscribe() {
            stream()
                    .as(flux -> StepVerifier.create(flux, 1))
                    .expectNext(0)
                    .thenRequest(1)
                    .expectNext(1)
                    .thenCancel()
                    .verify(SOON);
            settle();

            assertThat(service.fetches()).isEqualTo(1);
        }
    }
}

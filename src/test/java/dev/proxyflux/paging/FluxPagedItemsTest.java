package dev.proxyflux.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.Fuseable;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class FluxPagedItemsTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final HandPages pages = new HandPages();
    private final Recorder<Integer> consumer = new Recorder<>();

    private static Flux<Integer> items(Flux<List<Integer>> pages, Scheduler scheduler) {
        return Paging.items(pages, new PageItems<>(Function.identity(), page -> {}), scheduler, false);
    }

    private static Flux<Integer> itemsBy(Function<List<Integer>, List<Integer>> of, Consumer<List<Integer>> onBegin) {
        Flux<List<Integer>> pages =
                Flux.just(List.of(1, 2), List.of(3, 4), List.of(5)).hide();
        return Paging.items(pages, new PageItems<>(of, onBegin), Schedulers.parallel(), false);
    }

    @Nested
    class TakingItems {

        private List<String> happens(long demand) {
            List<String> events = new CopyOnWriteArrayList<>();
            Flux<List<Integer>> chain = Flux.just(List.of(1, 2), List.of(3, 4), List.of(5))
                    .hide()
                    .doOnRequest(pages -> events.add("request " + pages));
            Function<List<Integer>, List<Integer>> take = page -> {
                events.add("take " + page);
                return page;
            };
            Paging.items(chain, new PageItems<>(take, page -> {}), Schedulers.parallel(), false)
                    .as(items -> StepVerifier.create(items, demand))
                    .expectNext(1, 2, 3, 4, 5)
                    .expectComplete()
                    .verify(SOON);
            return events;
        }

        @Test
        void comesAfterTheNextRequestIfDemandIsUnbounded() {
            assertThat(happens(Long.MAX_VALUE))
                    .containsExactly("request 1", "request 1", "take [1, 2]", "request 1", "take [3, 4]", "take [5]");
        }

        @Test
        void decidesAboutTheNextRequestIfDemandIsBounded() {
            assertThat(happens(10))
                    .containsExactly("request 1", "take [1, 2]", "request 1", "take [3, 4]", "request 1", "take [5]");
        }

        @Test
        void isSparedForAPageThatIsDiscarded() {
            List<Object> discarded = new ArrayList<>();
            List<Object> taken = new ArrayList<>();
            Paging.items(
                            pages,
                            new PageItems<List<Integer>, Integer>(
                                    page -> {
                                        taken.add(page);
                                        return page;
                                    },
                                    page -> {}),
                            Schedulers.immediate(),
                            false)
                    .doOnDiscard(Object.class, discarded::add)
                    .subscribe(consumer.onItem((self, count) -> {
                        pages.page(3, 4);
                        self.cancel();
                    }));
            consumer.request(Long.MAX_VALUE);
            pages.page(1, 2);

            assertThat(consumer.items()).containsExactly(1);
            assertThat(taken).containsExactly(List.of(1, 2));
            assertThat(discarded).containsExactlyInAnyOrder(2, List.of(3, 4));
        }
    }

    @Nested
    class Errors {

        private final IllegalStateException failure = new IllegalStateException("no third page");

        @Test
        void comeAfterTheItemsHeldHoweverLateTheseAreAskedFor() {
            items(pages, Schedulers.immediate()).subscribe(consumer);
            consumer.request(1);
            pages.page(1, 2, 3);
            pages.fail(failure);

            assertThat(consumer.items()).containsExactly(1);
            assertThat(consumer.ended()).isFalse();
            consumer.request(2);

            assertThat(consumer.items()).containsExactly(1, 2, 3);
            assertThat(consumer.errors()).containsExactly(failure);
            consumer.hasNoFault("error after items");
        }

        @Test
        void comeAfterTheItemsOfBothPagesHeld() {
            items(pages, Schedulers.immediate()).subscribe(consumer.onItem((self, count) -> {
                if (count == 1) {
                    pages.page(3, 4);
                    pages.fail(failure);
                }
            }));
            consumer.request(9);
            pages.page(1, 2);

            assertThat(consumer.items()).containsExactly(1, 2, 3, 4);
            assertThat(consumer.errors()).containsExactly(failure);
            consumer.hasNoFault("error after two pages");
        }

        @Test
        void thrownByTheNextFunctionComeAfterThePagesItems() {
            Flux<List<Integer>> chain = Paging.pages(Mono.just(List.of(1, 2)), page -> {
                throw failure;
            });

            items(chain, Schedulers.parallel())
                    .as(StepVerifier::create)
                    .expectNext(1, 2)
                    .expectErrorMatches(failure::equals)
                    .verify(SOON);
        }

        @Test
        void ofALaterFetchComeAfterThePagesBefore() {
            Flux<List<Integer>> chain =
                    Paging.pages(Mono.just(List.of(1, 2)), page -> Mono.defer(() -> Mono.error(failure)));

            items(chain, Schedulers.parallel())
                    .as(StepVerifier::create)
                    .expectNext(1, 2)
                    .expectErrorMatches(failure::equals)
                    .verify(SOON);
        }

        @Test
        void ofTakingThePagesItemsComeAfterThePagesBefore() {
            itemsBy(
                            page -> {
                                if (page.contains(3)) {
                                    throw failure;
                                }
                                return page;
                            },
                            page -> {})
                    .as(StepVerifier::create)
                    .expectNext(1, 2)
                    .expectErrorMatches(failure::equals)
                    .verify(SOON);
        }

        @Test
        void nameAListThatIsMissing() {
            itemsBy(page -> page.contains(3) ? null : page, page -> {})
                    .as(StepVerifier::create)
                    .expectNext(1, 2)
                    .expectError(NullPointerException.class)
                    .verify(SOON);
        }

        @Test
        void nameAnItemThatIsMissing() {
            itemsBy(page -> page.contains(3) ? Arrays.asList(3, null) : page, page -> {})
                    .as(StepVerifier::create)
                    .expectNext(1, 2)
                    .expectError(NullPointerException.class)
                    .verify(SOON);
        }

        @Test
        void ofWhoHearsOfAPageEndTheStreamAndDiscardThatPage() {
            List<Object> discarded = new ArrayList<>();

            itemsBy(Function.identity(), page -> {
                        if (page.contains(3)) {
                            throw failure;
                        }
                    })
                    .doOnDiscard(Integer.class, discarded::add)
                    .as(items -> StepVerifier.create(items, 6))
                    .expectNext(1, 2)
                    .expectErrorMatches(failure::equals)
                    .verify(SOON);
            assertThat(discarded).containsExactly(3, 4);
        }

        @Test
        void ofWhoHearsOfAPageCancelThePages() {
            Flux<Integer> flux = Paging.items(
                    pages,
                    new PageItems<>(Function.identity(), page -> {
                        throw failure;
                    }),
                    Schedulers.immediate(),
                    false);
            flux.subscribe(consumer);
            consumer.request(1);
            pages.page(1);

            assertThat(consumer.errors()).containsExactly(failure);
            assertThat(pages.isCancelled()).isTrue();
        }

        @Test
        void areNamedByTheArgumentThatIsMissing() {
            PageItems<List<Integer>, Integer> identity = new PageItems<>(Function.identity(), page -> {});

            assertThatNullPointerException()
                    .isThrownBy(() -> Paging.pages(null, page -> null))
                    .withMessage("first");
            assertThatNullPointerException()
                    .isThrownBy(() -> Paging.pages(Mono.just(1), null))
                    .withMessage("next");
            assertThatNullPointerException()
                    .isThrownBy(() -> Paging.items(null, identity, Schedulers.immediate(), false))
                    .withMessage("pages");
            assertThatNullPointerException()
                    .isThrownBy(() -> Paging.items(pages, null, Schedulers.immediate(), false))
                    .withMessage("items");
            assertThatNullPointerException()
                    .isThrownBy(() -> Paging.items(pages, identity, null, false))
                    .withMessage("scheduler");
            assertThatNullPointerException()
                    .isThrownBy(() -> new PageItems<>(null, page -> {}))
                    .withMessage("of");
            assertThatNullPointerException()
                    .isThrownBy(() -> new PageItems<List<Integer>, Integer>(Function.identity(), null))
                    .withMessage("onBegin");
        }
    }

    @Nested
    class Items {

        @Test
        void areThoseOfTheMomentThePageCame() {
            List<Integer> reused = new ArrayList<>(List.of(1, 2, 3));
            Flux<Integer> flux =
                    Paging.items(pages, new PageItems<>(page -> reused, page -> {}), Schedulers.immediate(), false);
            flux.subscribe(consumer);
            consumer.request(1);
            pages.page(0);
            reused.clear();
            consumer.request(2);

            assertThat(consumer.items()).containsExactly(1, 2, 3);
        }
    }

    @Nested
    class Fusion {

        @Test
        void isOfferedToNobodyAsItWouldTakeItemsPastTheirDemand() {
            AtomicReference<Subscription> given = new AtomicReference<>();

            items(pages, Schedulers.immediate()).doOnSubscribe(given::set).subscribe();

            assertThat(given.get()).isNotInstanceOf(Fuseable.QueueSubscription.class);
        }

        @Test
        void behindItLosesNothing() {
            Flux<List<Integer>> pages = Flux.range(0, 100)
                    .map(page ->
                            IntStream.range(page * 10, page * 10 + 10).boxed().toList());

            items(pages, Schedulers.parallel())
                    .map(item -> item + 1)
                    .filter(item -> item % 2 == 0)
                    .publishOn(Schedulers.parallel(), 3)
                    .map(item -> item / 2)
                    .collectList()
                    .as(StepVerifier::create)
                    .expectNext(IntStream.rangeClosed(1, 500).boxed().toList())
                    .expectComplete()
                    .verify(SOON);
        }
    }

    @Nested
    class DisposedScheduler {

        private final Scheduler scheduler = Schedulers.newSingle("disposed");
        private final AtomicInteger fetches = new AtomicInteger();
        private final Flux<Integer> flux = items(Paging.pages(fetch(), page -> fetch()), scheduler);

        private Mono<List<Integer>> fetch() {
            return Mono.fromCallable(() -> List.of(fetches.incrementAndGet()));
        }

        @Test
        void isAnErrorAtTheFirstRequestWithoutAnyPageRequest() {
            scheduler.dispose();

            flux.as(StepVerifier::create)
                    .expectError(RejectedExecutionException.class)
                    .verify(SOON);
            assertThat(fetches).hasValue(0);
        }

        @ParameterizedTest
        @ValueSource(strings = {"parallel", "single", "boundedElastic"})
        void isAnErrorWhateverItsKind(String kind) {
            Scheduler disposed = switch (kind) {
                case "parallel" -> Schedulers.newParallel("disposed", 1);
                case "single" -> Schedulers.newSingle("disposed");
                default -> Schedulers.newBoundedElastic(1, 1, "disposed");
            };
            disposed.dispose();

            items(Paging.pages(fetch(), page -> fetch()), disposed)
                    .as(StepVerifier::create)
                    .expectError(RejectedExecutionException.class)
                    .verify(SOON);
            assertThat(fetches).hasValue(0);
        }

        @Test
        void isAnErrorWhenItIsDisposedBeforeTheFirstRequest() {
            flux.subscribe(consumer);
            scheduler.dispose();
            consumer.request(1);

            consumer.await("the error", consumer::ended).hasNoFault("before the first request");
            assertThat(consumer.errors()).singleElement().isInstanceOf(RejectedExecutionException.class);
            assertThat(fetches).hasValue(0);
        }

        @Test
        void isAnErrorBetweenPages() {
            flux.subscribe(consumer);
            consumer.request(1);
            consumer.await("the first item", () -> consumer.count() == 1);
            // The drain that emitted it may still be at work, and would go on.
            idle(scheduler);
            scheduler.dispose();
            consumer.request(1);

            consumer.await("the error", consumer::ended).hasNoFault("between pages");
            assertThat(consumer.errors()).singleElement().isInstanceOf(RejectedExecutionException.class);
            assertThat(consumer.items()).containsExactly(1);
        }

        @Test
        void isAnErrorWhenAPageComesAndDiscardsThatPage() {
            items(pages, scheduler).subscribe(consumer);
            consumer.request(1);
            consumer.await("the page request", () -> pages.requests() == 1);
            idle(scheduler);
            scheduler.dispose();
            pages.page(1, 2);

            assertThat(consumer.errors()).singleElement().isInstanceOf(RejectedExecutionException.class);
            assertThat(consumer.discarded()).containsExactly(1, 2);
            assertThat(pages.isCancelled()).isTrue();
        }

        @Test
        void keepsTheErrorThatItCouldNotSignal() {
            IllegalStateException failure = new IllegalStateException("the page failed");
            items(pages, scheduler).subscribe(consumer);
            consumer.request(1);
            idle(scheduler);
            scheduler.dispose();
            pages.fail(failure);

            assertThat(consumer.errors())
                    .singleElement()
                    .satisfies(rejected -> assertThat(rejected)
                            .isInstanceOf(RejectedExecutionException.class)
                            .hasSuppressedException(failure));
        }

        /** A scheduler that is disposed of drops what it has not begun, and tells nobody. */
        @Test
        void isAnErrorWhenItDroppedTheEmissionAndMoreIsRequested() {
            dropTheEmissionOfAPage();

            consumer.request(1);

            assertThat(consumer.hasNoFault("dropped").errors())
                    .singleElement()
                    .isInstanceOf(RejectedExecutionException.class);
            assertThat(consumer.discarded()).containsExactly(1, 2);
            assertThat(pages.isCancelled()).isTrue();
        }

        @Test
        void isAnErrorWhenItDroppedTheEmissionAndTheListEnds() {
            dropTheEmissionOfAPage();

            pages.complete();

            assertThat(consumer.hasNoFault("dropped").errors())
                    .singleElement()
                    .isInstanceOf(RejectedExecutionException.class);
            assertThat(consumer.discarded()).containsExactly(1, 2);
        }

        @Test
        void keepsNoCancellationFromDiscardingWhatItDropped() {
            dropTheEmissionOfAPage();

            consumer.cancel();
            consumer.request(1);

            assertThat(consumer.hasNoFault("dropped").ended()).isFalse();
            assertThat(consumer.discarded()).containsExactly(1, 2);
            assertThat(pages.isCancelled()).isTrue();
        }

        private void dropTheEmissionOfAPage() {
            CountDownLatch busy = new CountDownLatch(1);
            items(pages, scheduler).subscribe(consumer);
            consumer.request(1);
            idle(scheduler);
            scheduler.schedule(() -> awaitQuietly(busy));
            pages.page(1, 2);
            scheduler.dispose();
            busy.countDown();
            assertThat(consumer.items()).isEmpty();
            assertThat(consumer.discarded()).isEmpty();
        }

        private static void awaitQuietly(CountDownLatch latch) {
            try {
                latch.await(SOON.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException disposed) {
                Thread.currentThread().interrupt();
            }
        }

        /** A single scheduler runs in order: when this has run, all before has. */
        private static void idle(Scheduler single) {
            Mono.fromRunnable(() -> {}).subscribeOn(single).block(SOON);
        }
    }

    @Nested
    class Cancellation {

        @Test
        void discardsWhatIsHeldInBothPages() {
            items(pages, Schedulers.immediate()).subscribe(consumer.onItem((self, count) -> {
                pages.page(4, 5);
                self.cancel();
            }));
            consumer.request(9);
            pages.page(1, 2, 3);

            assertThat(consumer.items()).containsExactly(1);
            assertThat(consumer.discarded()).containsExactly(2, 3, 4, 5);
            assertThat(pages.isCancelled()).isTrue();
            assertThat(consumer.hasNoFault("cancelled").ended()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void discardsAPageThatComesLater(boolean inline) {
            items(pages, inline ? Schedulers.immediate() : Schedulers.parallel())
                    .subscribe(consumer);
            consumer.request(1);
            consumer.cancel();
            pages.page(1, 2);

            consumer.await("the discards", () -> consumer.discarded().size() == 2);
            assertThat(consumer.discarded()).containsExactly(1, 2);
            assertThat(consumer.items()).isEmpty();
        }

        @Test
        void insideOnSubscribeAsksNothing() {
            StepVerifier.create(items(pages, Schedulers.parallel()), 0)
                    .thenCancel()
                    .verify(SOON);

            assertThat(pages.requests()).isZero();
            assertThat(pages.isCancelled()).isTrue();
        }

        @Test
        void makesLaterRequestsVoid() {
            items(pages, Schedulers.immediate()).subscribe(consumer);
            consumer.cancel();
            consumer.cancel();
            consumer.request(1);

            assertThat(pages.requests()).isZero();
            assertThat(consumer.ended()).isFalse();
        }
    }

    @Nested
    class Scan {

        @Test
        void tellsDemandThatIsStillOpen() {
            items(pages, Schedulers.immediate()).subscribe(consumer);
            Scannable scan = Scannable.from(consumer.subscription());
            consumer.request(5);
            pages.page(1, 2);

            assertThat(scan.scan(Scannable.Attr.REQUESTED_FROM_DOWNSTREAM)).isEqualTo(3);
            consumer.request(Long.MAX_VALUE);
            assertThat(scan.scan(Scannable.Attr.REQUESTED_FROM_DOWNSTREAM)).isEqualTo(Long.MAX_VALUE);
        }

        @Test
        void tellsWhereItStandsAndHowItRuns() {
            Flux<Integer> flux = items(pages, Schedulers.immediate());
            flux.subscribe(consumer);
            Scannable scan = Scannable.from(consumer.subscription());

            assertThat(Scannable.from(flux).scanUnsafe(Scannable.Attr.PARENT)).isSameAs(pages);
            assertThat(Scannable.from(flux).scan(Scannable.Attr.RUN_ON)).isSameAs(Schedulers.immediate());
            assertThat(Scannable.from(flux).scan(Scannable.Attr.RUN_STYLE)).isEqualTo(Scannable.Attr.RunStyle.ASYNC);
            assertThat(scan.scan(Scannable.Attr.RUN_STYLE)).isEqualTo(Scannable.Attr.RunStyle.ASYNC);
            assertThat(scan.scanUnsafe(Scannable.Attr.RUN_ON)).isNotNull();
            assertThat(scan.scanUnsafe(Scannable.Attr.ACTUAL)).isSameAs(consumer);
            assertThat(scan.scanUnsafe(Scannable.Attr.PARENT)).isSameAs(pages);
            assertThat(scan.scan(Scannable.Attr.CANCELLED)).isFalse();
            assertThat(scan.scanUnsafe(Scannable.Attr.PREFETCH)).isNull();
        }

        @Test
        void tellsHowItEnded() {
            IllegalStateException failure = new IllegalStateException("failed");
            items(pages, Schedulers.immediate()).subscribe(consumer);
            Scannable scan = Scannable.from(consumer.subscription());

            assertThat(scan.scan(Scannable.Attr.TERMINATED)).isFalse();
            pages.fail(failure);
            assertThat(scan.scan(Scannable.Attr.TERMINATED)).isTrue();
            assertThat(scan.scan(Scannable.Attr.ERROR)).isSameAs(failure);
        }

        @Test
        void tellsACancellation() {
            items(pages, Schedulers.immediate()).subscribe(consumer);
            consumer.cancel();

            assertThat(Scannable.from(consumer.subscription()).scan(Scannable.Attr.CANCELLED))
                    .isTrue();
        }
    }
}

package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionPage;
import dev.proxyflux.testkit.InteractionsService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** The Demand contract, counted at a real server: pages of 100, of which there are ten. */
class DemandOverHttpTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    /** Long enough for a request that should not come to come. */
    private static final Duration QUIET = Duration.ofMillis(250);

    private static final int PAGES = 10;

    private final InteractionsService service = InteractionsService.start();
    // A consumer that is stuck on purpose may not take one of two parallel threads.
    private final Scheduler scheduler = Schedulers.newBoundedElastic(4, 100, "consumer");
    private final InteractionsClient client = InteractionsClient.builder(
                    Credentials.authToken(InteractionsService.USER, InteractionsService.SECRET))
            .baseUrl(service.baseUrl())
            .scheduler(scheduler)
            .build();
    private final InteractionsQuery query = InteractionsQuery.of(InteractionsService.SESSION);

    @BeforeEach
    void hasTenPages() {
        service.hasPages(IntStream.range(0, PAGES).map(page -> 100).toArray());
    }

    @AfterEach
    void close() {
        client.close();
        service.close();
        scheduler.dispose();
    }

    private void costs(int requests) {
        service.awaitRequests(requests, SOON);
        settles();
        assertThat(service.pageRequests()).hasSize(requests);
    }

    private static void settles() {
        StepVerifier.create(Mono.delay(QUIET))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
    }

    @Nested
    class OfTheTable {

        @Test
        void costsNothingWhenNothingIsAsked() {
            BaseSubscriber<Interaction> idle = new Asking(0);

            client.stream(query).subscribe(idle);

            costs(0);
            idle.cancel();
        }

        @ParameterizedTest
        @CsvSource({"1, 1", "99, 1", "100, 1", "101, 2", "200, 2", "201, 3", "1000, 10"})
        void costsThePagesThatHoldWhatIsAsked(int asked, int requests) {
            Asking subscriber = new Asking(asked);

            client.stream(query).subscribe(subscriber);

            subscriber.awaitReceived(asked);
            costs(requests);
            subscriber.cancel();
        }

        @Test
        void costsTwoRequestsForAHundredAndFiftyOneByOne() {
            Asking oneByOne = new Asking(1, 150);
            client.stream(query).subscribe(oneByOne);
            oneByOne.awaitReceived(150);
            costs(2);
            oneByOne.cancel();
        }

        @Test
        void costsTwoRequestsForAHundredAndFiftyStuckOnTheFirst() {
            Stuck stuck = new Stuck(150);

            client.stream(query).subscribe(stuck);

            costs(2);
            stuck.letGo();
        }

        @Test
        void costsTwoRequestsUnboundedStuckOnTheFirst() {
            Stuck stuck = new Stuck(Long.MAX_VALUE);

            client.stream(query).subscribe(stuck);

            costs(2);
            stuck.letGo();
        }

        @Test
        void isAtMostOnePageAheadOfASlowUnboundedConsumer() {
            AtomicInteger consumed = new AtomicInteger();

            client.stream(query)
                    .doOnNext(interaction -> {
                        int begun = consumed.getAndIncrement() / 100 + 1;
                        assertThat(service.pageRequests().size()).isBetween(begun, begun + 1);
                        if (consumed.get() % 50 == 0) {
                            settleFor(5);
                        }
                    })
                    .as(StepVerifier::create)
                    .expectNextCount(PAGES * 100L)
                    .expectComplete()
                    .verify(SOON);

            assertThat(service.pageRequests()).hasSize(PAGES);
        }

        private void settleFor(int millis) {
            StepVerifier.create(Mono.delay(Duration.ofMillis(millis)))
                    .expectNextCount(1)
                    .verifyComplete();
        }

        @Test
        void asksForTheNextPageWhileThisOneIsBeingConsumed() throws InterruptedException {
            CountDownLatch secondRequested = new CountDownLatch(1);
            service.answersBy(request -> {
                if (request.uri().contains("PageToken")) {
                    secondRequested.countDown();
                }
                return null;
            });

            boolean overlapped = Boolean.TRUE.equals(client.stream(query)
                    .take(101)
                    .index()
                    .filter(indexed -> indexed.getT1() == 0)
                    .map(first -> await(secondRequested))
                    .blockLast(SOON));

            assertThat(overlapped).isTrue();
        }

        private boolean await(CountDownLatch latch) {
            try {
                return latch.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    @Nested
    class ThroughOperators {

        private void costs(UnaryOperator<Flux<Interaction>> pipeline, int requests) {
            client.stream(query)
                    .transform(pipeline)
                    .as(StepVerifier::create)
                    .thenConsumeWhile(element -> true)
                    .expectComplete()
                    .verify(SOON);
            DemandOverHttpTest.this.costs(requests);
        }

        @Test
        void takeTenCostsOnePage() {
            costs(flux -> flux.take(10), 1);
        }

        @Test
        void takeOfAWholePageCostsThatPage() {
            costs(flux -> flux.take(100), 1);
        }

        @Test
        void takeOfOneMoreCostsTwo() {
            costs(flux -> flux.take(101), 2);
        }

        @Test
        void concatMapCostsThePagesItsSourceItemsLieIn() {
            costs(flux -> flux.concatMap(one -> Mono.just(one).hide(), 0).take(100), 1);
        }

        @ParameterizedTest
        @CsvSource({"100, 1", "101, 2"})
        void flatMapCostsThePagesOfItsConcurrency(int concurrency, int requests) {
            Disposable stuck = client.stream(query)
                    .flatMap(one -> Mono.never(), concurrency)
                    .subscribe();

            DemandOverHttpTest.this.costs(requests);
            stuck.dispose();
        }

        @Test
        void limitRateCostsItsPrefetch() {
            costs(flux -> flux.limitRate(100).take(20), 1);
        }

        @Test
        void publishOnCostsItsPrefetch() {
            costs(flux -> flux.publishOn(Schedulers.boundedElastic(), 100).take(20), 1);
        }

        @Test
        void filterAsksForAnotherForEachItDrops() {
            AtomicInteger seen = new AtomicInteger();
            costs(flux -> flux.filter(one -> seen.incrementAndGet() > 150).take(1), 2);
        }

        @Test
        void firstItemCostsOnePageThroughNext() {
            client.stream(query)
                    .next()
                    .as(StepVerifier::create)
                    .expectNextCount(1)
                    .verifyComplete();
            // next() asks without bound and cancels on the first item: the overlap may have begun.
            settles();
            assertThat(service.pageRequests()).hasSizeBetween(1, 2);
        }
    }

    @Nested
    class OfPages {

        @ParameterizedTest
        @CsvSource({"0, 0", "1, 1", "2, 2", "5, 5"})
        void requestOfNCostsNRequests(int asked, int requests) {
            AskingForPages subscriber = new AskingForPages(asked);

            client.pages(query).subscribe(subscriber);

            costs(requests);
            assertThat(subscriber.received.get()).isEqualTo(requests);
            subscriber.cancel();
        }

        @Test
        void emptyPagesAreEmitted() {
            service.hasPages(0, 2, 0);

            client.pages(query)
                    .map(page -> page.items().size())
                    .as(StepVerifier::create)
                    .expectNext(0, 2, 0)
                    .verifyComplete();
        }

        @Test
        void takeOfThreeCostsThree() {
            client.pages(query)
                    .take(3)
                    .as(StepVerifier::create)
                    .expectNextCount(3)
                    .verifyComplete();

            costs(3);
        }
    }

    @Nested
    class ReadingAhead {

        @Test
        void costsNothingBeforeTheFirstRequest() {
            Asking idle = new Asking(0);

            client.stream(query.readAhead()).subscribe(idle);

            costs(0);
            idle.cancel();
        }

        @ParameterizedTest
        @CsvSource({"1, 2", "100, 2", "101, 3", "150, 3"})
        void costsThePageAfterTheLastOneReachedToo(int asked, int requests) {
            Asking subscriber = new Asking(asked);

            client.stream(query.readAhead()).subscribe(subscriber);

            subscriber.awaitReceived(asked);
            costs(requests);
            subscriber.cancel();
        }

        @Test
        void costsNoPageBeyondTheLimit() {
            client.stream(query.readAhead().withPageSize(100).withLimit(200))
                    .as(StepVerifier::create)
                    .expectNextCount(200)
                    .verifyComplete();

            costs(2);
        }
    }

    @Nested
    class WithALimit {

        @Test
        void asksForPagesOfTheLimit() {
            service.hasInteractions(500);

            client.stream(query.withLimit(7))
                    .as(StepVerifier::create)
                    .expectNextCount(7)
                    .verifyComplete();

            assertThat(service.pageRequests())
                    .singleElement()
                    .satisfies(request -> assertThat(request.uri()).endsWith("?PageSize=7"));
        }

        @Test
        void endsPagesWithTheWholePageThatReachesIt() {
            List<InteractionPage> pages = client.pages(query.withPageSize(100).withLimit(150))
                    .collectList()
                    .block(SOON);

            assertThat(pages).hasSize(2).last().satisfies(page -> {
                assertThat(page.items()).hasSize(100);
                assertThat(page.next()).isNotNull();
            });
            costs(2);
        }
    }

    /** Asks for a number at first, then for one more with each item up to a number in all. */
    private static class Asking extends BaseSubscriber<Interaction> {

        final AtomicInteger received = new AtomicInteger();
        private final long atFirst;
        private final long inAll;
        private final CountDownLatch latch;

        Asking(long atFirst) {
            this(atFirst, atFirst);
        }

        Asking(long atFirst, long inAll) {
            this.atFirst = atFirst;
            this.inAll = inAll;
            this.latch = new CountDownLatch((int) Math.min(inAll, Integer.MAX_VALUE));
        }

        @Override
        protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
            if (atFirst > 0) {
                request(atFirst);
            }
        }

        @Override
        protected void hookOnNext(Interaction interaction) {
            int count = received.incrementAndGet();
            latch.countDown();
            if (count >= atFirst && count < inAll) {
                request(1);
            }
        }

        void awaitReceived(int count) {
            try {
                assertThat(latch.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            assertThat(received.get()).isEqualTo(count);
        }
    }

    private static final class Stuck extends BaseSubscriber<Interaction> {

        private final long asked;
        private final CountDownLatch gate = new CountDownLatch(1);

        Stuck(long asked) {
            this.asked = asked;
        }

        @Override
        protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
            request(asked);
        }

        @Override
        protected void hookOnNext(Interaction interaction) {
            try {
                gate.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        void letGo() {
            cancel();
            gate.countDown();
        }
    }

    private static final class AskingForPages extends BaseSubscriber<InteractionPage> {

        final AtomicInteger received = new AtomicInteger();
        private final long asked;

        AskingForPages(long asked) {
            this.asked = asked;
        }

        @Override
        protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
            if (asked > 0) {
                request(asked);
            }
        }

        @Override
        protected void hookOnNext(InteractionPage page) {
            received.incrementAndGet();
        }
    }
}

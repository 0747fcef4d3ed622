package dev.proxyflux.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Whatever the pages, the requests, the threads and the moment of a cancellation: the same sequence, and no page request but
 * by the rule. Each run follows from a seed, which a failure names; {@code -Dpaging.seed} runs that one first.
 */
class PagedItemsPropertyTest {

    private static final int RUNS = 2_000;

    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @RepeatedTest(4)
    void givesTheSameSequenceByTheRule() throws Exception {
        long start = Long.getLong("paging.seed", System.nanoTime());
        try {
            for (long seed = start; seed < start + RUNS; seed++) {
                new Run(seed).play(other);
            }
        } finally {
            other.shutdownNow();
        }
    }

    /** One list, one subscriber. */
    private static final class Run {

        private static final List<Supplier<Scheduler>> SCHEDULERS =
                List.of(Schedulers::parallel, Schedulers::single, Schedulers::immediate, Schedulers::boundedElastic);
        private static final List<UnaryOperator<Mono<FakePages.Page>>> ANSWERS = List.of(
                page -> page,
                page -> page.subscribeOn(Schedulers.parallel()),
                page -> page.publishOn(Schedulers.boundedElastic()));

        private final String name;
        private final long seed;
        private final Random random;
        private final Random consumerRandom;
        private final boolean readAhead;
        private final int cancelAt;
        private final boolean cancelFromOutside;
        private final FakePages service;
        private final Recorder<Integer> consumer = new Recorder<>();
        private final AtomicInteger inFlight = new AtomicInteger();
        private final List<String> faults = Collections.synchronizedList(new ArrayList<>());

        Run(long seed) {
            this.seed = seed;
            random = new Random(seed);
            consumerRandom = new Random(~seed);
            int[] sizes = IntStream.range(0, 1 + random.nextInt(8))
                    .map(i -> random.nextInt(3) == 0 ? 0 : random.nextInt(7))
                    .toArray();
            readAhead = random.nextBoolean();
            cancelAt = random.nextInt(4) == 0 ? 1 + random.nextInt(12) : Integer.MAX_VALUE;
            cancelFromOutside = random.nextInt(6) == 0;
            Random answers = new Random(seed + 1);
            service = FakePages.ofSizes(sizes)
                    .onFetch(this::checkTheFetch)
                    .answering(page -> ANSWERS.get(answers.nextInt(ANSWERS.size()))
                            .apply(page)
                            .doOnNext(answer -> inFlight.decrementAndGet()));
            name = "-Dpaging.seed=" + seed + ", pages " + Arrays.toString(sizes) + ", readAhead " + readAhead;
        }

        /** The rule, at the moment of a page request. */
        private void checkTheFetch(int index) {
            if (inFlight.incrementAndGet() != 1) {
                faults.add("page " + index + " while another was in flight");
            }
            if (service.begun() != index) {
                faults.add("page " + index + " while another was waiting");
            }
            if (consumer.asked() <= covered(index)) {
                faults.add("page " + index + " when only " + consumer.asked() + " were asked for");
            }
        }

        /** How much may be asked for without a page being due after the first ones; with an empty history, nothing. */
        private int covered(int fetched) {
            return service.itemsIn(readAhead ? Math.max(0, fetched - 1) : fetched);
        }

        private int dueFetches() {
            int fetched = 0;
            while (fetched < service.count() && consumer.asked() > covered(fetched)) {
                fetched++;
            }
            return fetched;
        }

        private int total() {
            return service.itemsIn(service.count());
        }

        void play(ExecutorService other) throws Exception {
            Scheduler scheduler =
                    SCHEDULERS.get(random.nextInt(SCHEDULERS.size())).get();
            service.items(scheduler, readAhead).subscribe(consumer.onItem(this::onItem));
            requestSometimes(random, 3);
            CompletableFuture<Void> outside = CompletableFuture.runAsync(this::fromOutside, other);
            requestSometimes(random, 5);
            outside.get();
            if (random.nextBoolean()) {
                consumer.request(random.nextBoolean() ? Long.MAX_VALUE : total() + 1L);
            }
            if (cancelFromOutside || cancelAt <= total()) {
                checkTheCancelled();
            } else {
                checkTheRest();
            }
            assertThat(faults).as(name).isEmpty();
            consumer.hasNoFault(name);
            assertThat(consumer.items())
                    .as(name)
                    .isEqualTo(IntStream.range(0, consumer.count()).boxed().toList());
        }

        private void onItem(Recorder<Integer> self, int count) {
            if (service.received() - service.begun() > 1) {
                faults.add("three pages held at item " + count);
            }
            if (count == cancelAt) {
                self.cancel();
            }
            requestSometimes(consumerRandom, 2);
        }

        private void fromOutside() {
            Random own = new Random(seed + 2);
            for (int i = own.nextInt(6); i > 0; i--) {
                requestSometimes(own, 4);
            }
            if (cancelFromOutside) {
                consumer.cancel();
            }
        }

        private void requestSometimes(Random by, int most) {
            int n = by.nextInt(most + 1);
            if (n > 0) {
                consumer.request(n);
            }
        }

        /** Nothing cancels: what was asked for has come, and the pages are those that were due. */
        private void checkTheRest() {
            consumer.await(
                    name + ": what was asked for", () -> consumer.count() == Math.min(total(), consumer.asked()));
            consumer.await(name + ": the pages due", () -> service.fetches() == dueFetches());
            if (service.fetches() == service.count() && consumer.count() == total()) {
                consumer.await(name + ": the end", consumer::completed);
            } else {
                assertThat(consumer.ended()).as(name).isFalse();
                consumer.cancel();
                checkTheCancelled();
            }
        }

        /** Each item that was received is emitted or discarded, once. */
        private void checkTheCancelled() {
            if (!cancelFromOutside && cancelAt <= total() && consumer.count() < cancelAt) {
                // May never ask for as many as it would take to cancel.
                consumer.cancel();
            }
            consumer.await(
                    name + ": all emitted or discarded", () -> consumer.seen() == service.itemsIn(service.received()));
            List<Integer> all = new ArrayList<>(consumer.items());
            all.addAll(consumer.discarded());
            assertThat(all).as(name).doesNotHaveDuplicates();
        }
    }
}

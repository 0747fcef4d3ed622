package dev.proxyflux.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.util.RaceTestUtils;

/** Signals that meet: no request is lost or doubled, no item either, and there is one end at most. */
class PagedItemsRaceTest {

    private static final int ROUNDS = 80;
    private static final int MANY_ROUNDS = 500;

    /** What one thread does. Of those from upstream at most one takes part, as its signals never overlap. */
    private enum Act {
        REQUEST,
        REQUEST_MANY,
        CANCEL,
        PAGE,
        COMPLETE,
        FAIL,
        PAGE_AND_COMPLETE,
        PAGE_AND_FAIL;

        boolean bringsAPage() {
            return this == PAGE || this == PAGE_AND_COMPLETE || this == PAGE_AND_FAIL;
        }
    }

    static Stream<List<Act>> meetings() {
        List<List<Act>> down = List.of(
                List.of(Act.REQUEST),
                List.of(Act.CANCEL),
                List.of(Act.REQUEST, Act.REQUEST),
                List.of(Act.REQUEST, Act.REQUEST_MANY),
                List.of(Act.REQUEST, Act.CANCEL),
                List.of(Act.CANCEL, Act.CANCEL));
        List<List<Act>> meetings = new ArrayList<>(down.subList(2, down.size()));
        meetings.add(List.of(Act.REQUEST, Act.REQUEST, Act.REQUEST));
        meetings.add(List.of(Act.REQUEST, Act.REQUEST_MANY, Act.CANCEL));
        for (Act up : List.of(Act.PAGE, Act.COMPLETE, Act.FAIL, Act.PAGE_AND_COMPLETE, Act.PAGE_AND_FAIL)) {
            down.forEach(acts ->
                    meetings.add(Stream.concat(acts.stream(), Stream.of(up)).toList()));
        }
        return meetings.stream();
    }

    @ParameterizedTest
    @MethodSource("meetings")
    void losesNothingAndDoublesNothing(List<Act> acts) {
        play(acts, ROUNDS);
    }

    @ParameterizedTest
    @MethodSource("meetings")
    @Tag("full")
    void losesNothingAndDoublesNothingInManyRounds(List<Act> acts) {
        play(acts, MANY_ROUNDS);
    }

    private static void play(List<Act> acts, int rounds) {
        for (int i = 0; i < rounds; i++) {
            for (Scheduler scheduler : List.of(Schedulers.immediate(), Schedulers.parallel(), Schedulers.single())) {
                for (int more = 0; more <= 2; more++) {
                    new Round(acts + " on " + scheduler + ", then " + more, scheduler, i % 2 == 0, more).play(acts);
                }
            }
        }
    }

    private static final class Round {

        private static final int PAGE_SIZE = 2;
        private static final int ENOUGH = 5;

        private final String name;
        private final HandPages pages = new HandPages();
        private final Recorder<Integer> consumer = new Recorder<>();
        private final IllegalStateException failure = new IllegalStateException("failed");
        private final boolean readAhead;
        private int received;
        private int delivered;
        private boolean over;

        /**
         * Starts with one asked for and the first page out (0); with the first page used up and none out (1); or with the
         * second page out (2). Reading ahead, with the second page out and an item of the first held (1, 2).
         */
        Round(String name, Scheduler scheduler, boolean readAhead, int more) {
            this.name = name + (readAhead ? ", reading ahead" : "");
            this.readAhead = readAhead;
            Flux<Integer> items =
                    Paging.items(pages, new PageItems<>(Function.identity(), page -> {}), scheduler, readAhead);
            items.subscribe(consumer);
            consumer.request(1);
            if (more > 0) {
                page();
                if (!readAhead) {
                    consumer.request(more);
                }
                long emitted = Math.min(PAGE_SIZE, consumer.asked());
                consumer.await(this.name + ": the first items", () -> consumer.count() == emitted);
                consumer.await(this.name + ": the next page request", () -> pages.requests() == expectedRequests());
            }
        }

        void play(List<Act> acts) {
            boolean canDeliver = pages.outstanding() == 1;
            List<Act> legal = acts.stream()
                    .filter(act -> canDeliver || !act.bringsAPage())
                    .toList();
            RaceTestUtils.race(
                    legal.stream().map(act -> (Runnable) () -> perform(act)).toArray(Runnable[]::new));
            if (acts.contains(Act.CANCEL)) {
                checkTheCancelled();
            } else {
                checkTheRest();
            }
            consumer.hasNoFault(name);
            assertThat(consumer.items())
                    .as(name)
                    .isEqualTo(IntStream.range(0, consumer.count()).boxed().toList());
        }

        private void perform(Act act) {
            if (act.bringsAPage()) {
                page();
            }
            switch (act) {
                case REQUEST -> consumer.request(1);
                case REQUEST_MANY -> consumer.request(7);
                case CANCEL -> consumer.cancel();
                case COMPLETE, PAGE_AND_COMPLETE -> complete();
                case FAIL, PAGE_AND_FAIL -> fail();
                case PAGE -> {}
            }
        }

        private void page() {
            int from = received;
            received += PAGE_SIZE;
            delivered++;
            pages.page(from, from + 1);
        }

        private void complete() {
            over = true;
            pages.complete();
        }

        private void fail() {
            over = true;
            pages.fail(failure);
        }

        private int expectedRequests() {
            int covered = readAhead ? Math.max(0, received - PAGE_SIZE) : received;
            return delivered + (consumer.asked() > covered ? 1 : 0);
        }

        private void checkTheCancelled() {
            // A page that was out may still come.
            if (!over && pages.outstanding() > 0) {
                page();
            }
            consumer.await(name + ": all emitted or discarded", () -> consumer.seen() == received);
            List<Integer> all = new ArrayList<>(consumer.items());
            all.addAll(consumer.discarded());
            assertThat(all).as(name).doesNotHaveDuplicates().hasSize(received);
        }

        private void checkTheRest() {
            if (!over) {
                consumer.await(
                        name + ": what was asked for", () -> consumer.count() == Math.min(received, consumer.asked()));
                // Waits for one that is due; that there are no more is checked for each page below.
                consumer.await(name + ": the page due", () -> pages.requests() == expectedRequests());
            }
            consumer.request(Long.MAX_VALUE);
            while (!over) {
                consumer.await(name + ": the next page request", () -> pages.outstanding() == 1);
                if (delivered == ENOUGH) {
                    complete();
                } else {
                    page();
                }
            }
            consumer.await(name + ": the end", consumer::ended);
            assertThat(consumer.count()).as(name).isEqualTo(received);
            assertThat(consumer.errors()).as(name).allMatch(failure::equals);
            assertThat(pages.requests()).as(name).isLessThanOrEqualTo(delivered + 1);
        }
    }
}

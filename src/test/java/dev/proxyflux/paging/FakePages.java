package dev.proxyflux.paging;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** A list of pages of consecutive numbers from 0, whose fetches act on subscription and are counted there. */
final class FakePages {

    private final List<Page> pages;
    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private UnaryOperator<Mono<Page>> answer = UnaryOperator.identity();
    private Consumer<Integer> onFetch = index -> {};

    private FakePages(List<Page> pages) {
        this.pages = pages;
    }

    static FakePages ofSizes(int... sizes) {
        List<Page> pages = new ArrayList<>();
        int from = 0;
        for (int size : sizes) {
            int first = from;
            List<Integer> items =
                    IntStream.range(0, size).mapToObj(i -> first + i).toList();
            pages.add(new Page(pages.size(), List.copyOf(items)));
            from += size;
        }
        return new FakePages(pages);
    }

    static FakePages of(int count, int size) {
        return ofSizes(IntStream.generate(() -> size).limit(count).toArray());
    }

    /** How an answer comes; at once, unless told otherwise. */
    FakePages answering(UnaryOperator<Mono<Page>> how) {
        answer = how;
        return this;
    }

    /** Called on each fetch, before it is answered. */
    FakePages onFetch(Consumer<Integer> listener) {
        onFetch = listener;
        return this;
    }

    Flux<Page> chain() {
        return Paging.pages(fetch(0), this::after);
    }

    Flux<Integer> items(Scheduler scheduler, boolean readAhead) {
        return Paging.items(
                chain().map(this::receive),
                new PageItems<>(page -> page.page().items(), page -> begun.incrementAndGet()),
                scheduler,
                readAhead);
    }

    Flux<Page> pages(Scheduler scheduler) {
        return Paging.items(chain(), new PageItems<>(List::of, page -> {}), scheduler, false);
    }

    private @Nullable Mono<Page> after(Page page) {
        int next = page.index() + 1;
        return next < pages.size() ? fetch(next) : null;
    }

    private Mono<Page> fetch(int index) {
        return Mono.defer(() -> {
            fetches.incrementAndGet();
            onFetch.accept(index);
            return answer.apply(Mono.just(pages.get(index)));
        });
    }

    private Received receive(Page page) {
        received.incrementAndGet();
        return new Received(page);
    }

    /** Items of the first pages. */
    int itemsIn(int count) {
        return pages.stream().limit(count).mapToInt(page -> page.items().size()).sum();
    }

    int count() {
        return pages.size();
    }

    int fetches() {
        return fetches.get();
    }

    int received() {
        return received.get();
    }

    int begun() {
        return begun.get();
    }

    record Page(int index, List<Integer> items) {}

    /** A page that has reached the operator: what is discarded of others was not received. */
    record Received(Page page) {}
}

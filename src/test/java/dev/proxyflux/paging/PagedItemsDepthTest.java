package dev.proxyflux.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Long lists and long pages, answered at once, on a stack of 256 KiB. */
class PagedItemsDepthTest {

    private static final int MANY = 100_000;
    private static final int SMALL_STACK = 256 * 1024;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Recorder<Integer> consumer = new Recorder<>();

    private static void onASmallStack(Supplier<Scheduler> scheduler, Consumer<Scheduler> test) throws Exception {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        Thread thread = new Thread(
                null,
                () -> {
                    Scheduler used = scheduler.get();
                    try {
                        test.accept(used);
                        outcome.complete(null);
                    } catch (Throwable failure) {
                        outcome.completeExceptionally(failure);
                    } finally {
                        used.dispose();
                    }
                },
                "small-stack",
                SMALL_STACK);
        thread.start();
        outcome.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private static Supplier<Scheduler> scheduler(boolean inline) {
        return inline
                ? Schedulers::immediate
                : () -> Schedulers.newSingle(task -> new Thread(null, task, "small-stack-worker", SMALL_STACK));
    }

    private void consume(Flux<Integer> items, boolean oneByOne) {
        items.subscribe(consumer.onItem((self, count) -> {
            if (oneByOne) {
                self.request(1);
            }
        }));
        consumer.request(oneByOne ? 1 : Long.MAX_VALUE);
        consumer.await("the end", consumer::ended);
        assertThat(consumer.hasNoFault("deep").errors()).isEmpty();
        assertThat(consumer.items()).isEqualTo(IntStream.range(0, MANY).boxed().toList());
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, false", "true, false, false", "false, true, false", "false, false, false",
        "true, true, true", "true, false, true", "false, true, true", "false, false, true"
    })
    void passesManyPagesOfOneItem(boolean inline, boolean oneByOne, boolean readAhead) throws Exception {
        onASmallStack(scheduler(inline), used -> {
            FakePages pages = FakePages.of(MANY, 1);
            consume(pages.items(used, readAhead), oneByOne);
            assertThat(pages.fetches()).isEqualTo(MANY);
        });
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void passesOnePageOfManyItems(boolean inline, boolean oneByOne) throws Exception {
        onASmallStack(scheduler(inline), used -> consume(FakePages.of(1, MANY).items(used, false), oneByOne));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void passesManyEmptyPages(boolean inline) throws Exception {
        onASmallStack(scheduler(inline), used -> {
            FakePages pages = FakePages.of(MANY, 0);
            pages.items(used, false).subscribe(consumer);
            consumer.request(1);
            consumer.await("the end", consumer::completed);
            assertThat(pages.fetches()).isEqualTo(MANY);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsNoPageThatIsUsedUp(boolean inline) throws Exception {
        onASmallStack(scheduler(inline), used -> {
            List<WeakReference<List<Integer>>> made = new ArrayList<>();
            List<Long> alive = new ArrayList<>();
            Flux<List<Integer>> chain =
                    Paging.pages(fetch(0, made), page -> page.get(0) + 1 < MANY ? fetch(page.get(0) + 1, made) : null);
            Flux<Integer> items =
                    Paging.items(chain, new PageItems<>(page -> List.copyOf(page), page -> {}), used, false);
            items.subscribe(consumer.onItem((self, count) -> {
                if (count == MANY / 2) {
                    System.gc();
                    alive.add(made.stream().filter(page -> page.get() != null).count());
                }
            }));
            consumer.request(Long.MAX_VALUE);
            consumer.await("the end", consumer::completed);

            // Two held, and the one whose successor is being fetched; the rest is garbage.
            assertThat(alive)
                    .singleElement()
                    .satisfies(count -> assertThat(count).isLessThanOrEqualTo(4));
        });
    }

    private static Mono<List<Integer>> fetch(int number, List<WeakReference<List<Integer>>> made) {
        return Mono.fromCallable(() -> {
            List<Integer> page = new ArrayList<>(List.of(number));
            made.add(new WeakReference<>(page));
            return page;
        });
    }
}

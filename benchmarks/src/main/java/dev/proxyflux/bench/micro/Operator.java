package dev.proxyflux.bench.micro;

import dev.proxyflux.paging.PageItems;
import dev.proxyflux.paging.Paging;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Pages that are there already to their items, 100,000 of them: this library's operator and Reactor's, on one thread each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class Operator {

    private static final int ITEMS = 100_000;

    @Param("100")
    public int items;

    private Flux<List<Integer>> pages;

    @Setup
    public void fill() {
        List<Integer> page = IntStream.range(0, items).boxed().toList();
        int last = ITEMS / items;
        pages = Flux.defer(() -> {
            int[] number = {1};
            return Paging.pages(Mono.just(page), before -> number[0]++ < last ? Mono.just(page) : null);
        });
    }

    @Benchmark
    public Integer proxyflux() {
        return Paging.items(
                        pages,
                        new PageItems<List<Integer>, Integer>(page -> page, page -> {}),
                        Schedulers.parallel(),
                        false)
                .blockLast();
    }

    @Benchmark
    public Integer concatMapIterable() {
        return pages.concatMapIterable(page -> page).blockLast();
    }

    @Benchmark
    public Integer concatMapIterablePublishOn() {
        return pages.concatMapIterable(page -> page)
                .publishOn(Schedulers.parallel())
                .blockLast();
    }
}

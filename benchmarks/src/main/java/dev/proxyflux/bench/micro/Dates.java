package dev.proxyflux.bench.micro;

import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionField;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A date of the wire to an {@code Instant}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class Dates {

    private String text = "2026-11-23T18:33:43Z";
    private Interaction interaction = Interaction.empty().with(InteractionField.DATE_CREATED, text);

    @Benchmark
    public Instant interaction() {
        return interaction.dateCreated();
    }

    @Benchmark
    public Instant jdk() {
        return Instant.parse(text);
    }
}

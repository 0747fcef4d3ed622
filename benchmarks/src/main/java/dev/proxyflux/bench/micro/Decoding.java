package dev.proxyflux.bench.micro;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.proxyflux.bench.contestants.Databind;
import dev.proxyflux.bench.contestants.Page;
import dev.proxyflux.bench.server.RenderedPage;
import dev.proxyflux.json.DecodedPage;
import dev.proxyflux.json.PageDecoder;
import dev.proxyflux.json.UndecodableException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
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

/** A page's bytes to its interactions: this library's decoder, databind, and the tokens alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class Decoding {

    private static final JsonFactory JSON = new JsonFactory();

    @Param("100")
    public int items;

    private byte[] body;

    @Setup
    public void render() {
        body = RenderedPage.of(items);
    }

    @Benchmark
    public DecodedPage proxyflux() throws UndecodableException {
        return PageDecoder.decode(body, body.length);
    }

    @Benchmark
    public Page databind() {
        return Databind.page(body);
    }

    @Benchmark
    public int tokens() throws IOException {
        int tokens = 0;
        try (JsonParser parser = JSON.createParser(body)) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }
}

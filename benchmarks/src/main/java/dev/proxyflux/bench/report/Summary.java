package dev.proxyflux.bench.report;

import dev.proxyflux.bench.harness.Store;
import java.nio.file.Path;

/** Prints the medians and ranges of a file of raw results: {@code Summary <raw results>}. */
public final class Summary {

    private Summary() {}

    public static void main(String[] arguments) {
        new Measurements(new Store(Path.of(arguments[0])).results())
                .all()
                .forEach((what, spread) -> System.out.println(what + "  " + spread));
    }
}

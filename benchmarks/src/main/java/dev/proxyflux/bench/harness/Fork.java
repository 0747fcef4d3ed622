package dev.proxyflux.bench.harness;

import java.io.IOException;
import java.io.PrintStream;

/**
 * A JVM that measures one contestant: {@code Fork <base URL> <contestant> <task>…}. Prints {@code situation,metric,value}
 * lines, nothing else, and ends when its standard input does, so that none is left behind.
 */
public final class Fork {

    private Fork() {}

    public static void main(String[] arguments) {
        endWithParent();
        PrintStream results = System.out;
        System.setOut(System.err);
        int status = 0;
        try (Bench bench = new Bench(arguments[1], arguments[0], results)) {
            for (int task = 2; task < arguments.length; task++) {
                Task.runNamed(bench, arguments[task]);
            }
        } catch (RuntimeException failed) {
            failed.printStackTrace();
            status = 1;
        }
        results.flush();
        Runtime.getRuntime().halt(status);
    }

    private static void endWithParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nothing is written to it.
                        }
                    } catch (IOException closed) {
                        // The same as its end.
                    }
                    Runtime.getRuntime().halt(2);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }
}

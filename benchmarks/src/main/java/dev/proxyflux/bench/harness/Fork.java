package dev.proxyflux.bench.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A JVM that measures one contestant: {@code Fork <base URL> <contestant>}. Each line of its standard input names tasks; for
 * each it prints {@code situation,metric,value} lines and then {@link #DONE}. It ends when its input does, so that none is
 * left behind.
 */
public final class Fork {

    static final String DONE = "#done";

    private Fork() {}

    public static void main(String[] arguments) throws InterruptedException {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> read(lines), "tasks");
        reader.setDaemon(true);
        reader.start();
        PrintStream results = System.out;
        System.setOut(System.err);
        try (Bench bench = new Bench(arguments[1], arguments[0], results)) {
            while (true) {
                for (String task : lines.take().split(" ", -1)) {
                    Task.runNamed(bench, task);
                }
                results.println(DONE);
                results.flush();
            }
        } catch (RuntimeException failed) {
            failed.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void read(BlockingQueue<String> lines) {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                lines.add(line);
            }
        } catch (IOException closed) {
            // The same as its end.
        }
        Runtime.getRuntime().halt(0);
    }
}

package dev.proxyflux.bench.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own on the harness's class path; it ends with the harness, by the end of its standard input. */
final class Jvm implements AutoCloseable {

    private static final int MAX_SECONDS = 400;

    private final Process process;
    private final BufferedReader output;

    private Jvm(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static Jvm start(Class<?> main, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        try {
            return new Jvm(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            Path.of("target", "stderr.log").toFile()))
                    .start());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    String readLine() {
        try {
            return output.readLine();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Has it do something. {@return all lines it prints until it says that it has, which it must in time} */
    List<String> ask(String line) {
        Thread guard = new Thread(this::destroyWhenLate, "guard");
        guard.setDaemon(true);
        guard.start();
        try {
            process.outputWriter().append(line).append('\n').flush();
            List<String> answer = new ArrayList<>();
            for (String said = output.readLine(); !Fork.DONE.equals(said); said = output.readLine()) {
                if (said == null) {
                    throw new IllegalStateException("ended too early, see target/stderr.log");
                }
                answer.add(said);
            }
            return answer;
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        } finally {
            guard.interrupt();
        }
    }

    private void destroyWhenLate() {
        try {
            if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException inTime) {
            // It has answered.
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}

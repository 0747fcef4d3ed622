package dev.proxyflux.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.GeneratedInteractions;
import dev.proxyflux.testkit.InteractionsService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shaded jar, as a process. */
@Timeout(60)
class ProxyfluxCliIT {

    private static final Path JAR = Path.of("target", "proxyflux-cli.jar").toAbsolutePath();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS = 30;

    @TempDir
    Path files;

    private InteractionsService service;
    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void start() {
        service = InteractionsService.start();
    }

    @AfterEach
    void close() {
        processes.forEach(Process::destroyForcibly);
        service.close();
    }

    private static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-jar"));
        command.add(JAR.toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private String shell() {
        return String.join(" ", java(CliRun.arguments(service)));
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("TWILIO_") || name.startsWith("JAVA_TOOL"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(CliRun.ACCOUNT);
        builder.redirectError(files.resolve("err").toFile());
        builder.redirectOutput(files.resolve("out").toFile());
        return builder;
    }

    private Process begin(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private int run(List<String> command) throws Exception {
        return end(begin(builder(command)));
    }

    private static int end(Process process) throws InterruptedException {
        assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private List<String> sh(String script) {
        return List.of("bash", "-c", script);
    }

    private String out() throws IOException {
        return Files.readString(files.resolve("out"), UTF_8);
    }

    private String err() throws IOException {
        return Files.readString(files.resolve("err"), UTF_8);
    }

    private static List<Interaction> read(String ndjson) throws IOException {
        List<Interaction> read = new ArrayList<>();
        for (String line : ndjson.lines().toList()) {
            read.add(JSON.readValue(line, Interaction.class));
        }
        return read;
    }

    private static List<Interaction> generated(int count) {
        return GeneratedInteractions.list(InteractionsService.SESSION, count);
    }

    @Test
    void writesTheWholeListInUtf8WhateverTheLocale() throws Exception {
        service.hasInteractions(250);

        assertThat(run(java(CliRun.arguments(service)))).as(err()).isZero();

        assertThat(out().contains("\uD83D\uDE4F")).isTrue();
        assertThat(read(out())).isEqualTo(generated(250));
        assertThat(err()).startsWith("3 pages, 250 interactions in").hasLineCount(1);
    }

    @Test
    void losesNoTextThatUtf8HasNoFormFor() throws Exception {
        service.answersNext(
                Answer.status(200)
                        .withBody(
                                "application/json",
                                "{\"interactions\":[{\"data\":\"a\\uD800b\u2028c\\r\\nd\\uDE4F\"},{}],\"meta\":{\"next_page_url\":null}}"));

        assertThat(run(java(CliRun.arguments(service)))).as(err()).isZero();

        assertThat(out())
                .contains("\"a\\ud800b\\u2028c\\u000d\\u000ad\\ude4f\"")
                .hasLineCount(2);
    }

    @Test
    void stopsFetchingWhileTheReaderStalls() throws Exception {
        service.hasInteractions(100_000);
        Process process = begin(builder(java(CliRun.arguments(service))).redirectOutput(ProcessBuilder.Redirect.PIPE));
        // A page is larger than a pipe: the writer is stuck in the first one, and the second may be waiting.
        service.awaitRequests(2, Duration.ofSeconds(SECONDS));
        assertThat(process.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(service.pageRequests()).hasSize(2);

        try (BufferedReader reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (int line = 0; line < 1_000; line++) {
                assertThat(reader.readLine()).endsWith("}");
            }
            assertThat(process.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(service.pageRequests().size()).isBetween(11, 13);
        }

        assertThat(end(process)).isZero();
        assertThat(err()).isEmpty();
    }

    @Test
    void endsQuietlyBehindHead() throws Exception {
        service.hasInteractions(100_000);

        assertThat(run(sh(shell() + " | head -1; exit ${PIPESTATUS[0]}"))).isZero();

        assertThat(read(out())).isEqualTo(generated(1));
        assertThat(err()).isEmpty();
        assertThat(service.pageRequests()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void stopsOnCtrlCAfterAWholeLine() throws Exception {
        stopsOn("INT", 130);
    }

    @Test
    void stopsOnSigtermAfterAWholeLine() throws Exception {
        stopsOn("TERM", 143);
    }

    private void stopsOn(String signal, int code) throws Exception {
        service.hasInteractions(1_000);
        service.answersNext(Answer.regular(), Answer.regular(), Answer.silence());
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(java(CliRun.arguments(service)));
        Process process = begin(builder(command));
        service.awaitRequests(3, Duration.ofSeconds(SECONDS));

        assertThat(end(new ProcessBuilder(sh("kill -" + signal + " " + process.pid())).start()))
                .isZero();

        assertThat(end(process)).isEqualTo(code);
        assertThat(out()).endsWith("}\n");
        assertThat(read(out()).size()).isIn(100, 200);
        assertThat(err())
                .startsWith("proxyflux: stopped; continue with --from-page '")
                .hasLineCount(1);
    }

    @Test
    void leavesNoHalfLineWhenStoppedWhileTheReaderStalls() throws Exception {
        service.hasInteractions(1_000);
        Process process = begin(builder(java(CliRun.arguments(service))).redirectOutput(ProcessBuilder.Redirect.PIPE));
        service.awaitRequests(2, Duration.ofSeconds(SECONDS));
        assertThat(process.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();

        // Not process.destroy(), which closes the pipe.
        process.toHandle().destroy();

        assertThat(end(process)).isEqualTo(143);
        String printed;
        try (InputStream stream = process.getInputStream()) {
            printed = new String(stream.readAllBytes(), UTF_8);
        }
        assertThat(printed).endsWith("}\n");
        assertThat(generated(100)).startsWith(read(printed).toArray(new Interaction[0]));
        assertThat(err()).hasLineCount(1).contains("stopped; continue with --from-page '", "in part");
    }

    @Test
    void namesAFailureOnOneLineThatAShellCanGoOnFrom() throws Exception {
        service.hasPages(10, 10, 10);
        service.answersNext(Answer.regular(), Answer.error(404, 20404, "Not found: " + InteractionsService.SECRET));

        assertThat(run(java(CliRun.arguments(service)))).isEqualTo(1);

        String first = out();
        assertThat(err()).hasLineCount(1).contains("HTTP 404", "20404").doesNotContain(InteractionsService.SECRET);
        Matcher resume = Pattern.compile("continue with (--from-page '.*')\n").matcher(err());
        assertThat(resume.find()).as(err()).isTrue();
        assertThat(run(sh(shell() + " " + resume.group(1)))).isZero();
        assertThat(read(first + out())).isEqualTo(generated(30));
    }

    @Test
    void namesAFullDisk() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")));
        service.hasInteractions(10);

        assertThat(run(sh(shell() + " > /dev/full"))).isEqualTo(1);

        assertThat(err()).hasLineCount(1).contains("No space left on device", "--from-page '");
    }

    @Test
    void refusesToRunWithoutCredentials() throws Exception {
        ProcessBuilder builder = builder(java(CliRun.arguments(service)));
        builder.environment().remove("TWILIO_AUTH_TOKEN");

        assertThat(end(begin(builder))).isEqualTo(2);

        assertThat(err()).contains("TWILIO_AUTH_TOKEN is not set");
        assertThat(service.requestCount()).isZero();
    }

    @Test
    void drawsItsProgressOnATerminal() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")));
        service.hasInteractions(20);
        service.delaysAnswersBy(Duration.ofMillis(300));

        String command = shell() + " --page-size 10 > " + files.resolve("ndjson");
        assertThat(run(List.of("script", "-qec", command, "/dev/null"))).isZero();

        assertThat(out()).contains("\r1 page, 10 interactions").contains(" \r2 pages, 20 interactions in");
        assertThat(read(Files.readString(files.resolve("ndjson"), UTF_8))).isEqualTo(generated(20));
    }

    @Test
    void keepsItsProgressAndItsLinesApartOnOneTerminal() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")));
        service.hasInteractions(20);
        service.delaysAnswersBy(Duration.ofMillis(300));

        assertThat(run(List.of("script", "-qec", shell() + " --page-size 10", "/dev/null")))
                .isZero();

        // What is on the screen: of each line, the text after the last carriage return.
        List<String> screen = Arrays.stream(out().split("\r\n"))
                .map(line -> line.substring(line.lastIndexOf('\r') + 1))
                .toList();
        assertThat(screen).hasSize(21);
        assertThat(read(String.join("\n", screen.subList(0, 20)))).isEqualTo(generated(20));
        assertThat(screen.get(20)).startsWith("2 pages, 20 interactions in");
    }

    @Test
    void runsTheDemoAndIsGoneRightAfterItsSummary() throws Exception {
        Process process = begin(builder(java("demo")).redirectError(ProcessBuilder.Redirect.PIPE));
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
            assertThat(reader.readLine()).startsWith("5 pages, 500 interactions in");
            assertThat(process.waitFor(2, TimeUnit.SECONDS)).isTrue();
            assertThat(reader.readLine()).isNull();
        }
        assertThat(process.exitValue()).isZero();
        assertThat(read(out())).isEqualTo(generated(500));
    }

    @Test
    void helpsWithoutLoadingTheNetwork() throws Exception {
        List<String> command = java("stream", "--help");
        command.add(1, "-Xlog:class+load:file=" + files.resolve("classes"));

        assertThat(run(command)).isZero();

        assertThat(out()).startsWith("Usage: proxyflux stream").contains("TWILIO_API_KEY");
        assertThat(err()).isEmpty();
        assertThat(Files.readString(files.resolve("classes")))
                .contains("picocli.")
                .doesNotContain("io.netty", "reactor.", "com.fasterxml");
    }

    @Test
    void tellsItsVersionAndCompletesInBash() throws Exception {
        assertThat(run(java("--version"))).isZero();
        assertThat(out()).matches("proxyflux \\d+\\.\\d+\\.\\d+.*\n");

        assertThat(run(sh(String.join(" ", java("generate-completion")) + " | bash -n")))
                .isZero();
        assertThat(err()).isEmpty();
    }
}

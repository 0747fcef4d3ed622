package dev.proxyflux.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.events.EventProcessor.Way;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.InteractionsService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that are killed. */
@Tag("full")
class EventProcessorKillTest {

    private static final int KILLS = 4;
    private static final int COUNT = 60 * EventProcessorMain.PAGE_SIZE;
    private static final int SECONDS = 60;
    private static final int KILLED = 128 + 9;

    @TempDir
    Path files;

    private final InteractionsService service = InteractionsService.start();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<Path> runs = new ArrayList<>();

    @AfterEach
    void close() {
        service.close();
    }

    @ParameterizedTest
    @EnumSource
    void losesNothingAndRepeatsAtMostAPage(Way way) throws Exception {
        service.hasInteractions(COUNT);
        for (int kill = 0; kill < KILLS; kill++) {
            killOneRun(way);
        }
        Process last = start(way);
        assertThat(last.waitFor(SECONDS, TimeUnit.SECONDS)).as(this::context).isTrue();
        assertThat(last.exitValue()).as(this::context).isZero();

        assertThat(files.resolve("checkpoint")).hasContent(Checkpoints.DONE);
        List<List<Integer>> written = new ArrayList<>();
        for (Path run : runs) {
            written.add(indexes(run));
        }
        int most = EventProcessorMain.PAGE_SIZE + (way == Way.BATCHES ? EventProcessorMain.BATCH : 0);
        try {
            Disk.requireComplete(written, COUNT, most);
        } catch (AssertionError wrong) {
            throw new AssertionError(context(), wrong);
        }
        System.out.println(way + ": " + (written.stream().mapToInt(List::size).sum() - COUNT) + " again, after " + KILLS
                + " kills");
    }

    /** At a random moment after a page request; the service falls silent soon after, so that none ends before it. */
    private void killOneRun(Way way) throws IOException, InterruptedException {
        long last = service.requestCount() + 1 + random.nextInt(10);
        service.answersBy(request -> service.requestCount() > last + 1 ? Answer.silence() : null);
        Process process = start(way);
        try {
            service.awaitRequests(last, Duration.ofSeconds(SECONDS));
            assertThat(process.waitFor(random.nextInt(50), TimeUnit.MILLISECONDS))
                    .as(this::context)
                    .isFalse();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).isEqualTo(KILLED);
        service.answersBy(request -> null);
    }

    private Process start(Way way) throws IOException {
        Path run = files.resolve("run" + runs.size());
        runs.add(run);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        EventProcessorMain.class.getName(),
                        way.name(),
                        service.baseUrl(),
                        run.toString(),
                        files.resolve("checkpoint").toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(files.resolve("log").toFile()))
                .start();
    }

    /** {@return the indexes in a run's file; a line that the kill tore was not written} */
    private static List<Integer> indexes(Path run) throws IOException {
        String text = Files.exists(run) ? Files.readString(run) : "";
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(sid -> Integer.parseInt(sid.substring(2), 16))
                .toList();
    }

    private String context() {
        try {
            return "seed " + seed + "\n" + Files.readString(files.resolve("log"));
        } catch (IOException missing) {
            return "seed " + seed;
        }
    }
}

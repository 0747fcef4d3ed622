package dev.proxyflux.cli;

import static dev.proxyflux.cli.CliRun.KC;
import static dev.proxyflux.cli.CliRun.KS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.GeneratedInteractions;
import dev.proxyflux.testkit.InteractionsService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class StreamRunTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern RESUME = Pattern.compile("(?:--limit (\\d+) )?--from-page '([^']*)'");

    private final CliRun run = new CliRun();
    private InteractionsService service;

    @BeforeEach
    void start() {
        service = InteractionsService.start();
    }

    @AfterEach
    void close() {
        service.close();
    }

    private static List<Interaction> read(String ndjson) {
        return ndjson.lines().map(StreamRunTest::readLine).toList();
    }

    private static Interaction readLine(String line) {
        try {
            return JSON.readValue(line, Interaction.class);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private static List<Interaction> generated(int count) {
        return GeneratedInteractions.list(InteractionsService.SESSION, count);
    }

    @Nested
    class Output {

        @Test
        void isTheWholeListAndThenASummary() {
            service.hasPages(100, 0, 100, 50);

            assertThat(run.stream(service)).isZero();

            assertThat(read(run.out())).isEqualTo(generated(250));
            assertThat(run.err()).matches("4 pages, 250 interactions in \\d+\\.\\d s \\(\\d+/s\\), 0 retries\n");
        }

        @ParameterizedTest
        @CsvSource({"1, 1", "99, 1", "100, 1", "101, 2", "250, 3", "1000, 3"})
        void endsAtTheLimitAndFetchesNoPageBeyondIt(int limit, int pages) {
            service.hasInteractions(250);

            assertThat(run.stream(service, "--limit", "" + limit, "--page-size", "100"))
                    .isZero();

            assertThat(read(run.out())).isEqualTo(generated(Math.min(limit, 250)));
            assertThat(service.pageRequests()).hasSize(pages);
        }

        @Test
        void countsRetries() {
            service.hasInteractions(5);
            service.answersNext(Answer.status(503), Answer.regular());

            assertThat(run.stream(service)).isZero();

            assertThat(run.lines()).hasSize(5);
            assertThat(run.err()).endsWith(", 1 retry\n");
        }

        @Test
        void isThatOfTheDemoToo() {
            assertThat(run.run("demo")).isZero();

            assertThat(read(run.out())).isEqualTo(generated(500));
            assertThat(run.err()).startsWith("5 pages, 500 interactions");
        }

        @ParameterizedTest
        @ValueSource(strings = {"--help", "stream --help", "demo -h", "--version", "generate-completion", "stream -V"})
        void isTextThatWasAskedFor(String arguments) {
            assertThat(run.run(arguments.split(" "))).isZero();

            assertThat(run.out()).contains("proxyflux").doesNotContain("\u001b");
            assertThat(run.err()).isEmpty();
        }
    }

    @Nested
    class Failure {

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2})
        void printsThePagesBeforeAndTheOptionThatGivesTheRest(int failing) {
            service.hasPages(3, 3, 3);
            for (int page = 0; page < failing; page++) {
                service.answersNext(Answer.regular());
            }
            service.answersNext(Answer.error(404, 20404, "not 'found'\n" + InteractionsService.SECRET));

            assertThat(run.stream(service)).isEqualTo(1);

            assertThat(read(run.out())).isEqualTo(generated(failing * 3));
            assertThat(run.err().lines()).hasSize(1);
            assertThat(run.err()).contains("HTTP 404", "20404").doesNotContain(InteractionsService.SECRET);
            assertThat(run.stream(service, "--from-page", resume().group(2))).isZero();
            assertThat(read(run.out())).isEqualTo(generated(9));
        }

        @Test
        void leavesTheRestOfTheLimit() {
            service.hasPages(3, 3, 3);
            service.answersNext(Answer.regular(), Answer.status(403));

            assertThat(run.stream(service, "--limit", "5")).isEqualTo(1);

            Matcher resume = resume();
            assertThat(resume.group(1)).isEqualTo("2");
            assertThat(run.stream(service, "--limit", resume.group(1), "--from-page", resume.group(2)))
                    .isZero();
            assertThat(read(run.out())).isEqualTo(generated(5));
        }

        @Test
        void saysThatAListWithAForeignLinkCannotBeContinued() {
            service.answersNext(Answer.status(200)
                    .withBody(
                            "application/json",
                            "{\"interactions\":[{}],\"meta\":{\"next_page_url\":\"https://evil.test/\"}}"));

            assertThat(run.stream(service)).isEqualTo(1);

            assertThat(run.lines()).hasSize(1);
            assertThat(run.err())
                    .endsWith("; the list can't be continued from here\n")
                    .hasLineCount(1);
        }

        private Matcher resume() {
            Matcher resume = RESUME.matcher(run.err());
            assertThat(resume.find()).as(run.err()).isTrue();
            return resume;
        }
    }

    @Nested
    class Writing {

        @Test
        void endsQuietlyWhenTheReaderIsGoneAndStopsTheRequests() {
            service.hasInteractions(100_000);
            run.channel = CliRun.failingAfter(10_000, "Broken pipe", run.out);

            assertThat(run.stream(service)).isZero();

            assertThat(run.err()).isEmpty();
            assertThat(service.pageRequests()).hasSizeLessThanOrEqualTo(2);
        }

        @Test
        void tellsAnyOtherErrorAndThePageBeingWritten() {
            service.hasInteractions(1_000);
            run.channel = CliRun.failingAfter(200_000, "No space left on device", run.out);

            assertThat(run.stream(service)).isEqualTo(1);

            assertThat(run.err()).hasLineCount(1).contains("No space left on device", "&Page=1&", "in part");
        }

        @Test
        void tellsThatHelpCouldNotBeWritten() {
            run.channel = CliRun.failingAfter(0, "No space left on device", run.out);

            assertThat(run.run("--help")).isEqualTo(1);
            assertThat(run.err()).isEqualTo("proxyflux: can't write to standard output: No space left on device\n");
        }
    }

    @Nested
    class Stop {

        private CompletableFuture<Integer> started() throws InterruptedException {
            CompletableFuture<Integer> running = new CompletableFuture<>();
            Thread thread = new Thread(() -> running.complete(run.stream(service, "--page-size", "10")));
            thread.setDaemon(true);
            thread.start();
            assertThat(run.started.await(20, TimeUnit.SECONDS)).isTrue();
            return running;
        }

        @Test
        void endsAfterAWholePageAndSaysHowToGoOn() throws Exception {
            service.hasInteractions(100);
            service.answersNext(Answer.regular(), Answer.regular(), Answer.silence());
            CompletableFuture<Integer> running = started();
            service.awaitRequests(3, Duration.ofSeconds(20));

            run.stop.get().run();

            assertThat(running.get(20, TimeUnit.SECONDS)).isEqualTo(130);
            List<Interaction> printed = new ArrayList<>(read(run.out()));
            assertThat(printed.size()).isIn(10, 20);
            assertThat(run.err())
                    .startsWith("proxyflux: stopped; continue with --from-page '")
                    .hasLineCount(1);
            Matcher resume = RESUME.matcher(run.err());
            assertThat(resume.find()).isTrue();
            run.out.reset();
            assertThat(run.stream(service, "--from-page", resume.group(2))).isZero();
            printed.addAll(read(run.out()));
            assertThat(printed).isEqualTo(generated(100));
        }

        @Test
        void beforeAnyPageHasNothingToGoOnFrom() throws Exception {
            service.answersNext(Answer.silence());
            CompletableFuture<Integer> running = started();
            service.awaitRequests(1, Duration.ofSeconds(20));

            run.stop.get().run();

            assertThat(running.get(20, TimeUnit.SECONDS)).isEqualTo(130);
            assertThat(run.err()).isEqualTo("proxyflux: stopped; run it again\n");
        }
    }

    @Nested
    class Terminal {

        @Test
        void hasItsProgressLineTakenOffBeforeTheSummary() {
            run.errKind = StreamKind.TERMINAL;
            service.delaysAnswersBy(Duration.ofMillis(250));
            service.hasInteractions(20);

            assertThat(run.stream(service, "--page-size", "10")).isZero();

            assertThat(run.err())
                    .startsWith("\r0 pages, 0 interactions, 0/s, 0 retries")
                    .contains("\r1 page, 10 inter");
            assertThat(run.err()).matches("(?s).*\r +\r2 pages, 20 interactions in [^\r]*\n");
        }

        @Test
        void hasItsProgressLineTakenOffBeforeAFailure() {
            run.errKind = StreamKind.TERMINAL;
            service.answersNext(Answer.delayed(Duration.ofMillis(150), Answer.status(404)));

            assertThat(run.stream(service)).isEqualTo(1);

            assertThat(run.err()).matches("(?s)\r0 pages.*\r +\rproxyflux: HTTP 404[^\r]*\n");
        }
    }

    @Test
    void printsNoSecretWhateverTheServiceEchoes() {
        service.answersNext(Answer.error(401, 20003, "Authorization: Basic QUM= " + InteractionsService.SECRET));

        assertThat(run.run("stream", KS, KC, "--base-url", service.baseUrl())).isEqualTo(1);
        assertThat(run.err()).contains("***").doesNotContain(InteractionsService.SECRET);
    }
}

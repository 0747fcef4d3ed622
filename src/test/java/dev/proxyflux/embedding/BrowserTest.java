package dev.proxyflux.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.embedding.EmbeddedSessions.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real browser reads the events of an application. */
@Tag("full")
class BrowserTest {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final int INTERACTIONS = 500;

    private static String browser;
    private static EmbeddedSessions sessions;
    private static EmbeddedApplication application;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Process install = new ProcessBuilder("src/test/browser/install.sh")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        browser = new String(install.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(install.waitFor()).as("a browser is there").isZero();
        sessions = new EmbeddedSessions();
        application = EmbeddedApplication.over(sessions.service(), BrowserPages.class);
    }

    @AfterAll
    static void close() {
        application.close();
        sessions.close();
    }

    @ParameterizedTest
    @CsvSource({"sse, error", "sse-with-end, end"})
    void readsAllInteractionsOnceAndInOrder(String endpoint, String howItEnds) throws Exception {
        Session session = sessions.of(INTERACTIONS);
        Process process = open("/page?stream=/" + endpoint + "/" + session.sid());
        try {
            String told = application.bean(BrowserPages.class).told().poll(SOON.toSeconds(), TimeUnit.SECONDS);

            List<String> lines = Objects.requireNonNull(told, "the page told nothing")
                    .lines()
                    .toList();
            assertThat(lines.get(0)).isEqualTo(howItEnds);
            assertThat(lines.subList(1, lines.size())).isEqualTo(session.sids());
            assertThat(session.requests()).isEqualTo(INTERACTIONS / EmbeddedApplication.PAGE_SIZE);
        } finally {
            Stream<ProcessHandle> children = process.descendants();
            process.destroy();
            children.forEach(ProcessHandle::destroy);
            process.waitFor();
        }
    }

    private static Process open(String path) throws IOException {
        Path profile = Path.of("target", "browser-" + System.nanoTime()).toAbsolutePath();
        return new ProcessBuilder(
                        browser,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run",
                        "--no-proxy-server",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "http://127.0.0.1:" + application.port() + path)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}

package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.testkit.InteractionsService;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own, as Micrometer's classes are optional: on a class path without them, a stream over HTTP. */
class WithoutMicrometerTest {

    private static final long SECONDS = 120;

    /** What the other JVM runs. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            Credentials credentials = Credentials.authToken(InteractionsService.USER, InteractionsService.SECRET);
            try (InteractionsService service = InteractionsService.start();
                    InteractionsClient client = InteractionsClient.builder(credentials)
                            .baseUrl(service.baseUrl())
                            .build()) {
                service.hasInteractions(250);
                long count = client.stream(InteractionsQuery.of(InteractionsService.SESSION))
                        .count()
                        .blockOptional(Duration.ofSeconds(SECONDS))
                        .orElseThrow();
                System.out.println("streamed " + count);
            }
        }
    }

    @Test
    void streamsAndLoadsNothingOfIt(@TempDir Path directory) throws IOException, InterruptedException {
        List<String> classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .toList();
        String without = classPath.stream()
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("micrometer-"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(classPath).anyMatch(entry -> entry.contains("micrometer-core"));
        Path loaded = directory.resolve("loaded.txt");
        Path output = directory.resolve("output.txt");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + loaded,
                        "-cp",
                        without,
                        Program.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(output).content(StandardCharsets.UTF_8).contains("streamed 250");
        try (Stream<String> lines = Files.lines(loaded)) {
            assertThat(lines.filter(line -> line.contains(".proxyflux.") || line.contains("micrometer.")))
                    .hasSizeGreaterThan(50)
                    .noneMatch(line -> line.contains("micrometer."));
        }
    }
}

package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** README's Java is a part of {@link ReadmeExamplesTest}, which runs it, and its defaults are the code's. */
class ReadmeTest {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private final String readme = read("README.md");

    @Test
    void itsExamplesAreRun() {
        String source = withoutIndentation(read("src/test/java/dev/proxyflux/ReadmeExamplesTest.java"));
        List<String> examples =
                JAVA.matcher(readme).results().map(match -> match.group(1)).toList();

        assertThat(examples)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(example -> assertThat(source).contains(withoutIndentation(example)));
    }

    @Test
    void itsCommandsAreThoseThatCiRuns() {
        assertThat(read(".ci/run")).contains("mvn -B -ntp verify").contains("mvn -q compile exec:java");
        assertThat(readme).contains("mvn -B -ntp verify").contains("mvn -q compile exec:java");
    }

    private static String withoutIndentation(String text) {
        return text.lines().map(String::strip).reduce("", (all, line) -> all + line + "\n");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException missing) {
            throw new IllegalStateException(file, missing);
        }
    }
}

package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.retry.RetryPolicy;
import dev.proxyflux.testkit.InteractionsService;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** README's Java is a part of code that tests run, its defaults are the code's, and its links lead somewhere. */
class ReadmeTest {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)#]+)");

    private static final Pattern NUMBER = Pattern.compile("[0-9][0-9,]*(\\.[0-9]+)?");

    private static final Pattern PROPERTY = Pattern.compile("`([a-z][A-Za-z]*)\\(\\)`");

    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+Test)`");

    private static final List<String> RUN =
            List.of("ReadmeExamplesTest.java", "spring/SpringApplicationTest.java", "events/EventProcessor.java");

    private final String readme = read("README.md");

    @Test
    void itsExamplesAreRun() throws IOException {
        List<String> sources = executed().stream()
                .map(file -> withoutIndentation(read(file.toString())))
                .toList();
        List<String> examples =
                JAVA.matcher(readme).results().map(match -> match.group(1)).toList();

        assertThat(examples)
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(example ->
                        assertThat(sources).anyMatch(source -> source.contains(withoutIndentation(example)), example));
    }

    /** {@return what tests run as it stands there: the files of examples, and the projects that use the library} */
    private static List<Path> executed() throws IOException {
        Path tests = Path.of("src/test/java/dev/proxyflux");
        Stream<Path> examples = RUN.stream().map(tests::resolve);
        try (Stream<Path> projects = Files.walk(Path.of("src/it"))) {
            return Stream.concat(
                            examples, projects.filter(file -> file.toString().endsWith(".java")))
                    .toList();
        }
    }

    @Test
    void itsLinksLeadToFiles() {
        List<Path> files = LINK.matcher(readme)
                .results()
                .map(match -> Path.of(match.group(1)))
                .toList();

        assertThat(files)
                .hasSizeGreaterThan(5)
                .allSatisfy(file -> assertThat(file).exists());
    }

    @Test
    void itsMeasurementsAreThoseOfTheResults() {
        String speed = readme.substring(readme.indexOf("## Speed"), readme.indexOf("## Options"));
        List<String> measured = numbers(read("benchmarks/results/results.md"));
        List<String> claimed = speed.lines()
                .filter(line -> line.startsWith("| ") && !line.contains("peers"))
                .map(line -> line.substring(line.indexOf('|', 2)))
                .flatMap(line -> numbers(line).stream())
                .toList();

        assertThat(claimed).hasSizeGreaterThan(12);
        assertThat(measured).containsAll(claimed);
    }

    private static List<String> numbers(String text) {
        return NUMBER.matcher(text).results().map(match -> match.group()).toList();
    }

    @Test
    void itsCommandsAreThoseThatCiRuns() {
        assertThat(read(".ci/run")).contains("mvn -B -ntp verify").contains("mvn -q compile exec:java");
        assertThat(readme).contains("mvn -B -ntp verify").contains("mvn -q compile exec:java");
    }

    @Test
    void itsContractsAreHeldByTestsThatExist() throws IOException {
        List<String> named = TEST.matcher(readme)
                .results()
                .map(match -> match.group(1) + ".java")
                .distinct()
                .toList();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsAll(named)
                    .hasSizeGreaterThan(named.size());
        }
        assertThat(named).hasSizeGreaterThan(15);
    }

    @Test
    void itsDefaultsAreThoseOfTheBuilder() {
        assertThat(row("`baseUrl(url)`")).startsWith("`" + builders("baseUrl") + "`");
        assertThat(row("`pool(maxConnections, maxIdleTime)`"))
                .startsWith(builders("maxConnections") + ", " + text(builders("maxIdleTime")));
        assertThat(row("`timeouts(idle, total)`"))
                .startsWith(text(builders("idleTimeout")) + ", " + text(builders("attemptTimeout")));
        assertThat(row("`maxPageBytes(n)`")).startsWith((int) builders("maxPageBytes") / 1024 / 1024 + " MiB |");
        assertThat(row("`maxErrorBytes(n)`")).startsWith((int) builders("maxErrorBytes") / 1024 + " KiB |");
        assertThat(row("`maxLinkLength(n)`")).startsWith(builders("maxLinkLength") + " |");
        assertThat(row("`maxEmptyPages(n)`")).startsWith(builders("maxEmptyPages") + " |");
        assertThat(builders("retry")).isSameAs(RetryPolicy.DEFAULT);
    }

    @Test
    void itsDefaultsAreThoseOfAQueryAndThePolicy() {
        InteractionsQuery query = InteractionsQuery.of(InteractionsService.SESSION);
        RetryPolicy policy = RetryPolicy.DEFAULT;

        assertThat(row("`withPageSize(n)`"))
                .startsWith(query.pageSize() + ", or with a limit min(limit, "
                        + query.withLimit(Long.MAX_VALUE).pageSize() + ") | 1 to " + InteractionsQuery.MAX_PAGE_SIZE);
        assertThat(readme.replace('\n', ' '))
                .contains("`RetryPolicy`: " + policy.maxRetries() + " retries a page")
                .contains("d = " + text(policy.firstBackoff()) + " · 2^(n−1) (" + text(policy.firstThrottledBackoff())
                        + " after a 429), at most " + text(policy.maxBackoff()))
                .contains("one above " + text(policy.maxRetryAfter()) + " fails at once")
                .contains("together take at most " + text(policy.pageTimeout()));
    }

    @Test
    void itNamesEveryOption() {
        List<String> options = Stream.of(InteractionsClientBuilder.class, InteractionsQuery.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()).filter(method -> isOption(method, type)))
                .map(method -> "`" + method.getName() + "(")
                .toList();

        assertThat(options).hasSizeGreaterThan(15);
        assertThat(readme).contains(options);
    }

    private static boolean isOption(Method method, Class<?> type) {
        return Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && method.getReturnType() == type;
    }

    @Test
    void itHasARowForEveryErrorWithItsProperties() {
        for (Class<?> error : InteractionsException.class.getPermittedSubclasses()) {
            List<String> properties = PROPERTY.matcher(row("`" + error.getSimpleName() + "`"))
                    .results()
                    .map(match -> match.group(1))
                    .toList();

            assertThat(error.getMethods()).extracting(Method::getName).containsAll(properties);
        }
    }

    /** {@return the rest of a table's row after its first cell} */
    private String row(String firstCell) {
        String start = "| " + firstCell + " | ";
        return readme.lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row of " + firstCell))
                .substring(start.length());
    }

    private static Object builders(String field) {
        try {
            Field option = InteractionsClientBuilder.class.getDeclaredField(field);
            option.setAccessible(true);
            return option.get(InteractionsClient.builder(Credentials.apiKey("SK1", "secret")));
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException(field, missing);
        }
    }

    private static String text(Object time) {
        Duration duration = (Duration) time;
        if (duration.toMillis() < 1_000) {
            return duration.toMillis() + " ms";
        }
        return duration.toSeconds() <= 60 ? duration.toSeconds() + " s" : duration.toMinutes() + " min";
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

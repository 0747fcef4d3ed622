package dev.proxyflux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.proxyflux.testkit.InteractionsService;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

/** What the pictures say is so: the numbers are counted at a server, the types exist. */
class PicturesTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    /** Long enough for a request that should not come to come. */
    private static final Duration QUIET = Duration.ofMillis(100);

    private static final String FILES = "src/main/java/dev/proxyflux/";
    private static final String DEMAND = "doc-files/demand.svg";
    private static final String FLOW = "doc-files/flow.svg";

    private static final int PAGE_SIZE = 10;

    /** In all, after each step of the subscriber. */
    private static final int[] ASKED = {0, 10, 21};

    private final String demand = read(FILES + DEMAND);

    @Nested
    class OfDemand {

        private final InteractionsService service = InteractionsService.start();

        @BeforeEach
        void hasMorePagesThanAnyoneFetches() {
            service.hasInteractions(300 * PAGE_SIZE);
        }

        @AfterEach
        void close() {
            service.close();
        }

        @Test
        void showsWhatAStreamCosts() {
            InteractionsQuery query =
                    InteractionsQuery.of(InteractionsService.SESSION).withPageSize(PAGE_SIZE);
            try (InteractionsClient client = InteractionsClient.builder(
                            Credentials.authToken(InteractionsService.USER, InteractionsService.SECRET))
                    .baseUrl(service.baseUrl())
                    .build()) {
                List<Integer> requests = requestsOf(client.stream(query), "proxyflux");

                assertThat(heldAfter(requests)).isEqualTo(numbers("proxyflux-held"));
                assertThat(nodes(demand, "//g[@id='proxyflux-pages']/rect").getLength())
                        .isEqualTo(requests.get(2));
            }
        }

        @Test
        void showsWhatExpandAndFlatMapIterableCost() {
            List<Integer> requests = requestsOfPages(pages -> pages.flatMapIterable(this::items), "iterable");

            assertThat(heldAfter(requests)).isEqualTo(numbers("iterable-held"));
            assertThat(squares()).isEqualTo(requests.get(0).longValue());
        }

        @Test
        void showsWhatExpandAndFlatMapCost() {
            requestsOfPages(pages -> pages.flatMap(page -> Flux.fromIterable(items(page))), "flatmap");
        }

        private List<Integer> requestsOfPages(UnaryOperator<Flux<JsonNode>> toItems, String way) {
            ConnectionProvider pool = ConnectionProvider.create("by hand", 10);
            try {
                return requestsOf(toItems.apply(pages(HttpClient.create(pool))), way);
            } finally {
                pool.dispose();
            }
        }

        /** {@return the requests after each step, which are those that the picture shows} */
        private List<Integer> requestsOf(Flux<?> flux, String way) {
            List<Integer> shown = numbers(way + "-asked");
            List<Integer> counted = new ArrayList<>();
            InSteps subscriber = new InSteps();
            flux.subscribe(subscriber);
            for (int step = 0; step < ASKED.length; step++) {
                subscriber.askFor(ASKED[step] - subscriber.asked);
                service.awaitRequests(shown.get(step), SOON);
                StepVerifier.create(Mono.delay(QUIET)).expectNextCount(1).verifyComplete();
                counted.add(service.pageRequests().size());
                assertThat(subscriber.received.get()).isEqualTo(ASKED[step]);
            }
            subscriber.cancel();
            assertThat(counted).isEqualTo(shown);
            return counted;
        }

        private Flux<JsonNode> pages(HttpClient http) {
            String first = service.listUrl(InteractionsService.SESSION) + "?PageSize=" + PAGE_SIZE;
            return page(http, first).expand(page -> {
                String next = page.at("/meta/next_page_url").textValue();
                return next == null ? Mono.empty() : page(http, next);
            });
        }

        private Mono<JsonNode> page(HttpClient http, String url) {
            String user = InteractionsService.USER + ":" + InteractionsService.SECRET;
            String basic = "Basic " + Base64.getEncoder().encodeToString(user.getBytes(UTF_8));
            return http.headers(headers -> headers.set("Authorization", basic))
                    .get()
                    .uri(url)
                    .responseContent()
                    .aggregate()
                    .asString()
                    .map(PicturesTest::json);
        }

        private List<JsonNode> items(JsonNode page) {
            List<JsonNode> items = new ArrayList<>();
            page.path("interactions").forEach(items::add);
            assertThat(items).hasSize(PAGE_SIZE);
            return items;
        }

        private List<Integer> heldAfter(List<Integer> requests) {
            List<Integer> held = new ArrayList<>();
            for (int step = 0; step < ASKED.length; step++) {
                held.add(requests.get(step) * PAGE_SIZE - ASKED[step]);
            }
            return held;
        }

        /** {@return of how many squares the pages by hand are drawn: each ends where it began} */
        private long squares() {
            NodeList paths = nodes(demand, "//g[@id='iterable-pages']//path/@d");
            long squares = 0;
            for (int index = 0; index < paths.getLength(); index++) {
                squares += paths.item(index)
                        .getNodeValue()
                        .chars()
                        .filter(c -> c == 'z')
                        .count();
            }
            return squares;
        }
    }

    @Nested
    class OfFlow {

        @Test
        void namesTypesThatExist() throws IOException {
            NodeList names = nodes(read(FILES + FLOW), "//*[@class='type']");
            List<String> shown = new ArrayList<>();
            for (int index = 0; index < names.getLength(); index++) {
                shown.addAll(List.of(names.item(index).getTextContent().split(", ")));
            }
            try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
                assertThat(files.map(file -> String.valueOf(file.getFileName())))
                        .containsAll(shown.stream()
                                .map(name -> name.replaceFirst("\\..*", "") + ".java")
                                .toList());
            }
            assertThat(shown).hasSizeGreaterThan(7);
        }
    }

    @Nested
    class Form {

        @Test
        void isToldInWords() {
            String words = text(demand, "//desc");

            assertThat(words)
                    .contains(numbers("proxyflux-asked").get(0) + ", "
                            + numbers("proxyflux-asked").get(1) + " and "
                            + numbers("proxyflux-asked").get(2) + " pages")
                    .contains(numbers("iterable-asked").get(0) + " page requests before")
                    .contains(numbers("iterable-asked").get(2) + " at the end")
                    .contains(numbers("flatmap-asked").get(0) + ", then "
                            + numbers("flatmap-asked").get(1) + ", then "
                            + numbers("flatmap-asked").get(2))
                    .contains(numbers("proxyflux-held").get(2) + " interactions")
                    .contains("by hand " + text(demand, "//*[@id='iterable-held-21']"));
        }

        @ParameterizedTest
        @ValueSource(strings = {DEMAND, FLOW})
        void readsAloudInLightAndDarkAndByItself(String file) {
            String picture = read(FILES + file);

            assertThat(text(picture, "/svg/title")).isNotBlank();
            assertThat(text(picture, "/svg/desc")).isNotBlank();
            assertThat(text(picture, "/svg/@role")).isEqualTo("img");
            assertThat(picture).contains("prefers-color-scheme: dark");
            assertThat(picture.replace("http://www.w3.org/2000/svg", ""))
                    .doesNotContainPattern(
                            Pattern.compile("<script|<foreignObject|href|url\\(|@import|https?:|on[a-z]+="));
        }

        @ParameterizedTest
        @ValueSource(strings = {DEMAND, FLOW})
        void isInReadmeAndInTheJavadocOfStream(String file) {
            String source = read("src/main/java/dev/proxyflux/InteractionsClient.java");
            String aboveStream = source.substring(0, source.indexOf("Flux<Interaction> stream("));

            assertThat(read("README.md")).contains("](" + FILES + file + ")");
            assertThat(aboveStream).contains("<img src=\"" + file + "\"");
        }
    }

    /** Asks for more when told to, and waits until it has it. */
    private static final class InSteps extends BaseSubscriber<Object> {

        final AtomicInteger received = new AtomicInteger();
        private int asked;
        private volatile CountDownLatch awaited = new CountDownLatch(0);

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // Asks for nothing yet.
        }

        @Override
        protected void hookOnNext(Object item) {
            received.incrementAndGet();
            awaited.countDown();
        }

        void askFor(int more) {
            asked += more;
            awaited = new CountDownLatch(more);
            if (more > 0) {
                request(more);
            }
            try {
                assertThat(awaited.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private List<Integer> numbers(String row) {
        List<Integer> numbers = new ArrayList<>();
        for (int asked : ASKED) {
            String number = text(demand, "//*[@id='" + row + "-" + asked + "']");
            numbers.add(Integer.valueOf(number.replace(",", "")));
        }
        return numbers;
    }

    private static NodeList nodes(String svg, String path) {
        try {
            return (NodeList) xpath().evaluate(path, source(svg), XPathConstants.NODESET);
        } catch (XPathExpressionException unreadable) {
            throw new IllegalStateException(path, unreadable);
        }
    }

    private static String text(String svg, String path) {
        try {
            return xpath().evaluate("normalize-space(" + path + ")", source(svg));
        } catch (XPathExpressionException unreadable) {
            throw new IllegalStateException(path, unreadable);
        }
    }

    private static XPath xpath() {
        return XPathFactory.newInstance().newXPath();
    }

    private static InputSource source(String svg) {
        return new InputSource(new StringReader(svg.replace(" xmlns=\"http://www.w3.org/2000/svg\"", "")));
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}

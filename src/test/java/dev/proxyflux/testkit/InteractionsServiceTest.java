package dev.proxyflux.testkit;

import static dev.proxyflux.testkit.InteractionsService.SECRET;
import static dev.proxyflux.testkit.InteractionsService.SESSION;
import static dev.proxyflux.testkit.InteractionsService.USER;
import static dev.proxyflux.testkit.RawClient.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionField;
import dev.proxyflux.model.SessionKey;
import dev.proxyflux.testkit.RawClient.Reply;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

class InteractionsServiceTest {

    private static final SessionKey OTHER = new SessionKey("KS" + "ab".repeat(16), "KC" + "CD".repeat(16));

    private final InteractionsService service = InteractionsService.start();
    private final RawClient client = new RawClient(service);

    @AfterEach
    void close() {
        client.close();
        service.close();
    }

    private static void isError(Reply reply, int status, int code, String message) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.header("Twilio-Request-Id")).matches("RQ[0-9a-f]{32}");
        JsonNode json = reply.json();
        assertThat(json.properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("code", "message", "more_info", "status");
        assertThat(json.get("code").intValue()).isEqualTo(code);
        assertThat(json.get("message").textValue()).isEqualTo(message);
        assertThat(json.get("more_info").textValue()).isEqualTo("https://www.twilio.com/docs/errors/" + code);
        assertThat(json.get("status").intValue()).isEqualTo(status);
    }

    private static List<String> sids(Reply page) {
        return page.json().get("interactions").findValuesAsText("sid");
    }

    private static List<String> sids(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(index -> Objects.requireNonNull(
                        GeneratedInteractions.of(SESSION, index).sid()))
                .toList();
    }

    /** Follows the links from the first page on. */
    private List<Reply> pages(String query) {
        List<Reply> pages = new ArrayList<>();
        String url = service.listUrl(SESSION) + query;
        while (url != null) {
            pages.add(client.get(url));
            url = pages.get(pages.size() - 1).nextUrl();
        }
        return pages;
    }

    @Nested
    class Pages {

        @Test
        void areOf50UnlessASizeIsAskedFor() {
            service.hasInteractions(51);

            assertThat(pages("")).map(InteractionsServiceTest::sids).containsExactly(sids(0, 50), sids(50, 51));
        }

        @Test
        void areOfTheSizeAskedFor() {
            service.hasInteractions(5);

            assertThat(pages("?PageSize=2"))
                    .map(InteractionsServiceTest::sids)
                    .containsExactly(sids(0, 2), sids(2, 4), sids(4, 5));
        }

        @Test
        void areOf1000WhereMoreIsAskedFor() {
            service.hasInteractions(1_001);

            Reply first = client.page("?PageSize=1001");

            assertThat(sids(first)).hasSize(1_000);
            assertThat(first.json().at("/meta/page_size").intValue()).isEqualTo(1_000);
            assertThat(first.nextUrl()).contains("?PageSize=1000&Page=1&PageToken=");
        }

        @Test
        void endWithTheLastInteractionAndNotWithAnEmptyPage() {
            service.hasInteractions(4);

            assertThat(pages("?PageSize=2")).hasSize(2);
        }

        @Test
        void areOneAndEmptyForASessionWithoutInteractions() {
            assertThat(pages("")).map(InteractionsServiceTest::sids).containsExactly(List.of());
        }

        @Test
        void haveMetaWithAbsoluteUrls() {
            service.hasInteractions(6);

            List<Reply> pages = pages("?PageSize=2");
            List<String> urls = pages.stream()
                    .map(page -> page.json().at("/meta/url").textValue())
                    .toList();

            assertThat(urls.get(0)).isEqualTo(service.listUrl(SESSION) + "?PageSize=2&Page=0");
            assertThat(urls).allSatisfy(url -> assertThat(url).startsWith(service.baseUrl() + "/v1/Services/KS"));
            assertThat(pages)
                    .extracting(page -> page.json().get("meta").toString())
                    .containsExactly(
                            meta(0, urls.get(0), quoted(urls.get(1)), "null"),
                            meta(1, urls.get(1), quoted(urls.get(2)), quoted(urls.get(0))),
                            meta(2, urls.get(2), "null", quoted(urls.get(1))));
        }

        private String meta(int page, String url, String next, String previous) {
            return "{\"key\":\"interactions\",\"url\":" + quoted(url) + ",\"page\":" + page
                    + ",\"page_size\":2,\"next_page_url\":" + next + ",\"first_page_url\":"
                    + quoted(service.listUrl(SESSION) + "?PageSize=2&Page=0") + ",\"previous_page_url\":" + previous
                    + "}";
        }

        private String quoted(String text) {
            return '"' + text + '"';
        }

        @Test
        void haveARequestIdOfTheirOwn() {
            assertThat(Stream.of(client.page(""), client.page("")))
                    .map(page -> page.header("Twilio-Request-Id"))
                    .doesNotHaveDuplicates()
                    .allMatch(id -> id.matches("RQ[0-9a-f]{32}"));
        }

        @Test
        void areJson() {
            assertThat(client.page("").header("Content-Type")).isEqualTo("application/json");
        }

        @Test
        void haveAllFieldsAsGivenNullsToo() {
            Interaction given = Interaction.empty()
                    .with(InteractionField.SID, "not a SID")
                    .with(InteractionField.DATA, "{\"body\":\"a \\\"quote\\\", \uD83D\uDE00 and \\u0000\"}")
                    .with(InteractionField.DATE_CREATED, "");
            service.hasInteractions(List.of(given, GeneratedInteractions.of(OTHER, 7)));

            JsonNode items = client.page("").json().get("interactions");

            assertThat(items).hasSize(2);
            assertThat(items.get(0)).hasSize(19);
            assertThat(Interaction.ofJson(texts(items.get(0)))).isEqualTo(given);
            assertThat(Interaction.ofJson(texts(items.get(1)))).isEqualTo(GeneratedInteractions.of(OTHER, 7));
        }

        private Map<String, Object> texts(JsonNode item) {
            Map<String, Object> texts = new HashMap<>();
            item.properties()
                    .forEach(field -> texts.put(field.getKey(), field.getValue().textValue()));
            return texts;
        }
    }

    @Nested
    class FixedPages {

        @Test
        void areCutAsSaidWhateverSizeIsAskedFor() {
            service.hasPages(2, 0, 0, 3, 0);

            assertThat(pages("?PageSize=1"))
                    .map(InteractionsServiceTest::sids)
                    .containsExactly(sids(0, 2), List.of(), List.of(), sids(2, 5), List.of());
        }

        @Test
        void areNumberedAndLinkedBothWays() {
            service.hasPages(1, 0, 1);

            List<Reply> pages = pages("?PageSize=10");

            assertThat(pages)
                    .extracting(page -> page.json().at("/meta/page").intValue())
                    .containsExactly(0, 1, 2);
            assertThat(client.get(pages.get(2)
                                    .json()
                                    .at("/meta/previous_page_url")
                                    .textValue())
                            .text())
                    .isEqualTo(pages.get(1).text());
        }

        @Test
        void mayHoldGivenInteractions() {
            Interaction one = GeneratedInteractions.of(SESSION, 41);
            Interaction two = GeneratedInteractions.of(SESSION, 7);
            service.hasPages(SESSION, List.of(List.of(one), List.of(), List.of(two, one)));

            assertThat(pages(""))
                    .map(InteractionsServiceTest::sids)
                    .containsExactly(List.of(one.sid()), List.of(), List.of(two.sid(), one.sid()));
        }

        @Test
        void areOneEmptyPageIfNoneIsSaid() {
            service.hasPages();

            assertThat(pages("")).map(InteractionsServiceTest::sids).containsExactly(List.of());
        }

        @Test
        void haveNoSizeBelowZero() {
            assertThatThrownBy(() -> service.hasPages(1, -1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[1, -1]");
        }
    }

    @Nested
    class Parameters {

        @ParameterizedTest
        @CsvSource({
            "?PageSize=0, PageSize must be at least 1.",
            "?PageSize=-5, PageSize must be at least 1.",
            "?PageSize=ten, PageSize is not a number.",
            "?PageSize=, PageSize is not a number.",
            "?PageSize=99999999999, PageSize is not a number.",
            "?Page=-1, Page must be at least 0.",
            "?Page=x, Page is not a number.",
            "?PageToken=%zz, A parameter is not percent-encoded.",
            "?Page=1, PageToken is required for paging.",
            "?Page=1&PageToken=, PageToken is required for paging.",
            "?PageToken=PT1, Invalid PageToken.",
            "?Page=1&PageToken=PT1%2B00000000%3D, Invalid PageToken.",
        })
        void thatCannotBeUsedAreRefused(String query, String message) {
            service.hasInteractions(100);

            isError(client.page(query), 400, 20001, message);
        }

        @ParameterizedTest
        @ValueSource(strings = {"?Page=0", "?Page=0&PageToken=", "?PageSize=50&Unknown=1", "?PageSize=2&PageSize=50"})
        void thatCanBeUsedGiveTheFirstPage(String query) {
            service.hasInteractions(60);

            assertThat(sids(client.page(query))).isEqualTo(sids(0, 50));
        }
    }

    @Nested
    class Tokens {

        @Test
        void areRefusedWhenRewrittenByTheClient() {
            service.hasInteractions(2);
            String next = client.page("?PageSize=1").nextUrl();

            assertThat(next).contains("%2B").endsWith("%3D");
            assertThat(client.get(next).status()).isEqualTo(200);
            isError(client.get(next.replace("%2B", "+")), 400, 20001, "Invalid PageToken.");
            isError(client.get(next.replace("%", "%25")), 400, 20001, "Invalid PageToken.");
        }

        @Test
        void areOfOneSession() {
            service.hasInteractions(2);
            service.hasInteractions(OTHER, 2);
            String next = client.page("?PageSize=1").nextUrl();

            assertThat(client.get(next).status()).isEqualTo(200);
            isError(
                    client.get(next.replace(service.listUrl(SESSION), service.listUrl(OTHER))),
                    400,
                    20001,
                    "Invalid PageToken.");
        }

        @Test
        void areRefusedOnceTheListHasNoSuchPage() {
            service.hasInteractions(2);
            String next = client.page("?PageSize=1").nextUrl();
            service.hasInteractions(1);

            isError(client.get(next), 400, 20001, "Invalid PageToken.");
        }

        @Test
        void decideWhichPageIsSentWhilePageIsTheClientsOwn() {
            service.hasInteractions(3);
            String next = client.page("?PageSize=1").nextUrl();

            Reply page = client.get(next.replace("Page=1", "Page=77"));

            assertThat(sids(page)).isEqualTo(sids(1, 2));
            assertThat(page.json().at("/meta/page").intValue()).isEqualTo(77);
        }
    }

    @Nested
    class Authentication {

        @Test
        void refusesARequestWithoutCredentials() {
            Reply reply = client.send(HttpClient.newConnection(), HttpMethod.GET, service.listUrl(SESSION));

            isError(reply, 401, 20003, "Authenticate");
            assertThat(reply.header("WWW-Authenticate")).startsWith("Basic ");
        }

        @ParameterizedTest
        @CsvSource({USER + ",wrong", "someone," + SECRET, USER + ",''"})
        void refusesOtherCredentials(String user, String secret) {
            HttpClient http = HttpClient.newConnection()
                    .headers(headers -> headers.set("Authorization", RawClient.basic(user, secret)));

            isError(client.send(http, HttpMethod.GET, service.listUrl(SESSION)), 401, 20003, "Authenticate");
        }

        @Test
        void comesBeforeTellingWhetherASessionExists() {
            isError(
                    client.send(HttpClient.newConnection(), HttpMethod.GET, service.listUrl(OTHER)),
                    401,
                    20003,
                    "Authenticate");
        }

        @Test
        void letsInWhomTheServiceWasStartedFor() {
            try (InteractionsService own = InteractionsService.start("SKé", "p:ä")) {
                HttpClient http = HttpClient.newConnection()
                        .headers(headers -> headers.set("Authorization", RawClient.basic("SKé", "p:ä")));

                assertThat(client.send(http, HttpMethod.GET, own.listUrl(SESSION))
                                .status())
                        .isEqualTo(200);
                assertThat(client.get(own.listUrl(SESSION)).status()).isEqualTo(401);
            }
        }
    }

    @Nested
    class Resources {

        @Test
        void areNotFoundForASessionThatIsNotKnown() {
            String path = URI.create(service.listUrl(OTHER)).getPath();

            isError(
                    client.get(service.listUrl(OTHER)),
                    404,
                    20404,
                    "The requested resource " + path + " was not found");
        }

        @Test
        void areFoundOnceASessionIsKnown() {
            service.hasInteractions(OTHER, 1);

            assertThat(client.get(service.listUrl(OTHER))
                            .json()
                            .at("/interactions/0/session_sid")
                            .textValue())
                    .isEqualTo(OTHER.sessionSid());
        }

        @ParameterizedTest
        @ValueSource(strings = {"/", "/v1/Services", "/v2/x?Page=0"})
        void areNotFoundElsewhere(String target) {
            assertThat(client.get(service.baseUrl() + target).json().get("code").intValue())
                    .isEqualTo(20404);
        }

        @Test
        void areNotFoundByAnotherMethod() {
            assertThat(client.send(client.http(), HttpMethod.DELETE, service.listUrl(SESSION))
                            .status())
                    .isEqualTo(404);
        }
    }

    @Nested
    class Script {

        @Test
        void answersTheNextRequestsAndThenResumes() {
            service.answersNext(Answer.status(503), Answer.regular(), Answer.error(429, 20429, "Too Many Requests"));
            service.answersNext(Answer.status(500));

            assertThat(client.page("").status()).isEqualTo(503);
            assertThat(client.page("").status()).isEqualTo(200);
            isError(client.page(""), 429, 20429, "Too Many Requests");
            assertThat(client.page("").status()).isEqualTo(500);
            assertThat(client.page("").status()).isEqualTo(200);
        }

        @Test
        void answersBareResponsesLikeAGateway() {
            service.answersNext(Answer.status(502));

            Reply reply = client.page("");

            assertThat(reply.text()).isEmpty();
            assertThat(reply.header("Twilio-Request-Id")).isNull();
            assertThat(reply.header("Content-Length")).isEqualTo("0");
        }

        @Test
        void answersWithHeadersAndBody() {
            service.answersNext(Answer.status(503)
                    .withHeader("Retry-After", "7")
                    .withHeader("retry-after", "8")
                    .withBody("text/html", "<h1>Grüße</h1>"));

            Reply reply = client.page("");

            assertThat(reply.headers().getAll("Retry-After")).containsExactly("8");
            assertThat(reply.header("Content-Type")).isEqualTo("text/html");
            assertThat(reply.text()).isEqualTo("<h1>Grüße</h1>");
        }

        @Test
        void keepsARequestIdOfItsOwn() {
            service.answersNext(Answer.error(500, 20500, "Oops").withHeader("Twilio-Request-Id", "RQmine"));

            assertThat(client.page("").headers().getAll("Twilio-Request-Id")).containsExactly("RQmine");
        }

        @Test
        void dropsTheConnectionWithoutAResponse() {
            service.answersNext(Answer.dropConnection());

            assertThatThrownBy(() -> client.page("")).hasRootCauseInstanceOf(IOException.class);
            assertThat(service.requestCount()).isEqualTo(1);
            assertThat(client.page("").status()).isEqualTo(200);
        }

        @Test
        void answersNothingWhereItIsSilent() {
            service.answersNext(Answer.silence());

            client.sending(client.http(), HttpMethod.GET, service.listUrl(SESSION))
                    .as(StepVerifier::create)
                    .expectSubscription()
                    .then(() -> service.awaitRequests(1, SOON))
                    .expectNoEvent(Duration.ofMillis(100))
                    .thenCancel()
                    .verify(SOON);
        }

        @Test
        void answersByARuleWhereNothingElseIsSaid() {
            service.answersBy(request -> request.query().contains("PageSize=7") ? Answer.status(500) : null);
            service.answersNext(Answer.status(503));

            assertThat(client.page("?PageSize=7").status()).isEqualTo(503);
            assertThat(client.page("?PageSize=7").status()).isEqualTo(500);
            assertThat(client.page("?PageSize=8").status()).isEqualTo(200);
        }

        @Test
        void answers500WhereTheRuleFails() {
            service.answersBy(request -> {
                throw new IllegalStateException("faulty rule");
            });

            Reply reply = client.page("");

            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.text()).contains("faulty rule");
        }

        @Test
        void delaysAnswers() {
            service.delaysAnswersBy(Duration.ofMillis(60));
            service.answersNext(Answer.delayed(Duration.ofMillis(60), Answer.regular()));
            long start = System.nanoTime();

            assertThat(client.page("").status()).isEqualTo(200);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
        }

        @Test
        void delaysManyAnswersAtOnceWithoutAThreadEach() {
            service.delaysAnswersBy(Duration.ofMillis(200));
            long start = System.nanoTime();

            Flux.range(0, 100)
                    .flatMap(request -> client.sending(client.http(), HttpMethod.GET, service.listUrl(SESSION)), 100)
                    .as(StepVerifier::create)
                    .expectNextCount(100)
                    .expectComplete()
                    .verify(SOON);

            // One after the other they would take 20 s.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        }

        @Test
        void takesNoAnswerThatCannotBe() {
            assertThatThrownBy(() -> Answer.status(199)).hasMessage("status 199 is not 200 to 599");
            assertThatThrownBy(() -> Answer.status(600)).hasMessage("status 600 is not 200 to 599");
            assertThatThrownBy(() -> Answer.regular().withHeader("a", "b")).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> Answer.dropConnection().withBody("a", "b"))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> Answer.delayed(Duration.ofMillis(-1), Answer.regular()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> service.delaysAnswersBy(Duration.ofMillis(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Recording {

        @Test
        void keepsTargetsByteForByteInOrder() {
            String list = URI.create(service.listUrl(SESSION)).getPath();
            Instant start = Instant.now();

            client.page("?PageSize=3&a=%2B+%e4");
            client.get(service.baseUrl() + "/elsewhere");

            assertThat(service.requests())
                    .extracting(RecordedRequest::uri)
                    .containsExactly(list + "?PageSize=3&a=%2B+%e4", "/elsewhere");
            assertThat(service.requests()).extracting(RecordedRequest::method).containsOnly("GET");
            assertThat(service.requests())
                    .extracting(RecordedRequest::at)
                    .allSatisfy(at -> assertThat(at).isBetween(start, Instant.now()))
                    .isSorted();
        }

        @Test
        void tellsRequestsForPagesFromOthers() {
            client.get(service.baseUrl() + "/elsewhere");
            client.page("?PageSize=3");
            client.send(client.http(), HttpMethod.DELETE, service.listUrl(SESSION));

            assertThat(service.pageRequests())
                    .extracting(RecordedRequest::query)
                    .containsExactly("PageSize=3");
            assertThat(service.requestCount()).isEqualTo(3);
        }

        @Test
        void keepsRequestsThatWereAnsweredOtherwiseOrRefused() {
            service.answersNext(Answer.status(500));

            client.page("");
            client.send(HttpClient.newConnection(), HttpMethod.GET, service.listUrl(SESSION));

            assertThat(service.pageRequests()).hasSize(2);
        }

        @Test
        void keepsHeadersAndPrintsNone() {
            client.page("");
            client.send(
                    client.http().headers(headers -> headers.add("X-Test", List.of("a", "b"))),
                    HttpMethod.GET,
                    service.listUrl(SESSION));

            assertThat(service.requests())
                    .extracting(request -> request.header("authorization"))
                    .containsOnly(RawClient.basic(USER, SECRET));
            assertThat(service.requests())
                    .extracting(request -> request.header("x-test"))
                    .containsExactly(null, "a");
            assertThat(service.requests().toString()).doesNotContain("Basic", SECRET);
        }

        @Test
        void awaitsRequests() {
            client.page("");

            service.awaitRequests(1, SOON);
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> service.awaitRequests(2, Duration.ofMillis(10)))
                    .withMessage("1 requests within PT0.01S, expected at least 2");
        }

        @Test
        void isNotChangedThroughTheListItGives() {
            client.page("");
            List<RecordedRequest> before = service.requests();
            client.page("");

            assertThat(before).hasSize(1).isUnmodifiable();
        }
    }

    @Nested
    class Connections {

        @Test
        void areCounted() {
            assertThat(service.connectionsOpened()).isZero();
            ConnectionProvider one = ConnectionProvider.create("one", 1);

            client.send(HttpClient.create(one), HttpMethod.GET, service.listUrl(SESSION));
            client.send(HttpClient.create(one), HttpMethod.GET, service.listUrl(SESSION));
            client.send(HttpClient.newConnection(), HttpMethod.GET, service.listUrl(SESSION));
            one.dispose();

            assertThat(service.connectionsOpened()).isEqualTo(2);
        }

        @Test
        void takeLinksOfManyKilobytes() {
            assertThat(client.page("?a=" + "x".repeat(20_000)).status()).isEqualTo(200);
        }

        @Test
        void compressOnlyOnceToldTo() {
            service.hasInteractions(50);
            HttpClient accepting = client.http().headers(headers -> headers.set("Accept-Encoding", "gzip"));

            Reply plain = client.send(accepting, HttpMethod.GET, service.listUrl(SESSION));
            service.compressesAnswers(true);
            Reply compressed = client.send(accepting, HttpMethod.GET, service.listUrl(SESSION));
            Reply notAccepted = client.page("");
            Reply decompressed = client.send(client.http().compress(true), HttpMethod.GET, service.listUrl(SESSION));

            assertThat(plain.header("Content-Encoding")).isNull();
            assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(notAccepted.header("Content-Encoding")).isNull();
            assertThat(decompressed.text()).isEqualTo(plain.text());
        }

        @Test
        void areTakenOnTheLoopbackAddressAlone() throws IOException {
            int port = URI.create(service.baseUrl()).getPort();
            List<InetAddress> addresses = new ArrayList<>(List.of(InetAddress.getByName("127.0.0.2")));
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .forEach(addresses::add);

            assertThat(service.baseUrl()).isEqualTo("http://127.0.0.1:" + port);
            assertThat(addresses)
                    .allSatisfy(address ->
                            assertThatThrownBy(() -> connect(address, port)).isInstanceOf(IOException.class));
        }

        private void connect(InetAddress address, int port) throws IOException {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), 1_000);
            }
        }
    }

    @Nested
    class Closing {

        @Test
        void leavesNoThreadAndNoPort() throws InterruptedException {
            Set<Thread> before = threadsOfServices();
            InteractionsService closing = InteractionsService.start();
            assertThat(client.get(closing.listUrl(SESSION)).status()).isEqualTo(200);
            assertThat(threadsOfServices()).hasSizeGreaterThan(before.size());

            closing.close();

            Set<Thread> left = threadsOfServices();
            left.removeAll(before);
            for (Thread thread : left) {
                // One that has ended its work is alive for a moment more.
                thread.join(Duration.ofSeconds(1).toMillis());
            }
            assertThat(left).noneMatch(Thread::isAlive);
            // A client of its own: the other's pool may still have the connection that was closed just now.
            try (RawClient later = new RawClient(closing)) {
                assertThatThrownBy(() -> later.get(closing.listUrl(SESSION)))
                        .satisfies(failure ->
                                assertThat(Exceptions.unwrap(failure)).isInstanceOf(ConnectException.class));
            }
        }

        private Set<Thread> threadsOfServices() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("proxyflux-testkit"))
                    .collect(Collectors.toCollection(HashSet::new));
        }

        @Test
        void endsWhatIsBeingAnswered() {
            service.answersNext(Answer.delayed(Duration.ofHours(1), Answer.regular()), Answer.silence());

            Flux.range(0, 2)
                    .flatMap(request -> client.sending(client.http(), HttpMethod.GET, service.listUrl(SESSION))
                            .map(Reply::status)
                            .onErrorReturn(IOException.class, -1))
                    .as(StepVerifier::create)
                    .then(() -> service.awaitRequests(2, SOON))
                    .then(service::close)
                    .expectNext(-1, -1)
                    .expectComplete()
                    .verify(SOON);
        }

        @Test
        void isDoneOnce() {
            client.page("");
            assertThat(service.connectionsOpen()).isEqualTo(1);

            service.close();
            service.close();

            assertThat(service.connectionsOpen()).isZero();
        }
    }
}

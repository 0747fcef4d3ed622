package dev.proxyflux.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.error.ConnectionFailedException;
import dev.proxyflux.error.ErrorResponseException;
import dev.proxyflux.error.PageTooLargeException;
import dev.proxyflux.error.TooManyEmptyPagesException;
import dev.proxyflux.error.UnsafeLinkException;
import dev.proxyflux.model.PageCursor;
import io.netty.channel.ChannelOption;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** What has no end, what can't be reached, and what the customiser may not change. */
final class BoundFaults {

    private static final int MAX_PAGE_BYTES = 1 << 20;
    private static final int EMPTY_PAGES = 5;

    private BoundFaults() {}

    static List<FaultCase> cases() {
        List<FaultCase> cases = new ArrayList<>();
        sizes(cases);
        emptyPages(cases);
        unreachable(cases);
        customised(cases);
        return cases;
    }

    private static void sizes(List<FaultCase> cases) {
        String blanks = " ".repeat(10_000);
        tooLarge(cases, "a body without end", Answer.text(Answer.OK + "\r\n").then(Answer.endless(blanks)));
        tooLarge(
                cases,
                "chunks without end",
                Answer.text(Answer.CHUNKED).then(Answer.endless("2710\r\n" + blanks + "\r\n")));
        tooLarge(
                cases,
                "one byte above the bound",
                Answer.ok(" ".repeat(MAX_PAGE_BYTES + 1).getBytes(UTF_8)));
        tooLarge(cases, "a bomb of gzip, 100 MiB", coded("gzip", Gzip.BOMB));
        tooLarge(cases, "gzip, one byte above the bound", coded("gzip", Gzip.of(new byte[MAX_PAGE_BYTES + 1])));
        tooLarge(
                cases,
                "a Content-Length of a gigabyte",
                Answer.text(Answer.OK + "Content-Length: 1000000000\r\n\r\n").then(Answer.endless(blanks)));
        cases.add(new FaultCase(
                "bound: a page of exactly the bound",
                scene -> bounded(scene).served(1, body -> Answer.ok(padded(body, MAX_PAGE_BYTES))),
                outcome -> outcome.isWhole().sent(3)));
        cases.add(new FaultCase(
                "bound: a page of exactly the bound, gzip",
                scene -> bounded(scene).served(1, body -> coded("gzip", Gzip.of(padded(body, MAX_PAGE_BYTES)))),
                outcome -> outcome.isWhole().sent(3)));
        largeError(cases, "without end", Answer.text("HTTP/1.1 400 No\r\n\r\n").then(Answer.endless("<p>")));
        largeError(
                cases,
                "of a gigabyte, announced",
                Answer.text("HTTP/1.1 400 No\r\nContent-Length: 1000000000\r\n\r\n")
                        .then(Answer.endless("<p>")));
        largeError(
                cases,
                "that is a bomb of gzip",
                Answer.response("HTTP/1.1 400 No\r\nContent-Encoding: gzip\r\n", Gzip.BOMB));
        cases.add(new FaultCase(
                "bound: a link of exactly the bound",
                scene -> scene.always(
                        0, Answer.ok(scene.pages().body(0, padded(scene.pages().link(1), 8 * 1024)))),
                outcome -> outcome.isWhole().sent(3)));
        cases.add(new FaultCase(
                "bound: a link above the client's own",
                scene -> scene.tune(client -> client.maxLinkLength(180))
                        .always(
                                1,
                                Answer.ok(scene.pages()
                                        .body(1, padded(scene.pages().link(2), 181)))),
                outcome -> outcome.sent(2).failedAt(2, UnsafeLinkException.class)));
    }

    private static Scene bounded(Scene scene) {
        return scene.tune(client -> client.maxPageBytes(MAX_PAGE_BYTES));
    }

    private static void tooLarge(List<FaultCase> cases, String name, Answer answer) {
        cases.add(new FaultCase("bound: " + name, scene -> bounded(scene).always(1, answer), outcome -> {
            PageTooLargeException error = outcome.sent(2).retried(0).failedAt(1, PageTooLargeException.class);
            assertThat(error.limit()).isEqualTo(MAX_PAGE_BYTES);
            assertThat(error.isTransient()).isFalse();
            assertThat(error.resumeAt())
                    .isEqualTo(new PageCursor(outcome.scene().pages().link(1)));
        }));
    }

    private static void largeError(List<FaultCase> cases, String name, Answer answer) {
        cases.add(new FaultCase(
                "bound: an error's body " + name,
                scene -> scene.always(1, answer),
                outcome -> assertThat(outcome.sent(2)
                                .failedAt(1, ErrorResponseException.class)
                                .status())
                        .isEqualTo(400)));
    }

    private static void emptyPages(List<FaultCase> cases) {
        cases.add(new FaultCase(
                "bound: as many empty pages in a row as allowed", scene -> empty(scene, EMPTY_PAGES), outcome -> {
                    assertThat(outcome.sent(EMPTY_PAGES + 2).error()).isNull();
                    assertThat(outcome.sids())
                            .containsExactly(Pages.sid(0), Pages.sid(1), Pages.sid(12), Pages.sid(13));
                }));
        cases.add(new FaultCase("bound: one empty page more", scene -> empty(scene, EMPTY_PAGES + 1), outcome -> {
            TooManyEmptyPagesException error =
                    outcome.sent(EMPTY_PAGES + 2).failedAt(1, TooManyEmptyPagesException.class);
            assertThat(error.limit()).isEqualTo(EMPTY_PAGES);
            assertThat(error.resumeAt())
                    .isEqualTo(new PageCursor(outcome.scene().pages().link(EMPTY_PAGES + 2)));
            outcome.isNotResumed();
        }));
        cases.add(new FaultCase(
                "empty pages at the start, in the middle, at the end",
                scene -> {
                    scene.pages(7);
                    IntStream.of(0, 3, 6).forEach(page -> scene.always(page, Answer.ok(emptyBody(scene, page))));
                },
                outcome -> {
                    assertThat(outcome.sent(7).error()).isNull();
                    List<String> expected =
                            new ArrayList<>(outcome.scene().pages().sids(1, 3));
                    expected.addAll(outcome.scene().pages().sids(4, 6));
                    assertThat(outcome.sids()).isEqualTo(expected);
                }));
    }

    private static void empty(Scene scene, int count) {
        scene.pages(count + 2).tune(client -> client.maxEmptyPages(EMPTY_PAGES));
        IntStream.rangeClosed(1, count).forEach(page -> scene.always(page, Answer.ok(emptyBody(scene, page))));
    }

    private static byte[] emptyBody(Scene scene, int page) {
        return Pages.write(scene.pages().json(List.of(), scene.pages().linkAfter(page)));
    }

    private static void unreachable(List<FaultCase> cases) {
        cases.add(new FaultCase(
                "connection refused",
                scene -> scene.tune(client -> client.baseUrl("http://127.0.0.1:" + closedPort())),
                outcome -> neverConnected(outcome, "refused")));
        cases.add(new FaultCase(
                "connection refused, at a port of one digit",
                scene -> scene.tune(client -> client.baseUrl("http://127.0.0.1:2")),
                outcome -> neverConnected(outcome, "refused")));
        cases.add(new FaultCase(
                "the host does not resolve",
                scene -> scene.tune(client -> client.baseUrl(
                                "http://localhost:" + scene.server().port())
                        .httpClient(http -> http.resolver(new NoSuchHost()))),
                outcome -> neverConnected(outcome, "the host does not resolve")));
        cases.add(new FaultCase(
                "silence, the total clock shorter than the idle one",
                scene -> scene.tune(client -> client.timeouts(/* idle= */ Scene.TOTAL, /* total= */ Scene.IDLE)
                                .pool(1, Duration.ofSeconds(1)))
                        .always(0, Answer.stall()),
                outcome -> neverAnswered(outcome, "within 250 ms")));
    }

    private static void neverConnected(Outcome outcome, String why) {
        neverAnswered(outcome.sent(0).isNotResumed(), why);
    }

    private static void neverAnswered(Outcome outcome, String why) {
        ConnectionFailedException error = outcome.retried(Scene.RETRIES).failedAt(0, ConnectionFailedException.class);
        assertThat(error.isTransient()).isTrue();
        assertThat(error.retries()).isEqualTo(Scene.RETRIES);
        assertThat(error).hasMessageContaining(why);
        assertThat(error.resumeAt()).isNotNull();
    }

    private static int closedPort() {
        try (FaultServer server = new FaultServer(request -> Answer.fin())) {
            return server.port();
        }
    }

    private static void customised(List<FaultCase> cases) {
        customised(
                cases,
                "headers",
                http -> http.headers(
                        headers -> headers.set("Authorization", "Basic eDp5").add("Authorization", "Bearer z")));
        customised(
                cases,
                "headers, later",
                http -> http.headersWhen(headers -> Mono.just(headers.set("Authorization", "Basic eDp5"))));
        customised(
                cases,
                "headers, last",
                http -> http.doOnRequest((request, connection) -> request.header("Authorization", "Basic eDp5")));
        customised(cases, "redirects", http -> http.followRedirect(true));
        customised(cases, "retries", http -> http.disableRetry(false));
        customised(cases, "compression", http -> http.compress(true));
        customised(cases, "no keep-alive", http -> http.keepAlive(false));
        customised(cases, "a base URL", http -> http.baseUrl("http://127.0.0.1:1/elsewhere"));
        customised(cases, "a connect timeout", http -> http.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 1_000));
    }

    private static void customised(List<FaultCase> cases, String what, UnaryOperator<HttpClient> customizer) {
        cases.add(new FaultCase(
                "the customiser sets " + what,
                scene -> scene.tune(client -> client.httpClient(customizer))
                        .served(1, body -> Answer.response(Answer.OK + "Content-Encoding: gzip\r\n", Gzip.of(body))),
                outcome -> {
                    outcome.isWhole().sent(3).retried(0);
                    outcome.requestList().forEach(request -> {
                        assertThat(request.values("Accept-Encoding")).containsExactly("gzip");
                        assertThat(request.values("Accept")).containsExactly("application/json");
                        assertThat(request.values("User-Agent"))
                                .hasSize(1)
                                .first()
                                .asString()
                                .startsWith("proxyflux/");
                    });
                }));
    }

    private static Answer coded(String coding, byte[] body) {
        return Answer.response(Answer.OK + "Content-Encoding: " + coding + "\r\n", body);
    }

    private static byte[] padded(byte[] body, int size) {
        return (new String(body, UTF_8) + " ".repeat(size - body.length)).getBytes(UTF_8);
    }

    private static String padded(String link, int length) {
        return link + "&x=" + "y".repeat(length - link.length() - 3);
    }

    /** Resolves no name. */
    private static final class NoSuchHost extends AddressResolverGroup<InetSocketAddress> {

        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new InetNameResolver(executor) {
                @Override
                protected void doResolve(String host, Promise<InetAddress> promise) {
                    promise.setFailure(new UnknownHostException(host));
                }

                @Override
                protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
                    promise.setFailure(new UnknownHostException(host));
                }
            }.asAddressResolver();
        }
    }
}

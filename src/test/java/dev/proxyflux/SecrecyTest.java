package dev.proxyflux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.util.Throwables.getStackTrace;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionField;
import dev.proxyflux.retry.RetryPolicy;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.InteractionsService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.tcp.TcpServer;
import reactor.netty.transport.ProxyProvider;

/** Every log line of every library at the finest level, searched for the secret and for {@code data}. */
class SecrecyTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String USER = "AC00000000000000000000000000000001";
    private static final String SECRET = "s3cr3t-auth-t0ken";
    private static final String NO_TLS = "not an SSL/TLS record";
    private static final String BODY = "words between two people";

    private final LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final CountDownLatch toldOfNoTls = new CountDownLatch(1);
    private final AppenderBase<ILoggingEvent> search = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String line = event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy());
            lines.add(line);
            if (line.contains(NO_TLS)) {
                toldOfNoTls.countDown();
            }
        }
    };

    private final InteractionsService service = InteractionsService.start(USER, SECRET);
    private final InteractionsClient client = InteractionsClient.builder(Credentials.authToken(USER, SECRET))
            .baseUrl(service.baseUrl())
            .retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1)))
            .build();
    private final InteractionsQuery query =
            InteractionsQuery.of(InteractionsService.SESSION).withPageSize(10);

    @BeforeEach
    void listen() {
        Logger root = logging.getLogger("ROOT");
        logging.getLogger("reactor.netty").setLevel(Level.TRACE);
        root.setLevel(Level.TRACE);
        root.getAppender("console").stop();
        search.setContext(logging);
        search.start();
        root.addAppender(search);
        service.hasInteractions(IntStream.range(0, 30)
                .mapToObj(index -> Interaction.empty()
                        .with(InteractionField.SID, "KI%032d".formatted(index))
                        .with(InteractionField.DATA, "{\"body\":\"" + BODY + "\"}"))
                .toList());
    }

    @AfterEach
    void close() {
        Logger root = logging.getLogger("ROOT");
        root.detachAppender(search);
        root.getAppender("console").start();
        root.setLevel(Level.WARN);
        logging.getLogger("reactor.netty").setLevel(Level.OFF);
        client.close();
        service.close();
    }

    @Test
    void nothingQuotesWhatCameInPlaceOfTls() throws InterruptedException {
        String quoted = HexFormat.of().formatHex(SECRET.getBytes(UTF_8));
        DisposableServer plain = TcpServer.create()
                .host("localhost")
                .port(0)
                .handle((in, out) -> out.sendString(in.receive().take(1).map(hello -> "you sent " + SECRET + "\r\n"))
                        .neverComplete())
                .bindNow(SOON);

        try (InteractionsClient expectsTls = InteractionsClient.builder(Credentials.authToken(USER, SECRET))
                .baseUrl("https://localhost:" + plain.port())
                .retry(RetryPolicy.DEFAULT.withMaxRetries(0))
                .build()) {
            Throwable failure = catchThrowable(() -> expectsTls.stream(query).blockLast(SOON));

            assertThat(failure).hasMessageContaining(NO_TLS);
            assertThat(getStackTrace(failure)).doesNotContain(quoted);
            // After the stream has ended.
            assertThat(toldOfNoTls.await(SOON.toSeconds(), TimeUnit.SECONDS))
                    .as("Reactor Netty logs it")
                    .isTrue();
            assertThat(lines).noneMatch(line -> line.contains(quoted));
        } finally {
            plain.disposeNow(SOON);
        }
    }

    @Test
    void noLogLineHoldsTheSecretOrData() {
        String echo = "you sent " + SECRET + " and " + basic();
        service.answersNext(
                Answer.status(503).withBody("text/html", echo),
                Answer.dropConnection(),
                Answer.status(200).withBody("application/json", "{\"interactions\":[{\"data\":\"" + BODY));

        Flux.merge(
                        client.stream(query).then().onErrorResume(failure -> Mono.empty()),
                        client.stream(query).then().onErrorResume(failure -> Mono.empty()),
                        client.stream(query).take(5).then().onErrorResume(failure -> Mono.empty()))
                .blockLast(SOON);
        service.answersNext(Answer.status(401).withBody("application/json", "{\"message\":\"" + echo + "\"}"));
        List<Throwable> failures = client.stream(query)
                .then(Mono.<Throwable>empty())
                .onErrorResume(Mono::just)
                .flux()
                .collectList()
                .block(SOON);

        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure.toString())
                        .contains("HTTP 401")
                        .contains("***")
                        .doesNotContain(SECRET)
                        .doesNotContain(basic()));
        assertThat(lines).as("the libraries do log").hasSizeGreaterThan(50);
        assertThat(lines).as("so does this one").anyMatch(line -> line.startsWith("page of service KS"));
        assertThat(lines)
                .filteredOn(line -> line.startsWith("page of service KS"))
                .noneMatch(line -> line.contains("PageToken") || line.contains("http:"));
        assertThat(lines).noneMatch(line -> line.contains(SECRET));
        assertThat(lines).noneMatch(line -> line.contains(basic()));
        assertThat(lines).noneMatch(line -> line.contains(BODY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 401 SECRET\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 SECRET OK\r\n\r\n",
                "SECRET 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nSECRET\u0000: a\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: SECRET\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: SECRET\r\n\r\n"
            })
    void noLogLineQuotesAnAnswerThatIsNotRead(String answer) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                InteractionsClient ofServer = InteractionsClient.builder(Credentials.authToken(USER, SECRET))
                        .baseUrl("http://localhost:" + server.getLocalPort())
                        .retry(RetryPolicy.DEFAULT.withMaxRetries(0))
                        .build()) {
            CompletableFuture<Throwable> failure = ofServer.stream(query)
                    .then(Mono.<Throwable>empty())
                    .onErrorResume(Mono::just)
                    .toFuture();
            try (Socket connection = server.accept()) {
                connection
                        .getOutputStream()
                        .write(answer.replace("SECRET", SECRET).getBytes(UTF_8));
                assertThat(failure).succeedsWithin(SOON);
            }
        }

        assertThat(lines).noneMatch(line -> line.toLowerCase(Locale.ROOT).contains(SECRET));
    }

    @Test
    void noCauseQuotesAProxy() throws IOException {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                InteractionsClient throughProxy = InteractionsClient.builder(Credentials.authToken(USER, SECRET))
                        .baseUrl("http://localhost:" + proxy.getLocalPort())
                        .httpClient(http -> http.proxy(spec -> spec.type(ProxyProvider.Proxy.HTTP)
                                .host("localhost")
                                .port(proxy.getLocalPort())))
                        .retry(RetryPolicy.DEFAULT.withMaxRetries(0))
                        .build()) {
            CompletableFuture<Throwable> failure = throughProxy.stream(query)
                    .then(Mono.<Throwable>empty())
                    .onErrorResume(Mono::just)
                    .toFuture();
            try (Socket connection = proxy.accept()) {
                String refusal = "HTTP/1.1 407 \u001b[31m" + SECRET + "\r\nContent-Length: 0\r\n\r\n";
                connection.getOutputStream().write(refusal.getBytes(UTF_8));
                assertThat(failure)
                        .succeedsWithin(SOON)
                        .extracting(Throwables::getStackTrace, InstanceOfAssertFactories.STRING)
                        .contains("407", "***")
                        .doesNotContain(SECRET, "\u001b");
            }
        }
    }

    private static String basic() {
        return Base64.getEncoder().encodeToString((USER + ":" + SECRET).getBytes(UTF_8));
    }
}

package dev.proxyflux.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.proxyflux.model.SessionKey;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpRequestDecoderSpec;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * The service over HTTP, on a free port of 127.0.0.1 alone. HTTP Basic credentials are checked: 401 and code 20003.
 *
 * <p>Runs on three daemon threads of its own, delays included, so virtual time doesn't reach it.
 */
public final class InteractionsService extends ScriptedService implements AutoCloseable {

    /** The user that {@link #start()} lets in, an account SID. */
    public static final String USER = "AC00000000000000000000000000000001";

    /** The secret that {@link #start()} lets in. */
    public static final String SECRET = "testkit-secret";

    private static final String HOST = "127.0.0.1";
    private static final int MAX_LINE_OR_HEADERS = 64 * 1024;
    private static final int UNAUTHORIZED = 401;
    private static final int UNAUTHORIZED_CODE = 20003;
    private static final int WORKERS = 2;
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final String authorization;
    private final AtomicInteger opened = new AtomicInteger();
    // Closes a connection that comes after it was closed itself.
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final LoopResources loops = LoopResources.create("proxyflux-testkit", 1, WORKERS, true);
    private final Scheduler timer = Schedulers.fromExecutorService(loops.onServer(false));
    private final DisposableServer server;
    private volatile boolean compresses;
    private volatile Map<String, String> lastHeaders = Map.of();

    private InteractionsService(String user, String secret) {
        this.authorization = "Basic " + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(UTF_8));
        this.server = HttpServer.create()
                .host(HOST)
                .port(0)
                .runOn(loops, false)
                .httpRequestDecoder(InteractionsService::acceptLongLinks)
                .doOnChannelInit((observer, channel, peer) -> count(channel))
                .compress((request, response) -> compresses)
                .handle(this::handle)
                .bindNow();
    }

    private static HttpRequestDecoderSpec acceptLongLinks(HttpRequestDecoderSpec decoder) {
        return decoder.maxInitialLineLength(MAX_LINE_OR_HEADERS).maxHeaderSize(MAX_LINE_OR_HEADERS);
    }

    /**
     * Starts a service that lets in {@link #USER} with {@link #SECRET}.
     *
     * @return the service, to be closed by the caller
     */
    public static InteractionsService start() {
        return start(USER, SECRET);
    }

    /**
     * Starts a service.
     *
     * @param user the user it lets in
     * @param secret the user's secret
     * @return the service, to be closed by the caller
     */
    public static InteractionsService start(String user, String secret) {
        return new InteractionsService(requireNonNull(user, "user"), requireNonNull(secret, "secret"));
    }

    /**
     * Where the service is.
     *
     * @return {@code http://127.0.0.1:} and the port
     */
    public String baseUrl() {
        return origin(server.port());
    }

    /**
     * The list of a session.
     *
     * @param session the session
     * @return the absolute URL without a query
     */
    public String listUrl(SessionKey session) {
        return baseUrl() + PagedList.path(session);
    }

    private static String origin(int port) {
        return "http://" + HOST + ":" + port;
    }

    /**
     * Compresses answers to requests that accept it.
     *
     * @param compresses whether to; default false
     */
    public void compressesAnswers(boolean compresses) {
        this.compresses = compresses;
    }

    /**
     * How many connections were opened.
     *
     * @return the count from the start
     */
    public int connectionsOpened() {
        return opened.get();
    }

    /**
     * How many connections are open.
     *
     * @return the count now
     */
    public int connectionsOpen() {
        return open.size();
    }

    private void count(Channel connection) {
        opened.incrementAndGet();
        open.add(connection);
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        RecordedRequest recorded = new RecordedRequest(
                request.method().name(), request.uri(), firstValues(request.requestHeaders()), Instant.now());
        String requestId = requestId(record(recorded));
        Answer answer = scripted(recorded);
        Mono<Void> sending = Mono.defer(() -> send(answer, recorded, requestId, response));
        return answer.delay().isZero()
                ? sending
                : Mono.delay(answer.delay(), timer).then(sending);
    }

    /** A client's requests have the same headers: kept once, they take no room in the log. */
    private Map<String, String> firstValues(HttpHeaders headers) {
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach(header -> values.putIfAbsent(header.getKey(), header.getValue()));
        Map<String, String> last = lastHeaders;
        if (!last.equals(values)) {
            last = Collections.unmodifiableMap(values);
            lastHeaders = last;
        }
        return last;
    }

    private Mono<Void> send(Answer answer, RecordedRequest request, String requestId, HttpServerResponse response) {
        return switch (answer.kind()) {
            case SILENCE -> Mono.never();
            case DROP -> {
                response.withConnection(Connection::dispose);
                yield Mono.never();
            }
            case REGULAR -> sendResponse(authorized(request), requestId, response);
            case RESPONSE -> sendResponse(answer, requestId, response);
        };
    }

    private Answer authorized(RecordedRequest request) {
        return authorization.equals(request.header("Authorization"))
                ? regular(request, baseUrl())
                : Answer.error(UNAUTHORIZED, UNAUTHORIZED_CODE, "Authenticate")
                        .withHeader("WWW-Authenticate", "Basic realm=\"Twilio API\"");
    }

    private static Mono<Void> sendResponse(Answer answer, String requestId, HttpServerResponse response) {
        response.status(answer.status());
        answer.headers(requestId).forEach(response::header);
        if (answer.body().length == 0) {
            return response.header(HttpHeaderNames.CONTENT_LENGTH, "0").send();
        }
        return response.sendByteArray(Mono.just(answer.body())).then();
    }

    /**
     * Closes the port, the connections with whatever is being answered on them, and the threads. Blocks until all are gone;
     * closing again does nothing.
     */
    @Override
    public void close() {
        server.disposeNow(CLOSING);
        open.close().awaitUninterruptibly(CLOSING.toMillis());
        loops.disposeLater(Duration.ZERO, CLOSING).block(CLOSING);
    }

    /** {@return the base URL} */
    @Override
    public String toString() {
        return "InteractionsService[" + baseUrl() + "]";
    }
}

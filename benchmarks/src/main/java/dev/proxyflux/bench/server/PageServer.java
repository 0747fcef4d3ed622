package dev.proxyflux.bench.server;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The one server that all contestants are measured against, a process of its own: it prints its port, and ends when its
 * standard input does. {@code GET /counts} tells what was asked of it, {@code GET /reset} begins anew.
 */
public final class PageServer {

    private static final int UNAVAILABLE = 503;

    private final Bodies bodies = new Bodies();
    private final Counts counts = new Counts();

    private PageServer() {}

    public static void main(String[] arguments) throws IOException {
        PageServer pages = new PageServer();
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(pages::answer)
                .bindNow();
        System.out.println(server.port());
        while (System.in.read() >= 0) {
            // The harness writes nothing.
        }
        server.disposeNow();
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        return switch (request.uri()) {
            case "/counts" -> response.sendString(Mono.fromSupplier(counts::tell));
            case "/reset" -> {
                counts.reset();
                yield response.send();
            }
            default -> page(request, response);
        };
    }

    private Publisher<Void> page(HttpServerRequest request, HttpServerResponse response) {
        request.withConnection(
                connection -> counts.add(connection.channel().id().asShortText()));
        PageRequest page = PageRequest.parse(request.uri());
        int latency = page.list().latencyMillis();
        Mono<Void> answer = Mono.defer(() -> send(page, base(request), response));
        return latency == 0 ? answer : Mono.delay(Duration.ofMillis(latency)).then(answer);
    }

    private Mono<Void> send(PageRequest page, String base, HttpServerResponse response) {
        if (page.list().broken()) {
            return response.status(UNAVAILABLE).send().then();
        }
        response.header(HttpHeaderNames.CONTENT_TYPE, "application/json");
        if (page.list().gzip()) {
            response.header(HttpHeaderNames.CONTENT_ENCODING, "gzip");
        }
        ByteBuf body = page.list().gzip() ? bodies.zipped(page, base) : bodies.plain(page, base);
        response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.readableBytes()));
        return response.sendObject(body).then();
    }

    private static String base(HttpServerRequest request) {
        return "http://" + request.requestHeaders().get(HttpHeaderNames.HOST);
    }
}

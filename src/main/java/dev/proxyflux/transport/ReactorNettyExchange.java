package dev.proxyflux.transport;

import dev.proxyflux.model.ResponseInfo;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ByteBufFlux;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/** The seam over Reactor Netty: a user's {@code HttpClient}, with what this library's promises need set last. */
public final class ReactorNettyExchange implements PageExchange {

    private static final int OK = 200;
    private static final List<String> HEADERS_OF_INTEREST = List.of(
            "Twilio-Request-Id",
            "Twilio-Concurrent-Requests",
            "Twilio-Request-Duration",
            "Retry-After",
            "Date",
            "Content-Type");

    private final HttpClient client;
    private final HttpSettings settings;
    private final BodyPool pool = new BodyPool();

    /**
     * An exchange over a client.
     *
     * @param customised the client as the user wants it
     * @param settings what is set on it
     */
    public ReactorNettyExchange(HttpClient customised, HttpSettings settings) {
        this.settings = settings;
        this.client = customised
                .followRedirect(false)
                .disableRetry(true)
                // Decompressed here, where a cut is noticed and the bound holds, off the event loop.
                .compress(false)
                .responseTimeout(settings.idleTimeout())
                .doOnChannelInit((observer, channel, address) -> MessageBoundary.install(channel))
                // The last word before the request goes out, whatever the customiser added before.
                .doOnRequest((request, connection) -> request.requestHeaders()
                        .set(HttpHeaderNames.AUTHORIZATION, settings.authorization())
                        .set(HttpHeaderNames.USER_AGENT, settings.userAgent())
                        .set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.GZIP)
                        .set(HttpHeaderNames.ACCEPT, HttpHeaderValues.APPLICATION_JSON));
    }

    @Override
    public Mono<PageResponse> get(String url) {
        // Not single(): of an answer that is cancelled on its way it would make an error.
        return Mono.fromDirect(client.get().uri(withKnownPort(url)).response(this::receive));
    }

    /** Reactor Netty knows ports of two to five digits, and takes any other for a part of the host's name. */
    private static String withKnownPort(String url) {
        int colon = url.indexOf('/', url.indexOf("://") + 3) - 2;
        boolean isOfOneDigit = colon > 0 && url.charAt(colon) == ':' && Character.isDigit(url.charAt(colon + 1));
        return isOfOneDigit ? url.substring(0, colon + 1) + '0' + url.substring(colon + 1) : url;
    }

    private Mono<PageResponse> receive(HttpClientResponse response, ByteBufFlux body) {
        boolean isPage = response.status().code() == OK;
        // Decided before the body comes: trailers may still be added.
        boolean selfDelimiting = response.responseHeaders().contains(HttpHeaderNames.CONTENT_LENGTH)
                || response.responseHeaders()
                        .containsValue(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED, true);
        ContentCoding coding = ContentCoding.of(response.responseHeaders().get(HttpHeaderNames.CONTENT_ENCODING));
        return (isPage ? page(body) : beginning(body))
                .map(received -> {
                    PageResponse whole = new PageResponse(info(response), received, selfDelimiting);
                    return coding == ContentCoding.NONE ? whole : whole.packed(coding, buffer(isPage));
                })
                .publishOn(nextTaskOf(response));
    }

    /**
     * Reactor Netty tells the body's end before it gives the connection back to its pool, in one task of the event loop: who
     * asked for the next page in between would open another connection.
     */
    private static Scheduler nextTaskOf(HttpClientResponse response) {
        if (response instanceof Connection connection && connection.channel().isRegistered()) {
            // Now: once the exchange is over, the connection has no channel any more.
            EventLoop eventLoop = connection.channel().eventLoop();
            return Schedulers.fromExecutor(task -> eventLoop.execute(task));
        }
        return Schedulers.immediate();
    }

    private Mono<BodyBuffer> page(ByteBufFlux body) {
        return body.collect(() -> buffer(true), BodyBuffer::append);
    }

    /** The status of an error says enough: of its body, what came will do. */
    private Mono<BodyBuffer> beginning(ByteBufFlux body) {
        return Mono.defer(() -> {
            BodyBuffer buffer = buffer(false);
            return body.doOnNext(buffer::append)
                    .takeUntil(chunk -> buffer.isCut())
                    .onErrorComplete()
                    .then(Mono.just(buffer));
        });
    }

    private BodyBuffer buffer(boolean isPage) {
        return isPage
                ? BodyBuffer.refusing(settings.maxPageBytes(), pool)
                : BodyBuffer.cutting(settings.maxErrorBytes());
    }

    private static ResponseInfo info(HttpClientResponse response) {
        HttpHeaders headers = response.responseHeaders();
        Map<String, String> ofInterest = new TreeMap<>();
        for (String name : HEADERS_OF_INTEREST) {
            String value = headers.get(name);
            if (value != null) {
                ofInterest.put(name, value);
            }
        }
        return new ResponseInfo(response.status().code(), ofInterest);
    }
}

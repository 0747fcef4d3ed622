package dev.proxyflux.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Sends what it is told and shows what came back, without help from the code under test. */
final class RawClient implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(10);

    private final InteractionsService service;
    private final ConnectionProvider pool = ConnectionProvider.create("raw", 100);

    RawClient(InteractionsService service) {
        this.service = service;
    }

    record Reply(int status, HttpHeaders headers, String text) {

        JsonNode json() {
            try {
                return new JsonMapper().readTree(text);
            } catch (JsonProcessingException notJson) {
                throw new UncheckedIOException(notJson);
            }
        }

        String header(String name) {
            return headers.get(name);
        }

        String nextUrl() {
            return json().at("/meta/next_page_url").textValue();
        }
    }

    static String basic(String user, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    HttpClient http() {
        return HttpClient.create(pool)
                .disableRetry(true)
                .headers(headers ->
                        headers.set("Authorization", basic(InteractionsService.USER, InteractionsService.SECRET)));
    }

    /** A page of the default session, by its query. */
    Reply page(String query) {
        return get(service.listUrl(InteractionsService.SESSION) + query);
    }

    Reply get(String url) {
        return send(http(), HttpMethod.GET, url);
    }

    Reply send(HttpClient http, HttpMethod method, String url) {
        return Objects.requireNonNull(sending(http, method, url).block(SOON));
    }

    Mono<Reply> sending(HttpClient http, HttpMethod method, String url) {
        return http.request(method)
                .uri(url)
                .responseSingle((response, body) -> body.asString(StandardCharsets.UTF_8)
                        .defaultIfEmpty("")
                        .map(text -> new Reply(response.status().code(), response.responseHeaders(), text)));
    }

    @Override
    public void close() {
        pool.dispose();
    }
}

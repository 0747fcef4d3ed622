package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.error.ConnectionFailedException;
import dev.proxyflux.error.ConnectionFailedException.Reason;
import dev.proxyflux.retry.RetryPolicy;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.InMemoryExchange;
import dev.proxyflux.testkit.InteractionsService;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** What a failed connection says of itself. */
class ConnectionReasonTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final Credentials CREDENTIALS =
            Credentials.authToken(InteractionsService.USER, InteractionsService.SECRET);

    private final InteractionsQuery query = InteractionsQuery.of(InteractionsService.SESSION);

    private static Reason reasonOf(Flux<?> stream) {
        Throwable error = stream.ignoreElements()
                .cast(Throwable.class)
                .onErrorResume(failure -> Flux.just(failure).next())
                .block(SOON);
        return ((ConnectionFailedException) Objects.requireNonNull(error)).reason();
    }

    @Test
    void isThatOfTheClientsFailure() {
        Map<Throwable, Reason> reasons = Map.of(
                new ConnectTimeoutException("connection timed out"),
                Reason.TIMED_OUT,
                new SslHandshakeTimeoutException("handshake timed out"),
                Reason.TIMED_OUT,
                ReadTimeoutException.INSTANCE,
                Reason.TIMED_OUT,
                new ConnectException("refused"),
                Reason.BROKEN,
                new UnknownHostException("proxy.test"),
                Reason.BROKEN,
                new IOException("reset"),
                Reason.BROKEN,
                new IllegalStateException("odd"),
                Reason.BROKEN,
                new TimeoutException("Pool#acquire"),
                Reason.NO_FREE_CONNECTION);
        InMemoryExchange exchange = InMemoryExchange.create();
        try (InteractionsClient client = InteractionsClient.builder(CREDENTIALS)
                .baseUrl(InMemoryExchange.BASE_URL)
                .exchange(exchange)
                .retry(RetryPolicy.DEFAULT.withMaxRetries(0))
                .build()) {
            reasons.forEach((failure, reason) -> {
                exchange.answersNext(Answer.failure(() -> failure));

                assertThat(reasonOf(client.stream(query)))
                        .as(failure.toString())
                        .isEqualTo(reason);
            });
        }
    }

    @Test
    void isThatNoConnectionBecameFree() {
        ConnectionProvider pool = ConnectionProvider.builder("one")
                .maxConnections(1)
                .pendingAcquireTimeout(Duration.ofMillis(50))
                .build();
        try (InteractionsService service = InteractionsService.start();
                InteractionsClient client = InteractionsClient.builder(CREDENTIALS)
                        .baseUrl(service.baseUrl())
                        .httpClient(http -> HttpClient.create(pool))
                        .retry(RetryPolicy.DEFAULT.withMaxRetries(0))
                        .build()) {
            service.answersNext(Answer.silence());
            Disposable first = client.stream(query).subscribe();
            service.awaitRequests(1, SOON);

            assertThat(reasonOf(client.stream(query))).isEqualTo(Reason.NO_FREE_CONNECTION);

            first.dispose();
        } finally {
            pool.dispose();
        }
    }
}

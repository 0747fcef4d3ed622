package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.testkit.InteractionsService;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** A stream has one request at a time on the network, so that one connection will do for all its pages. */
class ConnectionReuseTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int STREAMS = 5;
    private static final int PAGES = 50;

    private final InteractionsService service = InteractionsService.start();
    private final InteractionsQuery query =
            InteractionsQuery.of(InteractionsService.SESSION).withPageSize(5);

    @AfterEach
    void close() {
        service.close();
    }

    static Stream<Named<BiFunction<InteractionsClient, InteractionsQuery, Flux<?>>>> ways() {
        return Stream.of(
                Named.of("unbounded", InteractionsClient::stream),
                Named.of(
                        "in small requests",
                        (client, query) -> client.stream(query).limitRate(3)),
                Named.of(
                        "read ahead",
                        (client, query) -> client.stream(query.readAhead()).limitRate(10)),
                Named.of("as pages", InteractionsClient::pages));
    }

    /** The service answers at once: the next page is asked for while the last one's connection is on its way to the pool. */
    @ParameterizedTest
    @MethodSource("ways")
    void needsOneConnection(BiFunction<InteractionsClient, InteractionsQuery, Flux<?>> way) {
        service.hasPages(IntStream.range(0, PAGES).map(page -> 5).toArray());

        for (int stream = 1; stream <= STREAMS; stream++) {
            try (InteractionsClient client = client()) {
                way.apply(client, query).blockLast(SOON);
            }

            assertThat(service.connectionsOpened())
                    .as("connections of %s streams", stream)
                    .isEqualTo(stream);
        }
        assertThat(service.pageRequests()).hasSize(STREAMS * PAGES);
    }

    private InteractionsClient client() {
        return InteractionsClient.builder(Credentials.authToken(InteractionsService.USER, InteractionsService.SECRET))
                .baseUrl(service.baseUrl())
                .build();
    }
}

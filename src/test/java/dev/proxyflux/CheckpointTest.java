package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.error.ErrorResponseException;
import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.observe.PageListener;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.InMemoryExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** An error says which session's stream it went through, however far it has travelled. */
class CheckpointTest {

    private static final String SIDS =
            ", service " + InMemoryExchange.SESSION.serviceSid() + ", session " + InMemoryExchange.SESSION.sessionSid();

    private final InMemoryExchange exchange = InMemoryExchange.ofPages(2);
    private final List<InteractionsException> failed = new ArrayList<>();
    private final InteractionsClient client = InteractionsClient.builder(Credentials.apiKey("SK1", "secret-of-it"))
            .baseUrl(InMemoryExchange.BASE_URL)
            .exchange(exchange)
            .listener((start, context) -> new PageListener() {
                @Override
                public void onFailed(InteractionsException failure) {
                    failed.add(failure);
                }
            })
            .build();

    @AfterEach
    void close() {
        client.close();
    }

    private void fails(Function<InteractionsQuery, Flux<?>> listing, String description) {
        exchange.answersNext(Answer.status(404));

        listing.apply(InteractionsQuery.of(InMemoryExchange.SESSION))
                .as(StepVerifier::create)
                .verifyErrorSatisfies(error -> {
                    assertThat(error).isSameAs(failed.get(0)).isExactlyInstanceOf(ErrorResponseException.class);
                    assertThat(error.getMessage()).startsWith("HTTP 404").doesNotContain("InteractionsClient");
                    assertThat(error.getSuppressed())
                            .singleElement()
                            .satisfies(site -> assertThat(Throwables.getStackTrace(site))
                                    .contains(description)
                                    .doesNotContain("http:", "https:", "secret-of-it"));
                });
    }

    @Test
    void namesTheSessionOfAStream() {
        fails(client::stream, "InteractionsClient.stream" + SIDS);
    }

    @Test
    void namesTheSessionOfALimitedStream() {
        fails(query -> client.stream(query.withLimit(1)), "InteractionsClient.stream" + SIDS);
    }

    @Test
    void namesTheSessionOfPages() {
        fails(client::pages, "InteractionsClient.pages" + SIDS);
    }
}

package dev.proxyflux.embedding;

import static dev.proxyflux.embedding.EmbeddedSessions.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.embedding.EmbeddedSessions.Session;
import dev.proxyflux.embedding.TracingConfiguration.Observed;
import dev.proxyflux.micrometer.PageFetchContext;
import io.micrometer.observation.Observation;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/** Trace context passes from the request through the page fetches. */
@ExtendWith(Embedded.class)
class WebFluxTracingTest {

    private final EmbeddedSessions sessions;
    private final EmbeddedApplication application;

    WebFluxTracingTest(EmbeddedSessions sessions, EmbeddedApplication application) {
        this.sessions = sessions;
        this.application = application;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ndjson", "sse", "functional", "count"})
    void pagesAreChildrenOfTheirRequest(String endpoint) throws IOException {
        Session session = sessions.of(3 * EmbeddedApplication.PAGE_SIZE);
        String path = "/" + endpoint + "/" + session.sid();

        try (RawReader reader = new RawReader(application.port(), path)) {
            assertThat(reader.status()).isEqualTo(200);
            reader.body();
        }
        until(() -> pages(session).size() >= 3);

        assertThat(pages(session))
                .hasSize(3)
                .allSatisfy(page -> assertThat(requestPath(page)).isEqualTo(path));
    }

    private List<PageFetchContext> pages(Session session) {
        return application.bean(Observed.class).started().stream()
                .filter(PageFetchContext.class::isInstance)
                .map(PageFetchContext.class::cast)
                .filter(page -> page.session().sessionSid().equals(session.sid()))
                .toList();
    }

    private static String requestPath(PageFetchContext page) {
        Observation.ContextView parent =
                Objects.requireNonNull(page.getParentObservation()).getContextView();
        return ((ServerRequestObservationContext) parent).getCarrier().getPath().value();
    }
}

package dev.proxyflux.embedding;

import static dev.proxyflux.embedding.EmbeddedSessions.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.embedding.EmbeddedSessions.Session;
import dev.proxyflux.testkit.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that goes away takes its requests to the service with it. */
@ExtendWith(Embedded.class)
class WebFluxCancellationTest {

    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final int TIMES = 5;

    private final EmbeddedSessions sessions;
    private final EmbeddedApplication application;

    WebFluxCancellationTest(EmbeddedSessions sessions, EmbeddedApplication application) {
        this.sessions = sessions;
        this.application = application;
    }

    private RawReader get(String endpoint, Session session) throws IOException {
        return new RawReader(application.port(), "/" + endpoint + "/" + session.sid());
    }

    /** The median of five: one of them may fall into a pause of the machine. */
    @ParameterizedTest
    @ValueSource(strings = {"ndjson", "sse"})
    void cancelsThePageInFlightWithinASecond(String endpoint) throws IOException {
        List<Duration> times = new ArrayList<>();
        for (int time = 0; time < TIMES; time++) {
            Session session = sessions.of(3 * EmbeddedApplication.PAGE_SIZE);
            session.answersLater(Answer.silence());
            int inFlight;
            try (RawReader reader = get(endpoint, session)) {
                reader.lines(EmbeddedApplication.PAGE_SIZE);
                until(() -> session.requests() == 2);
                inFlight = sessions.service().connectionsOpen();
            }
            long gone = System.nanoTime();
            until(() -> sessions.service().connectionsOpen() < inFlight);
            times.add(Duration.ofNanos(System.nanoTime() - gone));
        }

        Collections.sort(times);
        assertThat(times.get(TIMES / 2)).isLessThan(WITHIN);
    }

    @Test
    void endsTheRequestsForAClientThatStallsAndGoes() throws IOException {
        Session session = sessions.of(150 * EmbeddedApplication.PAGE_SIZE);
        int stalled;
        try (RawReader reader = get("ndjson", session)) {
            reader.lines(50);
            stalled = session.settledRequests();
        }

        // One that was on its way may have come.
        assertThat(session.settledRequests()).isBetween(stalled, stalled + 1);
    }

    @Test
    void endsTheRequestsForAClientThatGoesWhileItReads() throws IOException {
        Session session = sessions.of(150 * EmbeddedApplication.PAGE_SIZE);
        try (RawReader reader = get("sse", session)) {
            reader.lines(500);
        }

        assertThat(session.settledRequests()).isBetween(500 / EmbeddedApplication.PAGE_SIZE, 100);
    }
}

package dev.proxyflux.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxyflux.embedding.EmbeddedSessions.Session;
import dev.proxyflux.model.InteractionField;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.InteractionsService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Endpoints that return a stream as it is: what their clients see, and what the service is asked for. */
@ExtendWith(Embedded.class)
class WebFluxStreamTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final EmbeddedSessions sessions;
    private final EmbeddedApplication application;

    WebFluxStreamTest(EmbeddedSessions sessions, EmbeddedApplication application) {
        this.sessions = sessions;
        this.application = application;
    }

    private RawReader get(String endpoint, Session session) throws IOException {
        return new RawReader(application.port(), "/" + endpoint + "/" + session.sid());
    }

    /** The interactions of lines, of which SSE says that they are data. */
    private static List<JsonNode> json(List<String> lines) {
        return lines.stream()
                .map(line -> line.startsWith("data:") ? line.substring("data:".length()) : line)
                .map(JSON::readTree)
                .toList();
    }

    private static List<String> sids(List<String> lines) {
        return json(lines).stream().map(node -> node.get("sid").asString()).toList();
    }

    @Nested
    class Json {

        @ParameterizedTest
        @CsvSource({
            "ndjson, application/x-ndjson",
            "functional, application/x-ndjson",
            "sse, text/event-stream;charset=UTF-8"
        })
        void hasTheApisNamesAndTexts(String endpoint, String contentType) throws IOException {
            Session session = sessions.of(50);

            try (RawReader reader = get(endpoint, session)) {
                assertThat(reader.status()).isEqualTo(200);
                assertThat(reader.header("Content-Type")).isEqualTo(contentType);
                List<Map<String, @Nullable String>> received = json(reader.rest()).stream()
                        .map(WebFluxStreamTest::texts)
                        .toList();

                assertThat(received)
                        .isEqualTo(session.interactions().stream()
                                .map(interaction -> {
                                    Map<String, @Nullable String> texts = new HashMap<>();
                                    for (InteractionField field : InteractionField.values()) {
                                        texts.put(field.wireName(), interaction.text(field));
                                    }
                                    return texts;
                                })
                                .toList());
            }
        }
    }

    private static Map<String, @Nullable String> texts(JsonNode object) {
        Map<String, @Nullable String> texts = new HashMap<>();
        object.propertyStream()
                .forEach(property -> texts.put(
                        property.getKey(),
                        property.getValue().isNull()
                                ? null
                                : property.getValue().asString()));
        return texts;
    }

    @Nested
    class Demand {

        private static final int PAGES = 150;

        /**
         * Reactor Netty's writer has up to 128 buffers that are not yet in the socket, of which an NDJSON line is one and an
         * event are several; before it 32 interactions wait to become buffers. The sockets hold about 16. With the 50 that
         * were read these are 224 at most, in 12 pages of 20.
         */
        private static final int BOUND = 20;

        @ParameterizedTest
        @ValueSource(strings = {"ndjson", "sse", "functional"})
        void endsWithAReaderThatStallsAndGoesOnWithIt(String endpoint) throws IOException {
            Session session = sessions.of(PAGES * EmbeddedApplication.PAGE_SIZE);

            try (RawReader reader = get(endpoint, session)) {
                List<String> lines = new ArrayList<>(reader.lines(50));
                assertThat(session.settledRequests()).isBetween(3, BOUND);

                lines.addAll(reader.rest());

                assertThat(sids(lines)).isEqualTo(session.sids());
                assertThat(session.requests()).isEqualTo(PAGES);
            }
        }
    }

    @Nested
    class Errors {

        private void answers(Session session, int status) throws IOException {
            for (String endpoint : List.of("ndjson", "sse", "functional", "count")) {
                try (RawReader reader = get(endpoint, session)) {
                    assertThat(reader.status()).as(endpoint).isEqualTo(status);
                    assertThat(reader.header("Content-Type")).isEqualTo("application/problem+json");
                    String body = reader.body();
                    JsonNode problem = JSON.readTree(body);
                    assertThat(problem.propertyNames()).containsExactlyInAnyOrder("status", "title", "detail");
                    assertThat(problem.get("status").asInt()).isEqualTo(status);
                    assertThat(body)
                            .doesNotContain(
                                    session.sid(),
                                    InteractionsService.SECRET,
                                    "upstream text",
                                    "127.0.0.1",
                                    "Exception");
                }
            }
        }

        @Test
        void areBadGatewayForAnAnswerOfNoUse() throws IOException {
            Session session = sessions.of(1);
            session.answers(Answer.status(200).withBody("application/json", "{\"upstream text"));
            answers(session, 502);

            session.answers(Answer.dropConnection());
            answers(session, 502);
        }

        @Test
        void areServiceUnavailableWithTheServicesRetryAfter() throws IOException {
            Session session = sessions.of(1);
            session.answers(Answer.error(429, 20429, "upstream text").withHeader("Retry-After", "120"));
            answers(session, 503);

            try (RawReader reader = get("ndjson", session)) {
                assertThat(reader.header("Retry-After")).isEqualTo("120");
            }
        }

        @Test
        void areInternalForRefusedCredentials() throws IOException {
            Session session = sessions.of(1);
            session.answers(Answer.error(401, 20003, "upstream text"));
            answers(session, 500);
        }

        @Test
        void areTheApplicationsOwnWhereItHandlesThem() throws IOException {
            Session session = sessions.of(1);
            session.answers(Answer.status(404));

            try (RawReader reader = get("own", session)) {
                assertThat(reader.status()).isEqualTo(409);
                assertThat(reader.body()).isEqualTo("ErrorResponseException");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"ndjson", "sse", "functional"})
        void cutTheResponseThatHasBegun(String endpoint) throws IOException {
            Session session = sessions.of(3 * EmbeddedApplication.PAGE_SIZE);
            session.answersLater(Answer.status(404));

            try (RawReader reader = get(endpoint, session)) {
                assertThat(reader.status()).isEqualTo(200);
                assertThat(sids(reader.lines(EmbeddedApplication.PAGE_SIZE)))
                        .isEqualTo(session.sids().subList(0, EmbeddedApplication.PAGE_SIZE));

                assertThatThrownBy(reader::rest).isInstanceOf(IOException.class);
            }
        }
    }
}

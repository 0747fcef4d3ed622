package dev.proxyflux.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.error.ClientClosedException;
import dev.proxyflux.error.ConnectionFailedException;
import dev.proxyflux.error.ConnectionFailedException.Reason;
import dev.proxyflux.error.ErrorResponseException;
import dev.proxyflux.error.Failure;
import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.error.PageTooLargeException;
import dev.proxyflux.error.ServiceAnswer;
import dev.proxyflux.error.TooManyEmptyPagesException;
import dev.proxyflux.error.UndecodablePageException;
import dev.proxyflux.error.UnsafeLinkException;
import dev.proxyflux.model.PageCursor;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** The table of statuses, and what the body may say. */
class InteractionsErrorResponseTest {

    private static final String SAID = "said upstream";
    private static final Failure FAILURE = new Failure(new PageCursor("https://proxy.example/" + SAID), SAID, 2);

    private static ErrorResponseException answer(int status, @Nullable Integer code, @Nullable Duration retryAfter) {
        return new ErrorResponseException(SAID, new ServiceAnswer(status, code, SAID, SAID, retryAfter), FAILURE);
    }

    private static ConnectionFailedException connection(Reason reason) {
        return new ConnectionFailedException(SAID, reason, FAILURE, null);
    }

    private static int status(InteractionsException failure) {
        return InteractionsErrorResponse.of(failure).getStatusCode().value();
    }

    static List<InteractionsException> all() {
        return Stream.concat(
                        Stream.of(100, 204, 302, 400, 401, 404, 408, 429, 500, 502, 503, 504)
                                .map(status -> answer(status, 20000 + status, null)),
                        Stream.concat(Arrays.stream(Reason.values()).map(reason -> connection(reason)), others()))
                .toList();
    }

    private static Stream<InteractionsException> others() {
        return Stream.of(
                new ClientClosedException(SAID, FAILURE),
                new UndecodablePageException(SAID, 1, null, FAILURE),
                new PageTooLargeException(SAID, 1, FAILURE),
                new TooManyEmptyPagesException(SAID, 1, FAILURE),
                new UnsafeLinkException(SAID, UnsafeLinkException.Reason.CIRCULAR));
    }

    @ParameterizedTest
    @CsvSource({
        "204, 502",
        "302, 502",
        "400, 500",
        "401, 500",
        "403, 500",
        "405, 500",
        "408, 504",
        "410, 500",
        "429, 503",
        "499, 500",
        "500, 502",
        "501, 502",
        "502, 502",
        "503, 503",
        "504, 504",
        "599, 502",
        "999, 502"
    })
    void isByTheStatusThatTheServiceAnswered(int answered, int status) {
        assertThat(status(answer(answered, null, null))).isEqualTo(status);
        assertThat(status(answer(answered, 20001, null))).isEqualTo(status);
    }

    @Test
    void isNotFoundWhereTheServiceItselfSaysSo() {
        assertThat(status(answer(404, 20404, null))).isEqualTo(404);
        assertThat(status(answer(404, null, null))).as("of a wrong base URL").isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource({"BROKEN, 502", "CERTIFICATE_REFUSED, 502", "TIMED_OUT, 504", "NO_FREE_CONNECTION, 503"})
    void isByTheReasonOfAFailedConnection(Reason reason, int status) {
        assertThat(status(connection(reason))).isEqualTo(status);
    }

    @Test
    void isBadGatewayForPagesOfNoUse() {
        assertThat(others().map(InteractionsErrorResponseTest::status)).containsExactly(503, 502, 502, 502, 502);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "999, 1", "1000, 1", "1001, 2", "90000, 90", "86400000, 86400"})
    void tellsToComeBackWhenTheServiceDoesInWholeSeconds(long millis, String seconds) {
        assertThat(InteractionsErrorResponse.of(answer(429, null, Duration.ofMillis(millis)))
                        .getHeaders()
                        .getFirst("Retry-After"))
                .isEqualTo(seconds);
    }

    @ParameterizedTest
    @MethodSource("all")
    void tellsToComeBackIfAndOnlyIfItIsUnavailable(InteractionsException failure) {
        assertThat(InteractionsErrorResponse.of(failure).getHeaders().getFirst("Retry-After"))
                .isEqualTo(status(failure) == 503 ? "10" : null);
    }

    @ParameterizedTest
    @MethodSource("all")
    void isAProblemThatSaysNothingOfTheService(InteractionsException failure) {
        ResponseEntity<ProblemDetail> response = InteractionsErrorResponse.of(failure);
        ProblemDetail problem = Objects.requireNonNull(response.getBody());

        assertThat(response.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(problem.getStatus()).isEqualTo(response.getStatusCode().value());
        assertThat(problem.getDetail()).startsWith("The").endsWith(".");
        assertThat(response.toString()).doesNotContain(SAID);
    }
}

package dev.proxyflux.spring;

import dev.proxyflux.error.ClientClosedException;
import dev.proxyflux.error.ConnectionFailedException;
import dev.proxyflux.error.ConnectionFailedException.Reason;
import dev.proxyflux.error.ErrorResponseException;
import dev.proxyflux.error.InteractionsException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/**
 * What an application answers when a stream of interactions fails before its first item, seen as what it is to its own
 * clients: a gateway to the service.
 *
 * <table>
 *   <caption>Status by failure</caption>
 *   <tr><th>failure</th><th>status</th><th>because</th></tr>
 *   <tr><td>the service answered 429 or 503; the client's pool has no free connection; the client was closed</td>
 *       <td>503, {@code Retry-After}</td><td>it passes: later the same request may succeed</td></tr>
 *   <tr><td>a connection timed out; the service answered 408 or 504</td>
 *       <td>504</td><td>no answer came in time</td></tr>
 *   <tr><td>the service answered 404 with a code of its own</td>
 *       <td>404</td><td>there is no such session</td></tr>
 *   <tr><td>the service answered any other 4xx, such as 401 and 403</td>
 *       <td>500</td><td>the application's own credentials or query are at fault, not its client's</td></tr>
 *   <tr><td>everything else: the connection failed; any other status; a page that can't be decoded, is too large, or
 *       has an unsafe link; too many empty pages</td>
 *       <td>502</td><td>the service's answer is of no use</td></tr>
 * </table>
 *
 * <p>{@code Retry-After} is what the service asked for, or 10 seconds. The body is an RFC 9457 problem with a fixed text for
 * each status: nothing that the service said, no link, no SID.
 *
 * <p>The auto-configuration answers so by itself, on annotated and functional endpoints, unless the application handles the
 * exception; an application that does may build on {@link #of}.
 */
public final class InteractionsErrorResponse {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final int SERVER_ERRORS = 500;
    private static final int CLIENT_ERRORS = 400;

    private InteractionsErrorResponse() {}

    /**
     * The response to a failure.
     *
     * @param failure what a stream signalled
     * @return status, {@code Retry-After} where it passes, and an {@code application/problem+json} body
     */
    public static ResponseEntity<ProblemDetail> of(InteractionsException failure) {
        HttpStatus status = status(failure);
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds(retryAfter(failure))));
        }
        return ResponseEntity.status(status)
                .headers(headers)
                .body(ProblemDetail.forStatusAndDetail(status, detail(status)));
    }

    private static HttpStatus status(InteractionsException failure) {
        if (failure instanceof ErrorResponseException answer) {
            return status(answer);
        }
        if (failure instanceof ConnectionFailedException connection) {
            return status(connection.reason());
        }
        return failure instanceof ClientClosedException ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.BAD_GATEWAY;
    }

    private static HttpStatus status(ErrorResponseException answer) {
        return switch (answer.status()) {
            case 429, 503 -> HttpStatus.SERVICE_UNAVAILABLE;
            case 408, 504 -> HttpStatus.GATEWAY_TIMEOUT;
            case 404 -> answer.code() == null ? HttpStatus.INTERNAL_SERVER_ERROR : HttpStatus.NOT_FOUND;
            default ->
                answer.status() >= CLIENT_ERRORS && answer.status() < SERVER_ERRORS
                        ? HttpStatus.INTERNAL_SERVER_ERROR
                        : HttpStatus.BAD_GATEWAY;
        };
    }

    private static HttpStatus status(Reason reason) {
        return switch (reason) {
            case TIMED_OUT -> HttpStatus.GATEWAY_TIMEOUT;
            case NO_FREE_CONNECTION -> HttpStatus.SERVICE_UNAVAILABLE;
            case BROKEN, CERTIFICATE_REFUSED -> HttpStatus.BAD_GATEWAY;
        };
    }

    private static @Nullable Duration retryAfter(InteractionsException failure) {
        return failure instanceof ErrorResponseException answer ? answer.retryAfter() : null;
    }

    /** Whole seconds, rounded up: a client that comes earlier comes for nothing. */
    private static long seconds(@Nullable Duration asked) {
        Duration after = asked == null ? RETRY_AFTER : asked;
        return Math.max(1, after.plusSeconds(1).minusNanos(1).toSeconds());
    }

    private static String detail(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "There is no such session of interactions.";
            case SERVICE_UNAVAILABLE -> "The service of interactions takes no more requests now.";
            case GATEWAY_TIMEOUT -> "The service of interactions did not answer in time.";
            case BAD_GATEWAY -> "The service of interactions gave no usable answer.";
            default -> "The service of interactions refused this application's request.";
        };
    }
}

package dev.proxyflux.spring;

import dev.proxyflux.error.InteractionsException;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Answers a failed stream that nothing of the application has handled. Once the response has begun it can only be cut, which
 * the server does with an error that is passed on.
 */
final class InteractionsExceptionHandler implements WebExceptionHandler, Ordered {

    private static final Logger LOG = Loggers.getLogger(InteractionsExceptionHandler.class);
    private static final ResolvableType PROBLEM = ResolvableType.forClass(ProblemDetail.class);

    /** Spring Boot's own, which answers 500 to whatever comes, is at -1. */
    private static final int BEFORE_THE_LAST = -2;

    private final ServerCodecConfigurer codecs;

    InteractionsExceptionHandler(ServerCodecConfigurer codecs) {
        this.codecs = codecs;
    }

    @Override
    public int getOrder() {
        return BEFORE_THE_LAST;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (!(failure instanceof InteractionsException known)
                || exchange.getResponse().isCommitted()) {
            return Mono.error(failure);
        }
        ResponseEntity<ProblemDetail> answer = InteractionsErrorResponse.of(known);
        LOG.warn(
                "{}answered {}: {}",
                exchange.getLogPrefix(),
                answer.getStatusCode().value(),
                failure.getMessage());
        ServerRequestObservationContext.findCurrent(exchange.getAttributes())
                .ifPresent(context -> context.setError(failure));
        return write(answer, exchange);
    }

    private Mono<Void> write(ResponseEntity<ProblemDetail> answer, ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(answer.getStatusCode());
        response.getHeaders().putAll(answer.getHeaders());
        return codecs.getWriters().stream()
                .filter(writer -> writer.canWrite(PROBLEM, MediaType.APPLICATION_PROBLEM_JSON))
                .findFirst()
                .map(writer -> write(writer, answer, exchange))
                .orElseGet(response::setComplete);
    }

    private static Mono<Void> write(
            HttpMessageWriter<?> writer, ResponseEntity<ProblemDetail> answer, ServerWebExchange exchange) {
        @SuppressWarnings("unchecked") // It can write one.
        HttpMessageWriter<ProblemDetail> ofProblems = (HttpMessageWriter<ProblemDetail>) writer;
        return ofProblems.write(
                Mono.justOrEmpty(answer.getBody()),
                PROBLEM,
                MediaType.APPLICATION_PROBLEM_JSON,
                exchange.getResponse(),
                Map.of());
    }
}

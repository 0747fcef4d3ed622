package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.proxyflux.model.PageCursor;
import dev.proxyflux.observe.PageListener;
import dev.proxyflux.observe.PageStart;
import dev.proxyflux.retry.RetryPolicy;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.InMemoryExchange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

class PageLogTest {

    private static final String SIDS = "page of service " + InMemoryExchange.SESSION.serviceSid() + " session "
            + InMemoryExchange.SESSION.sessionSid() + ": ";

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.proxyflux.pages");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final InMemoryExchange exchange = InMemoryExchange.ofPages(2, 3);
    private final InteractionsClient client = InteractionsClient.builder(Credentials.apiKey("SK1", "secret-of-it"))
            .baseUrl(InMemoryExchange.BASE_URL)
            .exchange(exchange)
            .retry(RetryPolicy.DEFAULT.withMaxRetries(2))
            .build();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
        logger.setLevel(Level.DEBUG);
    }

    @AfterEach
    void close() {
        logger.setLevel(null);
        logger.setAdditive(true);
        logger.detachAppender(log);
        client.close();
    }

    private Flux<?> stream() {
        return client.stream(InteractionsQuery.of(InMemoryExchange.SESSION));
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void hasALineForAPage() {
        exchange.answersNext(
                Answer.status(503), Answer.regular(), Answer.status(404).withHeader("Twilio-Request-Id", "RQ404"));

        StepVerifier.withVirtualTime(this::stream)
                .thenAwait(Duration.ofMinutes(1))
                .expectNextCount(2)
                .verifyError();

        assertThat(lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith(
                                        SIDS + "HTTP 200, 2 interactions, request RQ00000000000000000000000000000002, "
                                                + "1 retries, ")
                                .endsWith(" ms"),
                        line -> assertThat(line)
                                .startsWith(SIDS + "failed, ErrorResponseException HTTP 404, "
                                        + "request RQ404, 0 retries, "));
        assertThat(lines()).noneMatch(line -> line.contains("http") || line.contains("PageToken"));
        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.DEBUG);
    }

    @Test
    void hasALineForACancellation() {
        exchange.answersNext(Answer.silence());

        StepVerifier.withVirtualTime(this::stream)
                .thenAwait(Duration.ofSeconds(1))
                .thenCancel()
                .verify();

        assertThat(lines()).singleElement().asString().startsWith(SIDS + "cancelled, request unknown, 0 retries, ");
    }

    @Test
    void listensToNothingWhenItIsOff() {
        logger.setLevel(Level.INFO);

        stream().as(StepVerifier::create).expectNextCount(5).verifyComplete();
        PageListener page = new PageLog()
                .onPage(new PageStart(InMemoryExchange.SESSION, new PageCursor("u"), Duration.ZERO), Context.empty());

        assertThat(lines()).isEmpty();
        assertThat(page).isSameAs(PageListener.NOOP);
    }
}

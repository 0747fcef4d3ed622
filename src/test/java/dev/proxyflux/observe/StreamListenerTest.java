package dev.proxyflux.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.proxyflux.Credentials;
import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsClientBuilder;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.error.ClientClosedException;
import dev.proxyflux.error.ConnectionFailedException;
import dev.proxyflux.error.ErrorResponseException;
import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.error.UndecodablePageException;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.PageCursor;
import dev.proxyflux.model.ResponseInfo;
import dev.proxyflux.retry.RetryEvent;
import dev.proxyflux.retry.RetryPolicy;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.InMemoryExchange;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

class StreamListenerTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LATENCY = Duration.ofMillis(100);
    private static final InteractionsQuery QUERY = InteractionsQuery.of(InMemoryExchange.SESSION);
    private static final Credentials CREDENTIALS = Credentials.apiKey("SK1", "secret-of-the-key");

    private final InMemoryExchange exchange = InMemoryExchange.ofPages(2, 3);
    private final HeardPages heard = new HeardPages();
    private final List<InteractionsClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(InteractionsClient::close);
    }

    private InteractionsClient client(UnaryOperator<InteractionsClientBuilder> options) {
        InteractionsClientBuilder builder = InteractionsClient.builder(CREDENTIALS)
                .baseUrl(InMemoryExchange.BASE_URL)
                .exchange(exchange)
                .listener(heard);
        InteractionsClient client = options.apply(builder).build();
        clients.add(client);
        return client;
    }

    private Flux<Interaction> stream() {
        return client(builder -> builder).stream(QUERY);
    }

    @Nested
    class Endings {

        @Test
        void ofAPageThatComes() {
            exchange.delaysAnswersBy(LATENCY);

            StepVerifier.withVirtualTime(StreamListenerTest.this::stream)
                    .thenAwait(LATENCY.multipliedBy(2))
                    .expectNextCount(5)
                    .verifyComplete();

            assertThat(heard.calls())
                    .containsExactly(
                            "page after PT0S",
                            "attempt 1",
                            "attempt 1: status 200 after PT0.1S",
                            "received 2 by RQ00000000000000000000000000000001",
                            "page after PT0S",
                            "attempt 1",
                            "attempt 1: status 200 after PT0.1S",
                            "received 3 by RQ00000000000000000000000000000002");
        }

        @Test
        void ofAPageThatIsTriedAgain() {
            exchange.answersNext(Answer.status(503), Answer.delayed(LATENCY, Answer.dropConnection()));

            StepVerifier.withVirtualTime(() -> stream().take(1))
                    .thenAwait(Duration.ofMinutes(1))
                    .expectNextCount(1)
                    .verifyComplete();

            assertThat(heard.calls())
                    .containsExactly(
                            "page after PT0S",
                            "attempt 1",
                            "attempt 1: status 503 after PT0S",
                            "retry 1 for ErrorResponseException",
                            "attempt 2",
                            "attempt 2: status null after PT0.1S",
                            "retry 2 for ConnectionFailedException",
                            "attempt 3",
                            "attempt 3: status 200 after PT0S",
                            "received 2 by RQ00000000000000000000000000000003");
        }

        @Test
        void ofAPageThatIsRefused() {
            exchange.answersNext(Answer.status(404));

            stream().as(StepVerifier::create).verifyError(ErrorResponseException.class);

            assertThat(heard.calls()).hasSize(4).last().isEqualTo("failed with ErrorResponseException");
        }

        @Test
        void ofAPageThatIsNotDecodable() {
            exchange.answersNext(Answer.status(200).withBody("application/json", "{}"));

            stream().as(StepVerifier::create).verifyError(UndecodablePageException.class);

            assertThat(heard.calls().subList(2, 4))
                    .satisfiesExactly(
                            end -> assertThat(end).startsWith("attempt 1: status 200"),
                            end -> assertThat(end).isEqualTo("failed with UndecodablePageException"));
        }

        @Test
        void ofAPageThatTakesTooLong() {
            exchange.answersNext(Answer.silence());

            StepVerifier.withVirtualTime(() -> client(builder -> builder.retry(RetryPolicy.DEFAULT.withMaxRetries(0))
                                    .timeouts(Duration.ofSeconds(1), Duration.ofSeconds(10)))
                            .stream(QUERY))
                    .thenAwait(Duration.ofSeconds(10))
                    .verifyError(ConnectionFailedException.class);

            assertThat(heard.calls())
                    .containsExactly(
                            "page after PT0S",
                            "attempt 1",
                            "attempt 1: status null after PT10S",
                            "failed with ConnectionFailedException");
        }

        @Test
        void ofAPageThatIsCancelledOnItsWay() {
            exchange.delaysAnswersBy(LATENCY);

            StepVerifier.withVirtualTime(StreamListenerTest.this::stream)
                    .thenAwait(LATENCY.dividedBy(4))
                    .thenCancel()
                    .verify();

            assertThat(heard.calls())
                    .containsExactly(
                            "page after PT0S", "attempt 1", "attempt 1: cancelled after PT0.025S", "cancelled");
        }

        @Test
        void ofAPageThatIsCancelledBetweenTries() {
            exchange.answersNext(Answer.status(503));

            StepVerifier.withVirtualTime(StreamListenerTest.this::stream)
                    .thenAwait(Duration.ofMillis(1))
                    .thenCancel()
                    .verify();

            assertThat(heard.calls())
                    .containsExactly(
                            "page after PT0S",
                            "attempt 1",
                            "attempt 1: status 503 after PT0S",
                            "retry 1 for ErrorResponseException",
                            "cancelled");
        }

        @Test
        void ofAPageWhoseClientIsClosed() {
            exchange.answersNext(Answer.silence());

            StepVerifier.withVirtualTime(StreamListenerTest.this::stream)
                    .thenAwait(LATENCY)
                    .then(() -> clients.get(0).close())
                    .thenAwait()
                    .verifyError(ClientClosedException.class);

            assertThat(heard.calls())
                    .containsExactly("page after PT0S", "attempt 1", "attempt 1: cancelled after PT0.1S", "cancelled");
        }

        @Test
        void ofAPageOfAClosedClientThatNeverWasRequested() {
            InteractionsClient client = client(builder -> builder);
            client.close();

            client.stream(QUERY).as(StepVerifier::create).verifyError(ClientClosedException.class);

            assertThat(exchange.requestCount()).isZero();
            assertThat(heard.calls()).noneMatch(call -> call.startsWith("attempt"));
        }
    }

    @Nested
    class Waiting {

        /** One that Reactor's own operators don't know: it moves on even with nothing to do. */
        private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

        private Flux<Interaction> stream() {
            return client(builder -> builder.scheduler(time)).stream(QUERY);
        }

        @Test
        void lastsFromTheSubscriptionUntilThePageIsAskedFor() {
            StepVerifier.create(stream(), 0)
                    .expectSubscription()
                    .then(() -> time.advanceTimeBy(Duration.ofSeconds(5)))
                    .then(() -> assertThat(heard.calls()).isEmpty())
                    .thenRequest(1)
                    .expectNextCount(1)
                    .thenCancel()
                    .verify(SOON);

            assertThat(heard.calls()).first().isEqualTo("page after PT5S");
        }

        @Test
        void lastsFromThePageBeforeUntilTheNextIsAskedFor() {
            StepVerifier.create(stream(), 2)
                    .expectNextCount(2)
                    .then(() -> time.advanceTimeBy(Duration.ofSeconds(7)))
                    .thenRequest(1)
                    .expectNextCount(1)
                    .thenCancel()
                    .verify(SOON);

            assertThat(heard.calls())
                    .filteredOn(call -> call.startsWith("page"))
                    .containsExactly("page after PT0S", "page after PT7S");
        }
    }

    @Nested
    class Contexts {

        @Test
        void ofTheSubscriberAreSeenByTheListenerAndEnrichedForTheRequests() {
            List<Object> seen = new ArrayList<>();
            InteractionsClient client = client(builder -> builder.exchange(url -> Mono.deferContextual(context -> {
                        seen.add(context.get("by listener"));
                        return exchange.get(url);
                    }))
                    .listener((start, context) -> {
                        seen.add(context.get("by subscriber"));
                        return new PageListener() {
                            @Override
                            public Context enrich(Context subscribers) {
                                return subscribers.put("by listener", "request");
                            }
                        };
                    }));

            client.stream(QUERY.withLimit(1))
                    .contextWrite(Context.of("by subscriber", "stream"))
                    .as(StepVerifier::create)
                    .expectNextCount(1)
                    .verifyComplete();

            assertThat(seen).containsExactly("stream", "request");
        }
    }

    @Nested
    class Several {

        @Test
        void areToldInTheirOrderBesideOnRetry() {
            List<String> order = new ArrayList<>();
            exchange.answersNext(Answer.status(503));

            StepVerifier.withVirtualTime(() -> client(builder -> builder.listener(retries(order, "second"))
                                    .onRetry(event -> order.add("onRetry"))
                                    .listener(retries(order, "third")))
                            .stream(QUERY))
                    .thenAwait(Duration.ofMinutes(1))
                    .expectNextCount(5)
                    .verifyComplete();

            assertThat(order).containsExactly("second", "third", "onRetry");
            assertThat(heard.calls()).contains("retry 1 for ErrorResponseException");
        }

        private static StreamListener retries(List<String> order, String name) {
            return (start, context) -> new PageListener() {
                @Override
                public void onRetry(RetryEvent retry) {
                    order.add(name);
                }
            };
        }

        @Test
        void areNoneWhereNoneListensToAPage() {
            StreamListener all = StreamListener.all(List.of((start, context) -> PageListener.NOOP));

            PageListener page = all.onPage(
                    new PageStart(InMemoryExchange.SESSION, new PageCursor("u"), Duration.ZERO), Context.empty());

            assertThat(page).isSameAs(PageListener.NOOP);
        }

        @Test
        void areNeverNull() {
            assertThatNullPointerException()
                    .isThrownBy(() -> client(builder -> builder.listener(null)))
                    .withMessage("listener");
        }
    }

    /** Every method of its pages throws. */
    private static final class Broken implements StreamListener {

        static final String TEXT = "quotes what it was told";

        private final Throwable thrown;
        private int calls;

        Broken(Throwable thrown) {
            this.thrown = thrown;
        }

        @Override
        public PageListener onPage(PageStart start, ContextView context) {
            return new PageListener() {
                @Override
                public Context enrich(Context subscribers) {
                    throw broken();
                }

                @Override
                public void onAttempt(int number) {
                    throw broken();
                }

                @Override
                public void onAttemptEnd(Attempt attempt) {
                    throw broken();
                }

                @Override
                public void onRetry(RetryEvent retry) {
                    throw broken();
                }

                @Override
                public void onReceived(int interactions, ResponseInfo response) {
                    throw broken();
                }

                @Override
                public void onFailed(InteractionsException failure) {
                    throw broken();
                }

                @Override
                public void onCancelled() {
                    throw broken();
                }
            };
        }

        private RuntimeException broken() {
            calls++;
            return Broken.<RuntimeException>sneak(thrown);
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // to throw what is not declared
        private static <E extends Throwable> E sneak(Throwable thrown) throws E {
            throw (E) thrown;
        }
    }

    @Nested
    class Failures {

        private final Broken broken = new Broken(new UnsupportedOperationException(Broken.TEXT));
        private final Logger logger = (Logger) LoggerFactory.getLogger(StreamListener.class);
        private final ListAppender<ILoggingEvent> log = new ListAppender<>();

        private void run(StreamListener throwing) {
            log.start();
            logger.addAppender(log);
            logger.setAdditive(false);
            exchange.answersNext(Answer.status(503), Answer.regular(), Answer.status(404));
            try {
                StepVerifier.withVirtualTime(() -> client(builder -> builder.listener(throwing)
                                        .listener((start, context) -> heard.onPage(start, context)))
                                .stream(QUERY))
                        .thenAwait(Duration.ofMinutes(1))
                        .expectNextCount(2)
                        .verifyError(ErrorResponseException.class);
            } finally {
                logger.setAdditive(true);
                logger.detachAppender(log);
            }
        }

        @Test
        void arePassedOverAndHarmNeitherThePageNorTheOthers() {
            run(broken);

            assertThat(broken.calls).isEqualTo(2 + 4 + 2 + 1 + 2);
            assertThat(heard.calls())
                    .filteredOn(call -> call.startsWith("received") || call.startsWith("failed"))
                    .hasSize(4);
        }

        @Test
        void ofAMissingMethodArePassedOverToo() {
            Broken outdated = new Broken(new NoSuchMethodError(Broken.TEXT));
            run(outdated);

            assertThat(outdated.calls).isEqualTo(2 + 4 + 2 + 1 + 2);
        }

        @Test
        void areLoggedByTheirClassNameAlone() {
            run(broken);

            assertThat(log.list)
                    .hasSize(broken.calls)
                    .allSatisfy(event -> assertThat(event.getFormattedMessage())
                            .contains(UnsupportedOperationException.class.getName())
                            .doesNotContain(Broken.TEXT))
                    .allSatisfy(event -> assertThat(event.getThrowableProxy()).isNull());
        }

        @Test
        void toGiveAPageListenerArePassedOver() {
            run((start, context) -> {
                throw new UnsupportedOperationException(Broken.TEXT);
            });
            run((start, context) -> null);

            assertThat(log.list).hasSize(4);
        }
    }

    @Test
    void tellsAllByDefaultToNobody() {
        assertThat(Arrays.stream(PageListener.class.getMethods()).map(Method::isDefault))
                .hasSize(7)
                .containsOnly(true);
    }
}

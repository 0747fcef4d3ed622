package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.retry.RetryPolicy;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.InteractionsService;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Has a say only in the run that BlockHound watches; that run fails if BlockHound sees nothing. */
@EnabledIfSystemProperty(named = "proxyflux.blockhound", matches = "true")
class BlockingCallsTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void aBlockingCallOnTheDefaultSchedulerIsSeen() {
        Mono.fromCallable(BlockingCallsTest::sleep)
                .subscribeOn(Schedulers.parallel())
                .as(StepVerifier::create)
                .expectError(BlockingOperationError.class)
                .verify(SOON);
    }

    @AfterAll
    static void nothingElseBlocked() {
        assertThat(BlockHoundSession.calls()).isEmpty();
    }

    private static long sleep() throws InterruptedException {
        Thread.sleep(1);
        return 1;
    }

    @Test
    void streamingRetryingFailingAndClosingBlockNothing() {
        RetryPolicy fast =
                RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMillis(5));
        InteractionsQuery query =
                InteractionsQuery.of(InteractionsService.SESSION).withPageSize(100);
        try (InteractionsService service = InteractionsService.start();
                InteractionsClient client = InteractionsClient.builder(
                                Credentials.authToken(InteractionsService.USER, InteractionsService.SECRET))
                        .baseUrl(service.baseUrl())
                        .retry(fast)
                        .build()) {
            service.hasInteractions(1_000);
            service.answersNext(Answer.status(503), Answer.dropConnection());

            client.stream(query)
                    .as(StepVerifier::create)
                    .expectNextCount(1_000)
                    .expectComplete()
                    .verify(SOON);
            client.pages(query)
                    .take(2)
                    .as(StepVerifier::create)
                    .expectNextCount(2)
                    .expectComplete()
                    .verify(SOON);
            service.answersNext(Answer.status(404));
            client.stream(query).as(StepVerifier::create).expectError().verify(SOON);
            client.stream(query)
                    .as(flux -> StepVerifier.create(flux, 10))
                    .expectNextCount(10)
                    .then(client::close)
                    .expectError()
                    .verify(SOON);
        }
    }
}

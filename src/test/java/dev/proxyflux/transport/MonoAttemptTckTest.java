package dev.proxyflux.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.paging.TckRun;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class MonoAttemptTckTest {

    @Test
    void passesAllThatAsksForOneElementAtMost() {
        TckRun run = TckRun.of(Verification.class);

        assertThat(run.failed()).isEmpty();
        assertThat(run.passed()).hasSize(10);
    }

    /** Public, for TestNG. */
    public static final class Verification extends PublisherVerification<ReceivedPage> {

        /** For TestNG. */
        public Verification() {
            super(TckRun.environment());
        }

        @Override
        public Publisher<ReceivedPage> createPublisher(long elements) {
            return MonoAttemptTest.attempt(
                    url -> Mono.fromCallable(() -> MonoAttemptTest.answer(200)), Schedulers.parallel());
        }

        /** An attempt fails once it is asked for, never before. */
        @Override
        public @Nullable Publisher<ReceivedPage> createFailedPublisher() {
            return null;
        }

        @Override
        public long maxElementsFromPublisher() {
            return 1;
        }
    }
}

package dev.proxyflux.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

class PagesTckTest {

    @Test
    void passesAllButTheTestsThatVerifyNothing() {
        TckRun run = TckRun.of(Verification.class);

        assertThat(run.failed()).isEmpty();
        assertThat(run.skipped()).isEqualTo(TckRun.UNTESTED).hasSize(7);
        assertThat(run.passed()).hasSize(31);
    }

    /** Public, for TestNG. */
    public static final class Verification extends PublisherVerification<List<Long>> {

        /** For TestNG. */
        public Verification() {
            super(TckRun.environment());
        }

        @Override
        public Publisher<List<Long>> createPublisher(long elements) {
            return pages(TckRun.pages(elements > Long.MAX_VALUE / 3 ? Long.MAX_VALUE : elements * 3));
        }

        @Override
        public Publisher<List<Long>> createFailedPublisher() {
            return pages(Flux.error(new IllegalStateException("no first page")));
        }

        private static Flux<List<Long>> pages(Flux<List<Long>> pages) {
            return Paging.items(pages, new PageItems<>(List::of, page -> {}), Schedulers.parallel(), false);
        }
    }
}

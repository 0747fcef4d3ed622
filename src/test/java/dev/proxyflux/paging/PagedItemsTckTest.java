package dev.proxyflux.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

class PagedItemsTckTest {

    @Test
    void passesAllButTheTestsThatVerifyNothing() {
        TckRun run = TckRun.of(Verification.class);

        assertThat(run.failed()).isEmpty();
        assertThat(run.skipped()).isEqualTo(TckRun.UNTESTED).hasSize(7);
        assertThat(run.passed()).hasSize(31);
    }

    /** Public, for TestNG. */
    public static final class Verification extends PublisherVerification<Long> {

        /** For TestNG. */
        public Verification() {
            super(TckRun.environment());
        }

        @Override
        public Publisher<Long> createPublisher(long elements) {
            return items(TckRun.pages(elements));
        }

        @Override
        public Publisher<Long> createFailedPublisher() {
            return items(Flux.error(new IllegalStateException("no first page")));
        }

        private static Flux<Long> items(Flux<List<Long>> pages) {
            return Paging.items(pages, new PageItems<>(page -> page, page -> {}), Schedulers.parallel(), false);
        }
    }
}

package dev.proxyflux.micrometer;

import dev.proxyflux.error.ClientClosedException;
import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.micrometer.PageFetchContext.Outcome;
import dev.proxyflux.model.ResponseInfo;
import dev.proxyflux.observe.Attempt;
import dev.proxyflux.observe.PageListener;
import dev.proxyflux.observe.PageStart;
import dev.proxyflux.observe.StreamListener;
import dev.proxyflux.retry.RetryEvent;
import dev.proxyflux.text.Printable;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** One observation a page. */
final class PageObservations implements StreamListener {

    /** Micrometer's own key; the class that has it needs context-propagation, which need not be there. */
    static final String KEY = "micrometer.observation";

    private static final String RETRY_CAUSE = "retry.cause";

    private final ObservationRegistry registry;
    private final ObservationConvention<PageFetchContext> convention;

    PageObservations(ObservationRegistry registry, ObservationConvention<PageFetchContext> convention) {
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    public PageListener onPage(PageStart start, ContextView context) {
        PageFetchContext fetch = new PageFetchContext(start.session());
        Observation observation = convention == PageFetchConvention.DEFAULT
                ? Observation.createNotStarted(null, PageFetchConvention.DEFAULT, () -> fetch, registry)
                : Observation.createNotStarted(convention, PageFetchConvention.DEFAULT, () -> fetch, registry);
        if (observation.isNoop()) {
            return PageListener.NOOP;
        }
        if (context.getOrDefault(KEY, null) instanceof Observation parent) {
            observation.parentObservation(parent);
        }
        return new ObservedPage(observation.start(), fetch);
    }

    private static final class ObservedPage implements PageListener {

        private final Observation observation;
        private final PageFetchContext fetch;

        ObservedPage(Observation observation, PageFetchContext fetch) {
            this.observation = observation;
            this.fetch = fetch;
        }

        @Override
        public Context enrich(Context context) {
            return context.put(KEY, observation);
        }

        @Override
        public void onAttemptEnd(Attempt attempt) {
            fetch.answered(attempt.status());
        }

        @Override
        public void onRetry(RetryEvent retry) {
            String cause = Cause.of(retry.cause());
            fetch.retried(cause, retry.retry());
            fetch.requestId(printed(retry.requestId()));
            // Handlers read the keys now; a convention without this key must not get it.
            if (fetch.getLowCardinalityKeyValue(RETRY_CAUSE) != null) {
                observation.lowCardinalityKeyValue(KeyValue.of(RETRY_CAUSE, cause));
            }
            observation.event(Observation.Event.of("retry", "retry after " + cause));
        }

        @Override
        public void onReceived(int interactions, ResponseInfo response) {
            fetch.received(interactions);
            fetch.requestId(printed(response.requestId()));
            stop(Outcome.SUCCESS);
        }

        @Override
        public void onFailed(InteractionsException failure) {
            if (failure instanceof ClientClosedException) {
                stop(Outcome.CANCELLED);
                return;
            }
            fetch.requestId(printed(failure.requestId()));
            try {
                observation.error(ShownFailure.of(failure));
            } finally {
                // Whatever a handler throws, of which there may be others.
                stop(Outcome.ERROR);
            }
        }

        @Override
        public void onCancelled() {
            stop(Outcome.CANCELLED);
        }

        private void stop(Outcome outcome) {
            fetch.outcome(outcome);
            observation.stop();
        }

        private static @Nullable String printed(@Nullable String requestId) {
            return requestId == null ? null : Printable.oneLine(requestId);
        }
    }
}

package dev.proxyflux.micrometer;

import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.model.ResponseInfo;
import dev.proxyflux.observe.Attempt;
import dev.proxyflux.observe.PageListener;
import dev.proxyflux.observe.PageStart;
import dev.proxyflux.observe.StreamListener;
import dev.proxyflux.retry.RetryEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.util.context.ContextView;

/** The counters, timers and the gauge of a registry. */
final class PageMeters implements StreamListener {

    private static final String PAGES_IN_FLIGHT = "proxyflux.pages.in.flight";
    /** A registry takes the first gauge of a name: the listeners of one registry share the count behind it. */
    private static final Map<MeterRegistry, AtomicInteger> IN_FLIGHT = new WeakHashMap<>();

    private final Counter pages;
    private final Counter interactions;
    private final MeterProvider<Counter> retries;
    private final Timer demandWait;
    private final MeterProvider<Timer> retryDelay;
    private final MeterProvider<Timer> requests;
    private final AtomicInteger inFlight;

    PageMeters(MeterRegistry registry) {
        pages = Counter.builder("proxyflux.pages")
                .description("Pages received and decoded")
                .baseUnit("pages")
                .register(registry);
        interactions = Counter.builder("proxyflux.interactions")
                .description("Interactions of the pages received, emitted or not")
                .baseUnit("interactions")
                .register(registry);
        retries = Counter.builder("proxyflux.retries")
                .description("Tries of a page after its first, by what the last one failed with")
                .baseUnit("retries")
                .withRegistry(registry);
        // A rate misses the step from no counter at all to 1.
        Cause.OF_RETRIES.forEach(cause -> retries.withTag("cause", cause));
        demandWait = Timer.builder("proxyflux.demand.wait")
                .description("From when a page's link is known until the subscriber asks for the page")
                .register(registry);
        retryDelay = Timer.builder("proxyflux.retry.delay")
                .description("The delay chosen before a retry")
                .withRegistry(registry);
        requests = Timer.builder("proxyflux.requests")
                .description("Network time of one request, waiting for a connection and the whole body included")
                .withRegistry(registry);
        synchronized (IN_FLIGHT) {
            inFlight = IN_FLIGHT.computeIfAbsent(registry, any -> new AtomicInteger());
            registerInFlight(registry);
        }
    }

    /** Not only once for a registry, which may have been cleared since; it warns of a gauge that it has. */
    private void registerInFlight(MeterRegistry registry) {
        if (registry.find(PAGES_IN_FLIGHT).gauge() == null) {
            Gauge.builder(PAGES_IN_FLIGHT, inFlight, AtomicInteger::get)
                    .description("Pages being fetched, retries and their delays included")
                    .register(registry);
        }
    }

    @Override
    public PageListener onPage(PageStart start, ContextView context) {
        demandWait.record(start.waited());
        // Last: of a page whose listener throws here no end is told.
        inFlight.incrementAndGet();
        return new MeteredPage();
    }

    private final class MeteredPage implements PageListener {

        @Override
        public void onAttemptEnd(Attempt attempt) {
            String outcome = attempt.isAnsweredWithPage() ? "success" : attempt.cancelled() ? "cancelled" : "error";
            requests.withTags(Tags.of("outcome", outcome, "status", Cause.status(attempt.status())))
                    .record(attempt.network());
        }

        @Override
        public void onRetry(RetryEvent retry) {
            String cause = Cause.of(retry.cause());
            retries.withTag("cause", cause).increment();
            retryDelay.withTag("cause", cause).record(retry.delay());
        }

        @Override
        public void onReceived(int count, ResponseInfo response) {
            inFlight.decrementAndGet();
            pages.increment();
            interactions.increment(count);
        }

        @Override
        public void onFailed(InteractionsException failure) {
            inFlight.decrementAndGet();
        }

        @Override
        public void onCancelled() {
            inFlight.decrementAndGet();
        }
    }
}

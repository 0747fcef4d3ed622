package dev.proxyflux.micrometer;

import static java.util.Objects.requireNonNull;

import dev.proxyflux.observe.PageListener;
import dev.proxyflux.observe.PageStart;
import dev.proxyflux.observe.StreamListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import reactor.util.context.ContextView;

/**
 * Tells Micrometer of each page that a client fetches. Thread-safe; one may serve several clients.
 *
 * <p>With an {@link ObservationRegistry}: one observation a page fetch, {@code proxyflux.page.fetch}, over all its attempts,
 * with an event for each retry. Its parent is the observation in the subscriber's Reactor context, under the key
 * {@code micrometer.observation}; under that key the page's requests find the page's own, so that what observes the HTTP
 * client becomes its child. It is started when the page is asked for and stopped once, however the fetch ends.
 *
 * <p>With a {@link MeterRegistry}: the counters, timers and the gauge {@code proxyflux.*} that README lists. They count what
 * was received, not what was then emitted.
 *
 * <p>No name, key, value, event or error holds a credential, a page's link or anything of an interaction.
 */
public final class MicrometerListener implements StreamListener {

    private final StreamListener told;

    private MicrometerListener(StreamListener told) {
        this.told = told;
    }

    /**
     * Observes page fetches.
     *
     * @param observations where observations go
     * @return a listener
     */
    public static MicrometerListener of(ObservationRegistry observations) {
        return of(observations, PageFetchConvention.DEFAULT);
    }

    /**
     * Observes page fetches under other names.
     *
     * @param observations where observations go
     * @param convention names and keys; {@link PageFetchConvention} is the default's, to override what is to differ. One that
     *     is registered with the registry counts only where this is the default
     * @return a listener
     */
    public static MicrometerListener of(
            ObservationRegistry observations, ObservationConvention<PageFetchContext> convention) {
        return new MicrometerListener(new PageObservations(
                requireNonNull(observations, "observations"), requireNonNull(convention, "convention")));
    }

    /**
     * Counts and times.
     *
     * @param meters where meters are registered, at once and not at first use
     * @return a listener
     */
    public static MicrometerListener of(MeterRegistry meters) {
        return new MicrometerListener(new PageMeters(requireNonNull(meters, "meters")));
    }

    /**
     * Observes page fetches, counts and times.
     *
     * @param observations where observations go
     * @param meters where meters are registered, at once and not at first use
     * @return a listener
     */
    public static MicrometerListener of(ObservationRegistry observations, MeterRegistry meters) {
        return of(observations).and(of(meters));
    }

    /**
     * This listener and another, such as one with a convention of its own and one that counts.
     *
     * @param other told after this one
     * @return a listener that is both
     */
    public MicrometerListener and(MicrometerListener other) {
        return new MicrometerListener(StreamListener.all(List.of(this, requireNonNull(other, "other"))));
    }

    @Override
    public PageListener onPage(PageStart start, ContextView context) {
        return told.onPage(start, context);
    }

    /** {@return the type's name} */
    @Override
    public String toString() {
        return "MicrometerListener";
    }
}

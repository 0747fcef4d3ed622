package dev.proxyflux.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the observations of page fetches, and how often each was started and stopped. */
final class Observed implements ObservationHandler<PageFetchContext> {

    private final List<PageFetchContext> started = new CopyOnWriteArrayList<>();
    private final List<PageFetchContext> stopped = new CopyOnWriteArrayList<>();
    private final List<String> events = new CopyOnWriteArrayList<>();

    static Observed in(ObservationRegistry registry) {
        Observed observed = new Observed();
        registry.observationConfig().observationHandler(observed);
        return observed;
    }

    List<PageFetchContext> started() {
        return started;
    }

    /** In the order they ended; twice if stopped twice. */
    List<PageFetchContext> stopped() {
        return stopped;
    }

    /** The events' names for people. */
    List<String> events() {
        return events;
    }

    @Override
    public void onStart(PageFetchContext context) {
        started.add(context);
    }

    @Override
    public void onEvent(Observation.Event event, PageFetchContext context) {
        events.add(event.getName() + ": " + event.getContextualName() + " with "
                + context.getLowCardinalityKeyValues().stream()
                        .filter(key -> key.getKey().equals("retry.cause"))
                        .map(key -> key.getKey() + "=" + key.getValue())
                        .toList());
    }

    @Override
    public void onStop(PageFetchContext context) {
        stopped.add(context);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof PageFetchContext;
    }
}

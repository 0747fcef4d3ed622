package dev.proxyflux.embedding;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application that observes, and keeps what it has observed. */
@Configuration(proxyBeanMethods = false)
class TracingConfiguration {

    /** The observations that were started, the latest of them. */
    static final class Observed implements ObservationHandler<Observation.Context> {

        private static final int CAPACITY = 100;

        private final Deque<Observation.Context> started = new ArrayDeque<>();

        @Override
        public synchronized void onStart(Observation.Context context) {
            if (started.size() == CAPACITY) {
                started.removeFirst();
            }
            started.addLast(context);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

        synchronized List<Observation.Context> started() {
            return List.copyOf(started);
        }
    }

    /** Registered by Spring Boot. */
    @Bean
    Observed observed() {
        return new Observed();
    }
}

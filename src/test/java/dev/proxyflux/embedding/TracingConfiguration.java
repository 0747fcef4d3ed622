package dev.proxyflux.embedding;

import dev.proxyflux.micrometer.MicrometerListener;
import dev.proxyflux.spring.InteractionsClientBuilderCustomizer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application that observes, and keeps what it has observed. */
@Configuration(proxyBeanMethods = false)
class TracingConfiguration {

    /** The observations that were started. */
    static final class Observed implements ObservationHandler<Observation.Context> {

        private final List<Observation.Context> started = new CopyOnWriteArrayList<>();

        @Override
        public void onStart(Observation.Context context) {
            started.add(context);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

        List<Observation.Context> started() {
            return started;
        }
    }

    /** Registered by Spring Boot. */
    @Bean
    Observed observed() {
        return new Observed();
    }

    @Bean
    InteractionsClientBuilderCustomizer pages(ObservationRegistry registry) {
        return builder -> builder.listener(MicrometerListener.of(registry));
    }
}

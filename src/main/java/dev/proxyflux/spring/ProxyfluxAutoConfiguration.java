package dev.proxyflux.spring;

import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsClientBuilder;
import dev.proxyflux.micrometer.MicrometerListener;
import dev.proxyflux.micrometer.PageFetchConvention;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Makes an {@link InteractionsClient} bean from the properties {@code proxyflux.*}, unless the application has one. It is
 * made when another bean first needs it: only then are credentials missed and values checked. Its connections are its own,
 * sized by {@code proxyflux.pool}; they run on the event loops of the application's {@code ReactorResourceFactory}, if there
 * is just one. Its page fetches are told to the application's {@code ObservationRegistry} and {@code MeterRegistry}, if there is
 * one, under the names of the application's {@code PageFetchConvention}, if there is one.
 *
 * <p>When the context closes, it is closed: after the web server has stopped, before Reactor Netty's resources are disposed
 * of. Streams that still run end with a {@link dev.proxyflux.error.ClientClosedException}.
 */
@AutoConfiguration
@EnableConfigurationProperties(ProxyfluxProperties.class)
public final class ProxyfluxAutoConfiguration {

    /** For Spring. */
    public ProxyfluxAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    @Lazy
    @ConditionalOnMissingBean
    InteractionsClient interactionsClient(
            ProxyfluxProperties properties,
            ObjectProvider<InteractionsClientBuilderCustomizer> customizers,
            ClientShutdown shutdown) {
        InteractionsClientBuilder builder = BuilderFromProperties.build(properties);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return shutdown.closing(builder.build());
    }

    @Bean
    ClientShutdown proxyfluxClientShutdown(ConfigurableApplicationContext context) {
        return new ClientShutdown(context);
    }

    /** What needs the class of Reactor Netty's resources. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ReactorResourceFactory.class)
    static final class EventLoops {

        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        InteractionsClientBuilderCustomizer proxyfluxEventLoops(ObjectProvider<ReactorResourceFactory> resources) {
            return builder ->
                    resources.ifUnique(unique -> builder.httpClient(http -> http.runOn(unique.getLoopResources())));
        }
    }

    /** What needs the classes of observations. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationRegistry.class)
    static final class Observations {

        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        InteractionsClientBuilderCustomizer proxyfluxObservations(
                ObjectProvider<ObservationRegistry> observations, ObjectProvider<PageFetchConvention> conventions) {
            return builder -> observations.ifUnique(unique -> builder.listener(
                    MicrometerListener.of(unique, conventions.getIfUnique(() -> PageFetchConvention.DEFAULT))));
        }
    }

    /** What needs the classes of meters. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static final class Meters {

        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        InteractionsClientBuilderCustomizer proxyfluxMeters(ObjectProvider<MeterRegistry> meters) {
            return builder -> meters.ifUnique(unique -> builder.listener(MicrometerListener.of(unique)));
        }
    }

    /** What needs the actuator's classes. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SanitizingFunction.class)
    static final class Secrets {

        @Bean
        SanitizingFunction proxyfluxSecretSanitizer(ProxyfluxProperties properties) {
            return new SecretSanitizer(properties);
        }
    }
}

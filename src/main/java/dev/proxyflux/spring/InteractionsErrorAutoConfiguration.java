package dev.proxyflux.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.server.WebExceptionHandler;

/**
 * Lets a WebFlux application answer a failed stream as {@link InteractionsErrorResponse} says, where it does not handle the
 * {@link dev.proxyflux.error.InteractionsException} itself. To be excluded by who wants Spring Boot's own 500.
 */
@AutoConfiguration
@ConditionalOnClass(WebExceptionHandler.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
public final class InteractionsErrorAutoConfiguration {

    /** For Spring. */
    public InteractionsErrorAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    InteractionsExceptionHandler interactionsExceptionHandler(ServerCodecConfigurer codecs) {
        return new InteractionsExceptionHandler(codecs);
    }
}

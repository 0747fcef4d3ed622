package dev.proxyflux.spring;

import dev.proxyflux.InteractionsClientBuilder;

/**
 * Customises the builder of the {@code InteractionsClient} bean. Beans of this type run in their order
 * ({@code @Order}, {@code Ordered}), once, after the properties {@code proxyflux.*} are set; so what they set counts.
 */
@FunctionalInterface
public interface InteractionsClientBuilderCustomizer {

    /**
     * Customises the builder, on the thread that makes the bean.
     *
     * @param builder the builder, with the credentials and properties set
     */
    void customize(InteractionsClientBuilder builder);
}

/**
 * Spring Boot's part: an {@link dev.proxyflux.InteractionsClient} bean from the properties {@code proxyflux.*}.
 *
 * <ul>
 *   <li>{@link dev.proxyflux.spring.ProxyfluxAutoConfiguration} makes the bean, unless the application has one of its own.
 *   <li>{@link dev.proxyflux.spring.InteractionsClientBuilderCustomizer} is for what no property says.
 *   <li>{@link dev.proxyflux.spring.InteractionsErrorResponse} is what a WebFlux application answers when a stream fails before
 *       its first item.
 * </ul>
 */
@NullMarked
package dev.proxyflux.spring;

import org.jspecify.annotations.NullMarked;

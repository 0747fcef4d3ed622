package dev.proxyflux.spring;

import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsClientBuilder;
import dev.proxyflux.link.BaseUrl;
import dev.proxyflux.retry.RetryPolicy;
import java.util.function.Function;
import org.springframework.util.unit.DataSize;

/** A client's builder with the properties set, one by one, so that the one that is refused is known by name. */
final class BuilderFromProperties {

    private BuilderFromProperties() {}

    static InteractionsClientBuilder build(ProxyfluxProperties properties) {
        InteractionsClientBuilder builder = InteractionsClient.builder(CredentialsFromProperties.read(properties));
        setPlace(builder, properties);
        Integer pageSize = properties.pageSize();
        if (pageSize != null) {
            set("page-size", pageSize, builder::defaultPageSize);
        }
        setPool(builder, properties.pool());
        setTimeouts(builder, properties.timeouts());
        builder.retry(policy(properties.retry()));
        setLimits(builder, properties.limits());
        return builder;
    }

    private static void setPlace(InteractionsClientBuilder builder, ProxyfluxProperties properties) {
        BaseUrl base = set("base-url", properties.baseUrl(), BaseUrl::parse);
        if (!base.isSecure() && !base.isLoopback() && !properties.allowPlainHttp()) {
            throw new PropertyException(
                    "proxyflux.base-url: base URL '" + base + "' would send the credentials in the clear.",
                    "Use https, or set proxyflux.allow-plain-http to true if that is meant.");
        }
        builder.baseUrl(properties.baseUrl());
        if (properties.allowPlainHttp()) {
            builder.allowPlainHttp();
        }
        if (properties.rebaseLinks()) {
            builder.rebaseLinks();
        }
    }

    private static void setPool(InteractionsClientBuilder builder, ProxyfluxProperties.Pool pool) {
        set("pool.max-idle-time", pool.maxIdleTime(), value -> builder.pool(1, value));
        set("pool.max-connections", pool.maxConnections(), value -> builder.pool(value, pool.maxIdleTime()));
    }

    private static void setTimeouts(InteractionsClientBuilder builder, ProxyfluxProperties.Timeouts timeouts) {
        set("timeouts.idle", timeouts.idle(), value -> builder.timeouts(value, value));
        set("timeouts.total", timeouts.total(), value -> builder.timeouts(timeouts.idle(), value));
    }

    private static RetryPolicy policy(ProxyfluxProperties.Retry retry) {
        RetryPolicy retries = set("retry.max-retries", retry.maxRetries(), RetryPolicy.DEFAULT::withMaxRetries);
        RetryPolicy capped = set("retry.max-retry-after", retry.maxRetryAfter(), retries::withMaxRetryAfter);
        RetryPolicy bounded = set("retry.page-timeout", retry.pageTimeout(), capped::withPageTimeout);
        set("retry.first-backoff", retry.firstBackoff(), value -> bounded.withBackoff(value, value, value));
        set(
                "retry.first-throttled-backoff",
                retry.firstThrottledBackoff(),
                value -> bounded.withBackoff(value, value, value));
        set("retry.max-backoff", retry.maxBackoff(), value -> bounded.withBackoff(value, value, value));
        return bounded.withBackoff(retry.firstBackoff(), retry.firstThrottledBackoff(), retry.maxBackoff());
    }

    private static void setLimits(InteractionsClientBuilder builder, ProxyfluxProperties.Limits limits) {
        set("limits.max-page-bytes", limits.maxPageBytes(), value -> builder.maxPageBytes(bytes(value)));
        set("limits.max-error-bytes", limits.maxErrorBytes(), value -> builder.maxErrorBytes(bytes(value)));
        set("limits.max-link-length", limits.maxLinkLength(), builder::maxLinkLength);
        set("limits.max-empty-pages", limits.maxEmptyPages(), builder::maxEmptyPages);
    }

    private static int bytes(DataSize size) {
        if (size.toBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(size + " is more than " + DataSize.ofBytes(Integer.MAX_VALUE));
        }
        return (int) Math.max(Integer.MIN_VALUE, size.toBytes());
    }

    private static <T, R> R set(String name, T value, Function<T, R> option) {
        try {
            return option.apply(value);
        } catch (IllegalArgumentException unusable) {
            throw new PropertyException(
                    "proxyflux." + name + ": " + unusable.getMessage() + ".",
                    "Set proxyflux." + name + " to a value within the limits.");
        }
    }
}

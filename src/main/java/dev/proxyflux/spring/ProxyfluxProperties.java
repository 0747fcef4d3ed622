package dev.proxyflux.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties. Unknown ones are passed over: the failure that refuses them would print the value of a secret whose name
 * has a typing error.
 *
 * @param apiKeySid SID of the API key, SK….
 * @param apiKeySecret Secret of the API key.
 * @param accountSid SID of the account, AC…; for the auth token, unless there is an API key.
 * @param authToken Auth token of the account.
 * @param baseUrl Where the service is: the only scheme, host and port that requests and credentials go to.
 * @param allowPlainHttp Whether to accept an http base URL of any host, so that the credentials cross the network in the
 *     clear. Loopback hosts need no such permission.
 * @param rebaseLinks Whether to use only path and query of the service's links, on the base URL's origin; for gateways and
 *     mocks.
 * @param pageSize Page size of queries that name none, 1 to 1000; with a limit, min(limit, this). Without it 100, or
 *     min(limit, 1000).
 * @param pool Connections.
 * @param timeouts Clocks of an attempt.
 * @param retry How often and how soon a page is tried again.
 * @param limits Bounds.
 */
@ConfigurationProperties(ProxyfluxProperties.PREFIX)
record ProxyfluxProperties(
        @Nullable String apiKeySid,
        @Nullable String apiKeySecret,
        @Nullable String accountSid,
        @Nullable String authToken,
        @DefaultValue("https://proxy.twilio.com") String baseUrl,
        @DefaultValue("false") boolean allowPlainHttp,
        @DefaultValue("false") boolean rebaseLinks,
        @Nullable Integer pageSize,
        @DefaultValue Pool pool,
        @DefaultValue Timeouts timeouts,
        @DefaultValue Retry retry,
        @DefaultValue Limits limits) {

    static final String PREFIX = "proxyflux";

    /**
     * The client's own connections.
     *
     * @param maxConnections Most connections, at least 1.
     * @param maxIdleTime How long an unused connection is kept, 1 ms to 1 day.
     */
    record Pool(
            @DefaultValue("128") int maxConnections,
            @DefaultValue("30s") Duration maxIdleTime) {}

    /**
     * The clocks of an attempt, both covering the body.
     *
     * @param idle How long a response may bring no byte, 1 ms to 1 day.
     * @param total How long an attempt may take, waiting for a connection included, 1 ms to 1 day.
     */
    record Timeouts(
            @DefaultValue("30s") Duration idle,
            @DefaultValue("2m") Duration total) {}

    /**
     * How often and how soon a page is tried again.
     *
     * @param maxRetries Tries of a page after the first, 0 to 1000.
     * @param firstBackoff Longest delay before the first retry, doubled with each further one, 1 ms to 1 day.
     * @param firstThrottledBackoff Longest delay before the first retry after a 429, 1 ms to 1 day.
     * @param maxBackoff Longest delay, 1 ms to 1 day.
     * @param maxRetryAfter Longest Retry-After that is waited for, up to 1 day; a longer one fails at once.
     * @param pageTimeout How long the attempts and delays of a page may take together, 1 ms to 1 day.
     */
    record Retry(
            @DefaultValue("4") int maxRetries,
            @DefaultValue("400ms") Duration firstBackoff,
            @DefaultValue("1s") Duration firstThrottledBackoff,
            @DefaultValue("20s") Duration maxBackoff,
            @DefaultValue("60s") Duration maxRetryAfter,
            @DefaultValue("5m") Duration pageTimeout) {}

    /**
     * What an answer may bring.
     *
     * @param maxPageBytes Bound on a page's body after decompression, 1 B to 2 GB less 1 B.
     * @param maxErrorBytes Bound on what is read of an error's body, 1 B to 2 GB less 1 B.
     * @param maxLinkLength Bound on a link's length in characters, at least 1.
     * @param maxEmptyPages Bound on empty pages in a row, at least 1.
     */
    record Limits(
            @DefaultValue("64MB") DataSize maxPageBytes,
            @DefaultValue("64KB") DataSize maxErrorBytes,
            @DefaultValue("8192") int maxLinkLength,
            @DefaultValue("1000") int maxEmptyPages) {}

    /** {@return the properties without the secrets} */
    @Override
    public String toString() {
        return "ProxyfluxProperties[apiKeySid=" + apiKeySid + ", accountSid=" + accountSid + ", pageSize=" + pageSize
                + ", " + pool + ", " + timeouts + ", " + retry + ", " + limits + "]";
    }
}

package dev.proxyflux.transport;

import dev.proxyflux.observe.StreamListener;
import dev.proxyflux.retry.RetryEvent;
import dev.proxyflux.retry.RetryPolicy;
import dev.proxyflux.text.SecretMask;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * How a client fetches a page.
 *
 * @param attemptTimeout bounds one attempt, body included
 * @param maxPageBytes the bound on a page's body
 * @param retry how often and how soon a page is tried again
 * @param onRetry hears each retry
 * @param listener hears of each page; does not throw
 * @param clock tells the time for dates in {@code Retry-After}
 * @param mask the client's secret
 * @param isClosed whether the client is closed
 */
public record FetchSettings(
        Duration attemptTimeout,
        int maxPageBytes,
        RetryPolicy retry,
        Consumer<? super RetryEvent> onRetry,
        StreamListener listener,
        Clock clock,
        SecretMask mask,
        BooleanSupplier isClosed) {}

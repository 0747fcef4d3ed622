package dev.proxyflux.retry;

import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.model.PageCursor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A page is about to be tried again.
 *
 * @param page the page
 * @param cause why its last try failed
 * @param delay how long until the next try
 * @param requestId the vendor's id of the failed request, or null
 * @param retry which retry of this page it will be, from 1
 */
public record RetryEvent(
        PageCursor page,
        InteractionsException cause,
        Duration delay,
        @Nullable String requestId,
        int retry) {}

package dev.proxyflux.observe;

import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.model.ResponseInfo;
import dev.proxyflux.retry.RetryEvent;
import reactor.util.context.Context;

/**
 * Hears of one page's fetch. Calls come one at a time, each seeing what the call before did, and exactly one of
 * {@link #onReceived}, {@link #onFailed} and {@link #onCancelled} is the last.
 *
 * <p>They come on the client's scheduler; the first attempt's start on the thread that asks for the page, a cancellation on
 * the thread that cancels. None may block. What one throws is logged by its class name and passed over.
 */
public interface PageListener {

    /** Hears nothing, and costs nothing. */
    PageListener NOOP = new PageListener() {
        @Override
        public String toString() {
            return "PageListener.NOOP";
        }
    };

    /**
     * Called first: what the page's requests are to find in their Reactor context.
     *
     * @param context the subscriber's context
     * @return that context, or one with more in it
     */
    default Context enrich(Context context) {
        return context;
    }

    /**
     * A request is handed to the HTTP client.
     *
     * @param number which try of the page, from 1
     */
    default void onAttempt(int number) {}

    /**
     * The request has left the network; told once for each {@link #onAttempt}, before its answer is decoded.
     *
     * @param attempt how it went
     */
    default void onAttemptEnd(Attempt attempt) {}

    /**
     * The page will be tried again, told before the delay.
     *
     * @param retry why, and after which delay
     */
    default void onRetry(RetryEvent retry) {}

    /**
     * The page was received whole and decoded. Whether its interactions are then emitted is the subscriber's doing.
     *
     * @param interactions how many it has
     * @param response what the response said beside its body, the client's secret masked
     */
    default void onReceived(int interactions, ResponseInfo response) {}

    /**
     * The page is given up and the stream ends.
     *
     * @param failure why; its message may hold the page's link
     */
    default void onFailed(InteractionsException failure) {}

    /** The fetch was cancelled: by the subscriber, or because the client was closed. */
    default void onCancelled() {}
}

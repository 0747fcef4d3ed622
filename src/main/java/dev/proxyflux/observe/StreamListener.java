package dev.proxyflux.observe;

import java.util.Collection;
import reactor.util.context.ContextView;

/**
 * Hears of each page that a client fetches. Given to the client's builder; shared by all its streams, so thread-safe. A page that
 * is listened to, by other than {@link PageListener#NOOP}, is decoded before the next one is requested; any other may be decoded after, as
 * {@code InteractionsClient.stream} says.
 */
@FunctionalInterface
public interface StreamListener {

    /**
     * A page's fetch is about to start. Must not block.
     *
     * @param start which page, and how long demand for it was waited for
     * @param context the subscriber's Reactor context
     * @return what hears of this page; {@link PageListener#NOOP} for nothing
     */
    PageListener onPage(PageStart start, ContextView context);

    /**
     * Several listeners as one. What one of them throws is logged by its class name and passed over: the others and the page
     * don't notice.
     *
     * @param listeners the listeners, told in this order
     * @return a listener that never throws, unless the JVM fails
     */
    static StreamListener all(Collection<? extends StreamListener> listeners) {
        return new StreamListeners(listeners);
    }
}

package dev.proxyflux.observe;

import static java.util.Objects.requireNonNull;

import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.model.ResponseInfo;
import dev.proxyflux.retry.RetryEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.Exceptions;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Tells several; a listener that throws harms nobody else. */
final class StreamListeners implements StreamListener {

    private static final Logger LOG = Loggers.getLogger(StreamListener.class);

    private final List<StreamListener> listeners;

    StreamListeners(Collection<? extends StreamListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public PageListener onPage(PageStart start, ContextView context) {
        List<PageListener> pages = List.of();
        for (StreamListener listener : listeners) {
            PageListener page = open(listener, start, context);
            if (page != PageListener.NOOP) {
                // No list where nobody listens.
                pages = pages.isEmpty() ? new ArrayList<>(listeners.size()) : pages;
                pages.add(page);
            }
        }
        return pages.isEmpty() ? PageListener.NOOP : new PageListeners(pages);
    }

    private static PageListener open(StreamListener listener, PageStart start, ContextView context) {
        try {
            return requireNonNull(listener.onPage(start, context), "onPage");
        } catch (Throwable broken) {
            passOver(broken);
            return PageListener.NOOP;
        }
    }

    /** By its class name: what it says may quote what it was told. */
    private static void passOver(Throwable broken) {
        // To Reactor a class or method that is missing is fatal too: nothing would be signalled, and the stream would
        // hang.
        if (!(broken instanceof LinkageError)) {
            Exceptions.throwIfJvmFatal(broken);
        }
        LOG.warn("a stream listener failed with {}", broken.getClass().getName());
    }

    private static final class PageListeners implements PageListener {

        private final List<PageListener> pages;

        PageListeners(List<PageListener> pages) {
            this.pages = pages;
        }

        private void tell(Consumer<PageListener> call) {
            for (PageListener page : pages) {
                try {
                    call.accept(page);
                } catch (Throwable broken) {
                    passOver(broken);
                }
            }
        }

        @Override
        public Context enrich(Context context) {
            Context enriched = context;
            for (PageListener page : pages) {
                try {
                    enriched = requireNonNull(page.enrich(enriched), "enrich");
                } catch (Throwable broken) {
                    passOver(broken);
                }
            }
            return enriched;
        }

        @Override
        public void onAttempt(int number) {
            tell(page -> page.onAttempt(number));
        }

        @Override
        public void onAttemptEnd(Attempt attempt) {
            tell(page -> page.onAttemptEnd(attempt));
        }

        @Override
        public void onRetry(RetryEvent retry) {
            tell(page -> page.onRetry(retry));
        }

        @Override
        public void onReceived(int interactions, ResponseInfo response) {
            tell(page -> page.onReceived(interactions, response));
        }

        @Override
        public void onFailed(InteractionsException failure) {
            tell(page -> page.onFailed(failure));
        }

        @Override
        public void onCancelled() {
            tell(PageListener::onCancelled);
        }
    }
}

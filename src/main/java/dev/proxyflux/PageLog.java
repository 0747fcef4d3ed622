package dev.proxyflux;

import dev.proxyflux.error.ErrorResponseException;
import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.model.ResponseInfo;
import dev.proxyflux.model.SessionKey;
import dev.proxyflux.observe.PageListener;
import dev.proxyflux.observe.PageStart;
import dev.proxyflux.observe.StreamListener;
import dev.proxyflux.retry.RetryEvent;
import dev.proxyflux.text.Printable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.util.context.ContextView;

/** One line a page, at level debug: SIDs, request id, counts; no link, no secret, nothing of an interaction. */
final class PageLog implements StreamListener {

    /** The logger's name, which README tells. */
    static final String NAME = "dev.proxyflux.pages";

    private static final Logger LOG = Loggers.getLogger(NAME);

    @Override
    public PageListener onPage(PageStart start, ContextView context) {
        return LOG.isDebugEnabled() ? new Line(start.session()) : PageListener.NOOP;
    }

    private static final class Line implements PageListener {

        private final SessionKey session;
        private final long startedAt = System.nanoTime();
        private int retries;

        Line(SessionKey session) {
            this.session = session;
        }

        @Override
        public void onRetry(RetryEvent retry) {
            retries = retry.retry();
        }

        @Override
        public void onReceived(int interactions, ResponseInfo response) {
            log("HTTP " + response.status() + ", " + interactions + " interactions", response.requestId());
        }

        @Override
        public void onFailed(InteractionsException failure) {
            String status = failure instanceof ErrorResponseException answer ? " HTTP " + answer.status() : "";
            log("failed, " + failure.getClass().getSimpleName() + status, failure.requestId());
        }

        @Override
        public void onCancelled() {
            log("cancelled", null);
        }

        private void log(String end, @Nullable String requestId) {
            LOG.debug(
                    "page of service {} session {}: {}, request {}, {} retries, {} ms",
                    session.serviceSid(),
                    session.sessionSid(),
                    end,
                    requestId == null ? "unknown" : Printable.oneLine(requestId),
                    retries,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt));
        }
    }
}

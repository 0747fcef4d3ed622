package dev.proxyflux.observe;

import static java.util.Objects.requireNonNull;

import dev.proxyflux.model.PageCursor;
import dev.proxyflux.model.SessionKey;
import java.time.Duration;

/**
 * The fetch of a page is about to start.
 *
 * @param session whose page
 * @param page the page; its link may hold a token, so it belongs in no log, metric or trace
 * @param waited how long demand was waited for: from when the link was known, for the first page from the subscription, until
 *     now; never negative
 */
public record PageStart(SessionKey session, PageCursor page, Duration waited) {

    /** Refuses null. */
    public PageStart {
        requireNonNull(session, "session");
        requireNonNull(page, "page");
        requireNonNull(waited, "waited");
    }
}

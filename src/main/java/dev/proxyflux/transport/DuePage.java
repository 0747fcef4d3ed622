package dev.proxyflux.transport;

import dev.proxyflux.model.PageCursor;
import dev.proxyflux.model.SessionKey;

/**
 * A page that is fetched once it is asked for.
 *
 * @param session whose page
 * @param cursor the page's checked link
 * @param knownAt when the link became known, in nanoseconds of the run's scheduler
 */
public record DuePage(SessionKey session, PageCursor cursor, long knownAt) {}

package dev.proxyflux.transport;

import dev.proxyflux.model.PageCursor;
import dev.proxyflux.retry.PageRetry;

/**
 * What the attempts at one page share.
 *
 * @param exchange sends the requests
 * @param settings how
 * @param cursor the page
 * @param retry the page's clock and retries
 * @param watch tells the listener
 */
record OnePage(PageExchange exchange, FetchSettings settings, PageCursor cursor, PageRetry retry, PageWatch watch) {}

/**
 * The door: an {@link dev.proxyflux.InteractionsClient}, built once, streams the interactions of a session.
 *
 * <p>How data flows: a {@link dev.proxyflux.InteractionsQuery} becomes the first page's URL; {@code paging} chains lazily
 * fetched pages along their next links and turns them into items as they are asked for; {@code transport} fetches one page,
 * with the deadlines, bounds and retries of {@code retry}; {@code json} decodes it into {@code model}; {@code link} decides
 * which URLs are requested; {@code error} is the one family of errors.
 */
@NullMarked
package dev.proxyflux;

import org.jspecify.annotations.NullMarked;

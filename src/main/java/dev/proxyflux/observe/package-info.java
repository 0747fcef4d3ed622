/**
 * What a client tells of its page fetches while they run: {@link dev.proxyflux.observe.StreamListener} hears of each page, the
 * {@link dev.proxyflux.observe.PageListener} it answers with hears of the attempts, the retries and the end. Counts, times
 * and statuses; never an interaction.
 */
@NullMarked
package dev.proxyflux.observe;

import org.jspecify.annotations.NullMarked;

/** When and how soon a page is tried again: backoff, jitter, {@code Retry-After}. */
@NullMarked
package dev.proxyflux.retry;

import org.jspecify.annotations.NullMarked;

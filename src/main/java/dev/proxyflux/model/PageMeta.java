package dev.proxyflux.model;

import org.jspecify.annotations.Nullable;

/**
 * What the service says of a page. Only {@code nextPageUrl} steers the stream; the numbers are the service's own state.
 *
 * @param key the name of the page's array, {@code interactions}
 * @param page the page's index, null if absent or not a number of 32 bits
 * @param pageSize the page size, null if absent or not a number of 32 bits
 * @param url the page's own link
 * @param firstPageUrl the link of the list's first page
 * @param nextPageUrl the link of the next page; null on the last one
 * @param previousPageUrl the link of the previous page; null on the first one
 */
public record PageMeta(
        @Nullable String key,
        @Nullable Integer page,
        @Nullable Integer pageSize,
        @Nullable String url,
        @Nullable String firstPageUrl,
        @Nullable String nextPageUrl,
        @Nullable String previousPageUrl) {

    /** {@return the numbers and whether a page follows; no link, as it may hold anything} */
    @Override
    public String toString() {
        return "PageMeta[page=" + page + ", pageSize=" + pageSize + ", hasNext=" + (nextPageUrl != null) + "]";
    }
}

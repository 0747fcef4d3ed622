package dev.proxyflux.model;

import static java.util.Objects.requireNonNull;

import dev.proxyflux.text.Printable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a session's list, whole.
 *
 * @param cursor this page's own position: the link it was fetched by
 * @param items its interactions in the service's order; may be empty on any page
 * @param meta what the service says of the page
 * @param response what the response said beside its body
 */
public record InteractionPage(PageCursor cursor, List<Interaction> items, PageMeta meta, ResponseInfo response) {

    /** Copies the items. */
    public InteractionPage {
        requireNonNull(cursor, "cursor");
        items = List.copyOf(items);
        requireNonNull(meta, "meta");
        requireNonNull(response, "response");
    }

    /**
     * The position after this page: what to store once this page's items are dealt with.
     *
     * @return the next page's cursor, or null on the last page. The stream checks a link before it follows it, so a cursor
     *     may hold a link that is then refused
     */
    public @Nullable PageCursor next() {
        return cursor(meta.nextPageUrl());
    }

    /**
     * The position before this page.
     *
     * @return the previous page's cursor, or null on the first page
     */
    public @Nullable PageCursor previous() {
        return cursor(meta.previousPageUrl());
    }

    private static @Nullable PageCursor cursor(@Nullable String url) {
        return url == null ? null : new PageCursor(url);
    }

    /** {@return the page's position and how many items it has, none of them} */
    @Override
    public String toString() {
        return "InteractionPage[cursor=" + Printable.oneLine(cursor.url()) + ", items=" + items.size() + ", " + meta
                + ", " + response + "]";
    }
}

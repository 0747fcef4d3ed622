package dev.proxyflux;

import static java.util.Objects.requireNonNull;

import dev.proxyflux.model.PageCursor;
import dev.proxyflux.model.SessionKey;
import org.jspecify.annotations.Nullable;

/**
 * Which interactions to stream, and how.
 *
 * @param session the session
 * @param namedPageSize the page size asked for, 1 to 1000, or null for the client's default or else 100, or with a limit
 *     min(limit, 1000)
 * @param limit caps the interactions, at least 1, or null for all
 * @param start the page to start at, or null for the first. Its link holds its own page size, so the query's then counts
 *     for nothing
 * @param isReadAhead whether to fetch the next page once demand reaches into the page in hand
 */
public record InteractionsQuery(
        SessionKey session,
        @Nullable Integer namedPageSize,
        @Nullable Long limit,
        @Nullable PageCursor start,
        boolean isReadAhead) {

    /** The page size asked for unless the query names one or has a limit. */
    public static final int DEFAULT_PAGE_SIZE = 100;

    /** The largest page size the API takes. */
    public static final int MAX_PAGE_SIZE = 1_000;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the page size is not 1 to 1000 or the limit is below 1
     */
    public InteractionsQuery {
        requireNonNull(session, "session");
        if (namedPageSize != null) {
            checkedPageSize(namedPageSize);
        }
        if (limit != null && limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " is not at least 1");
        }
    }

    /**
     * All interactions of a session, from its first page.
     *
     * @param serviceSid {@code KS} and 32 hexadecimal digits
     * @param sessionSid {@code KC} and 32 hexadecimal digits
     * @return the query
     * @throws IllegalArgumentException if a SID doesn't match; the message says so when they are swapped
     */
    public static InteractionsQuery of(String serviceSid, String sessionSid) {
        return of(new SessionKey(serviceSid, sessionSid));
    }

    /**
     * All interactions of a session, from its first page.
     *
     * @param session the session
     * @return the query
     */
    public static InteractionsQuery of(SessionKey session) {
        return new InteractionsQuery(session, null, null, null, false);
    }

    /**
     * This query with pages of a size. The service may send shorter ones.
     *
     * @param pageSize 1 to 1000; default 100
     * @return a copy
     */
    public InteractionsQuery withPageSize(int pageSize) {
        return new InteractionsQuery(session, pageSize, limit, start, isReadAhead);
    }

    /**
     * This query with a cap. Unless a page size is named, pages of min(n, 1000) are asked for. A stream of pages ends with
     * the page that reaches the cap, and that page is whole, as its cursors speak for all of it.
     *
     * @param limit the most interactions to emit, at least 1; default all
     * @return a copy
     */
    public InteractionsQuery withLimit(long limit) {
        return new InteractionsQuery(session, namedPageSize, limit, start, isReadAhead);
    }

    /**
     * This query from a page on. The page's link holds its own page size.
     *
     * @param cursor a page's cursor, or an error's {@code resumeAt}
     * @return a copy
     */
    public InteractionsQuery startingAt(PageCursor cursor) {
        return new InteractionsQuery(session, namedPageSize, limit, requireNonNull(cursor, "cursor"), isReadAhead);
    }

    /**
     * This query reading ahead: as soon as the last interaction asked for lies in the page in hand, the next page is fetched
     * too. For consumers that ask one by one, such as {@code concatMap}, at the price of a page that may not be used. Still
     * none before the first request, still at most two pages held.
     *
     * @return a copy
     */
    public InteractionsQuery readAhead() {
        return new InteractionsQuery(session, namedPageSize, limit, start, true);
    }

    /**
     * The page size that is asked for, unless the client has a default of its own.
     *
     * @return the named page size; else min(limit, 1000) with a limit, 100 without
     */
    public int pageSize() {
        if (namedPageSize != null) {
            return namedPageSize;
        }
        return limit == null ? DEFAULT_PAGE_SIZE : (int) Math.min(limit, MAX_PAGE_SIZE);
    }

    /** {@return the page size that is asked for by a client with a default, or null for none} */
    int pageSize(@Nullable Integer clientDefault) {
        if (namedPageSize != null || clientDefault == null) {
            return pageSize();
        }
        return limit == null ? clientDefault : (int) Math.min(limit, clientDefault);
    }

    static int checkedPageSize(int pageSize) {
        if (pageSize < 1 || pageSize > MAX_PAGE_SIZE) {
            throw new IllegalArgumentException("page size " + pageSize + " is not 1 to " + MAX_PAGE_SIZE);
        }
        return pageSize;
    }
}

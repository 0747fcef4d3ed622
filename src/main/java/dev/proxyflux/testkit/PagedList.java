package dev.proxyflux.testkit;

import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.PageMeta;
import dev.proxyflux.model.SessionKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A session's list and how it is cut into pages: by the page size asked for, or fixed. A page's position is its first
 * interaction's index, or its own if the cut is fixed; a token holds the position, and characters that a client which
 * re-encodes a link gets wrong.
 */
final class PagedList {

    private static final Pattern TOKEN = Pattern.compile("PT([0-9a-f]{1,7})\\+[0-9a-f]{8}=");

    private final SessionKey session;
    private final List<Interaction> items;
    /** Where each page ends; null if the page size asked for cuts the list. */
    private final int @Nullable [] ends;

    private PagedList(SessionKey session, List<Interaction> items, int @Nullable [] ends) {
        this.session = session;
        this.items = items;
        this.ends = ends;
    }

    static PagedList cutByPageSize(SessionKey session, List<Interaction> items) {
        return new PagedList(session, items, null);
    }

    /** {@return a list that is cut as said whatever the page size, into one empty page if nothing is said} */
    static PagedList cutInto(SessionKey session, int[] sizes, List<Interaction> items) {
        int[] ends = sizes.length == 0 ? new int[1] : sizes.clone();
        Arrays.parallelPrefix(ends, Math::addExact);
        return new PagedList(session, items, ends);
    }

    static String path(SessionKey session) {
        return "/v1/Services/" + session.serviceSid() + "/Sessions/" + session.sessionSid() + "/Interactions";
    }

    /**
     * The body of a page.
     *
     * @throws IllegalArgumentException with the service's message if the token is none of this list's
     */
    byte[] page(PageParameters wanted, String origin) {
        int position = wanted.token() == null ? 0 : position(wanted.token());
        int size = wanted.pageSize();
        Integer named = wanted.page();
        int page = named != null ? named : (ends == null ? position / size : position);
        String base = origin + path(session) + "?PageSize=" + size + "&Page=";
        int from = ends == null ? position : (position == 0 ? 0 : ends[position - 1]);
        int to = ends == null ? Math.min(items.size(), from + size) : ends[position];
        int step = ends == null ? size : 1;
        boolean isLast = ends == null ? to == items.size() : position == ends.length - 1;
        PageMeta meta = new PageMeta(
                "interactions",
                page,
                size,
                base + page + tokenParameter(position),
                base + 0,
                isLast ? null : base + (page + 1) + tokenParameter(position + step),
                position == 0 ? null : base + Math.max(0, page - 1) + tokenParameter(Math.max(0, position - step)));
        return PageJson.page(meta, items.subList(from, to));
    }

    private int position(String token) {
        Matcher parts = TOKEN.matcher(token);
        if (parts.matches()) {
            int position = Integer.parseInt(parts.group(1), 16);
            int count = ends == null ? items.size() : ends.length;
            if (position < count && token.equals(token(position))) {
                return position;
            }
        }
        throw new IllegalArgumentException("Invalid PageToken.");
    }

    private String tokenParameter(int position) {
        return position == 0 ? "" : "&PageToken=" + URLEncoder.encode(token(position), StandardCharsets.UTF_8);
    }

    private String token(int position) {
        return String.format(Locale.ROOT, "PT%x+%08x=", position, session.hashCode() * 31 + position);
    }
}

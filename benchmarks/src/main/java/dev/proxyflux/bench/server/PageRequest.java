package dev.proxyflux.bench.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One page of a list.
 *
 * @param list the list
 * @param pageSize how many interactions a page has
 * @param page the page's index
 */
record PageRequest(ServedList list, int pageSize, long page) {

    private static final Pattern URI = Pattern.compile(
            "/v1/Services/\\w+/Sessions/(?<session>KC\\w{32})/Interactions\\?PageSize=(?<size>\\d+)(&Page=(?<page>\\d+)&PageToken=PA\\d+)?");

    static PageRequest parse(String uri) {
        Matcher parts = URI.matcher(uri);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a page: " + uri);
        }
        String page = parts.group("page");
        return new PageRequest(
                ServedList.ofSid(parts.group("session")),
                Integer.parseInt(parts.group("size")),
                page == null ? 0 : Long.parseLong(page));
    }

    int count() {
        return (int) Math.max(0, Math.min(pageSize, list.items() - page * pageSize));
    }

    /** {@return what of the page's JSON comes before its interactions} */
    String head(String base) {
        boolean isLast = (page + 1) * pageSize >= list.items();
        return "{\"meta\":{\"page\":" + page + ",\"page_size\":" + pageSize
                + ",\"first_page_url\":" + link(base, 0)
                + ",\"previous_page_url\":" + (page == 0 ? "null" : link(base, page - 1))
                + ",\"url\":" + link(base, page)
                + ",\"next_page_url\":" + (isLast ? "null" : link(base, page + 1))
                + ",\"key\":\"interactions\"},\"interactions\":";
    }

    private String link(String base, long to) {
        return '"' + base + list.path() + "?PageSize=" + pageSize + "&Page=" + to + "&PageToken=PA" + to + '"';
    }
}

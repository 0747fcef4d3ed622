package dev.proxyflux.bench.server;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
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

    private static final Pattern PATH =
            Pattern.compile("/v1/Services/\\w+/Sessions/(?<session>KC\\w{32})/Interactions");

    static PageRequest parse(String uri) {
        QueryStringDecoder parts = new QueryStringDecoder(uri);
        Matcher path = PATH.matcher(parts.path());
        if (!path.matches()) {
            throw new IllegalArgumentException("not a page: " + uri);
        }
        Map<String, List<String>> parameters = parts.parameters();
        return new PageRequest(
                ServedList.ofSid(path.group("session")),
                Integer.parseInt(parameters.get("PageSize").get(0)),
                Long.parseLong(parameters.getOrDefault("Page", List.of("0")).get(0)));
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

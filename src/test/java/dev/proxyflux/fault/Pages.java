package dev.proxyflux.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A list as the service tells it: pages, their links, their bodies. */
record Pages(String base, int count, int size) {

    static final String SERVICE = "KS" + "0".repeat(32);
    static final String SESSION = "KC" + "0".repeat(32);
    static final String PATH = "/v1/Services/" + SERVICE + "/Sessions/" + SESSION + "/Interactions";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PAGE = Pattern.compile("[?&]Page=(\\d+)");

    static int indexOf(String target) {
        Matcher page = PAGE.matcher(target);
        return page.find() ? Integer.parseInt(page.group(1)) : 0;
    }

    String link(int page) {
        return base + PATH + "?PageSize=" + size + "&Page=" + page + (page == 0 ? "" : "&PageToken=PT" + page);
    }

    @Nullable
    String linkAfter(int page) {
        return page + 1 < count ? link(page + 1) : null;
    }

    List<String> sids(int page) {
        return IntStream.range(page * size, (page + 1) * size)
                .mapToObj(Pages::sid)
                .toList();
    }

    List<String> sids(int from, int to) {
        return IntStream.range(from, to)
                .boxed()
                .flatMap(page -> sids(page).stream())
                .toList();
    }

    List<String> sids() {
        return sids(0, count);
    }

    static String sid(int item) {
        return String.format("KI%032x", item);
    }

    byte[] body(int page) {
        return body(page, linkAfter(page));
    }

    byte[] body(int page, @Nullable String next) {
        return write(json(page, next));
    }

    ObjectNode json(int page, @Nullable String next) {
        ObjectNode json = json(sids(page), next);
        ObjectNode meta = (ObjectNode) json.get("meta");
        meta.put("url", link(page)).put("page", page).put("first_page_url", link(0));
        meta.put("previous_page_url", page == 0 ? null : link(page - 1));
        return json;
    }

    ObjectNode json(List<String> sids, @Nullable String next) {
        ObjectNode json = JSON.createObjectNode();
        json.putObject("meta").put("key", "interactions").put("page_size", size).put("next_page_url", next);
        ArrayNode items = json.putArray("interactions");
        for (String sid : sids) {
            items.addObject()
                    .put("sid", sid)
                    .put("service_sid", SERVICE)
                    .put("session_sid", SESSION)
                    .put("data", "{\"body\":\"" + Scene.PRIVATE_TEXT + "\"}")
                    .put("type", "message")
                    .put("date_created", "2024-01-02T03:04:05Z");
        }
        return json;
    }

    static byte[] write(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

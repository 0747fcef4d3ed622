package dev.proxyflux.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about the page it wants.
 *
 * @param pageSize 1 to 1000
 * @param page the index it names, null if it names none
 * @param token the token, decoded; null if there is none or it is empty
 */
record PageParameters(
        int pageSize, @Nullable Integer page, @Nullable String token) {

    private static final int DEFAULT_PAGE_SIZE = 50;
    private static final int MAX_PAGE_SIZE = 1_000;

    /**
     * The parameters of a query; of a repeated one the last counts, unknown ones are passed over.
     *
     * @throws IllegalArgumentException with the service's message if they can't be used
     */
    static PageParameters of(String query) {
        Map<String, String> values = new HashMap<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                values.put(parameter.substring(0, equals), decode(parameter.substring(equals + 1)));
            }
        }
        @Nullable Integer pageSize = number("PageSize", values.get("PageSize"), 1);
        @Nullable Integer page = number("Page", values.get("Page"), 0);
        @Nullable String token = values.get("PageToken");
        if (token != null && token.isEmpty()) {
            token = null;
        }
        if (token == null && page != null && page > 0) {
            throw new IllegalArgumentException("PageToken is required for paging.");
        }
        return new PageParameters(
                pageSize == null ? DEFAULT_PAGE_SIZE : Math.min(pageSize, MAX_PAGE_SIZE), page, token);
    }

    private static String decode(String value) {
        try {
            return URLDecoder.decode(value, UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("A parameter is not percent-encoded.", malformed);
        }
    }

    private static @Nullable Integer number(String name, @Nullable String value, int min) {
        if (value == null) {
            return null;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(name + " is not a number.", notANumber);
        }
        throw new IllegalArgumentException(name + " must be at least " + min + ".");
    }
}

package dev.proxyflux.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How the API writes the constants of an enum: in lower case, words joined by hyphens. */
final class WireValues {

    private WireValues() {}

    static <E extends Enum<E>> Map<String, E> of(E[] constants, E unrecognized) {
        return Arrays.stream(constants)
                .filter(constant -> constant != unrecognized)
                .collect(Collectors.toUnmodifiableMap(WireValues::write, Function.identity()));
    }

    private static String write(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

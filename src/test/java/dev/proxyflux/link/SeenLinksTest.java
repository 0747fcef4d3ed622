package dev.proxyflux.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeenLinksTest {

    private static final String LINK =
            "https://proxy.example/v1/Services/KS/Sessions/KC/Interactions?PageSize=50&Page=%d&PageToken=PAKI%032x";

    private static String link(int page) {
        return LINK.formatted(page, page * 31L);
    }

    /** What the arrays of an instance take, in bytes. */
    private static long footprint(SeenLinks seen) throws IllegalAccessException {
        long bytes = 0;
        for (Field field : SeenLinks.class.getDeclaredFields()) {
            // Tools that measure coverage add synthetic ones, or static ones of their own.
            if (field.isSynthetic() || Modifier.isStatic(field.getModifiers())) {
                continue;
            }
            if (field.getType().isArray()) {
                field.setAccessible(true);
                int size = field.getType() == long[].class ? Long.BYTES : Integer.BYTES;
                bytes += (long) Array.getLength(field.get(seen)) * size;
            } else {
                assertThat(field.getType().isPrimitive()).isTrue();
            }
        }
        return bytes;
    }

    @Test
    void tellsWhereALinkCameFirst() {
        SeenLinks seen = new SeenLinks();

        assertThat(seen.add("a")).isEqualTo(-1);
        assertThat(seen.add("b")).isEqualTo(-1);
        assertThat(seen.add("a")).isZero();
        assertThat(seen.add("c")).isEqualTo(-1);
        assertThat(seen.add("b")).isEqualTo(1);
        assertThat(seen.add("c")).isEqualTo(2);
        assertThat(seen.add("c")).isEqualTo(2);
    }

    @Test
    void tellsLinksApartThatAreAlmostTheSame() {
        SeenLinks seen = new SeenLinks();
        String link = link(1);

        assertThat(seen.add("")).isEqualTo(-1);
        for (int at = 0; at < link.length(); at++) {
            for (char other :
                    new char[] {'\u0001', '~', (char) (link.charAt(at) ^ 1), (char) (link.charAt(at) + 256)}) {
                String changed = link.substring(0, at) + other + link.substring(at + 1);
                assertThat(seen.add(changed)).as("%s at %s", (int) other, at).isEqualTo(-1);
            }
        }
        assertThat(seen.add(link.substring(1))).isEqualTo(-1);
        assertThat(seen.add(link)).isEqualTo(-1);
    }

    @Test
    void remembersAMillionLinksWithoutAFalseRepeat() {
        SeenLinks seen = new SeenLinks();
        String head = "https://proxy.example/Interactions?PageToken=";
        for (int page = 0; page < 1_000_000; page++) {
            if (seen.add(head + page) != -1) {
                throw new AssertionError("page " + page + " taken for another");
            }
        }
        for (int page = 0; page < 1_000_000; page += 997) {
            assertThat(seen.add(head + page)).isEqualTo(page);
        }
        assertThat(seen.add(head + 999_999)).isEqualTo(999_999);
    }

    @Test
    void takesAtMostSixteenBytesALink() throws IllegalAccessException {
        SeenLinks seen = new SeenLinks();
        assertThat(footprint(seen)).isLessThanOrEqualTo(256);
        for (int count = 1; count <= 300_000; count++) {
            seen.add("https://proxy.example/" + count);
            if (count >= 64 && (count < 5_000 || count % 101 == 0) && footprint(seen) > 16L * count) {
                throw new AssertionError(footprint(seen) + " bytes for " + count + " links");
            }
        }
    }

    @Test
    void agreesWithAMapOnRandomLinks() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            SeenLinks seen = new SeenLinks();
            Map<String, Integer> model = new HashMap<>();
            for (int step = 0; step < 300; step++) {
                String link = link(random.nextInt(1 + seed * 2));
                Integer first = model.putIfAbsent(link, model.size());
                assertThat(seen.add(link)).isEqualTo(first == null ? -1 : first);
            }
        }
    }
}

package dev.proxyflux.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionField;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a page: it decodes to all of its items, or it is refused. */
class PageDecoderFuzzTest {

    private static final int ROUNDS = 5_000;
    private static final JsonMapper TREE = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonMapper STRICT_TREE = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final String[] SCRAPS = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "null",
        "true",
        "5",
        "-",
        "1e9",
        "\"sid\":",
        "\"data\":\"x\",",
        "{},",
        "\"interactions\":[],",
        "\"meta\":{},",
        "\"next_page_url\":null,",
        "\uFEFF",
        "\u0000",
        "\u001f",
        "\",\"",
        "\",\"data\":\"",
        "{,",
        " ",
        "\\ud800",
        "é",
        "☃",
        "\"\\u0073id\":\"y\","
    };

    /** Each begins as the one before or as its escape does, and ends elsewhere. */
    private static final String[] ALIKE = {
        "",
        "K",
        "KC0123456",
        "KC01234567",
        "KC0123456789abcdef",
        "KC0123456789abcdeF",
        "KC0123456\\n",
        "KC0123456\\\"",
        "KC0123456é"
    };

    private static final String[] BLANKS = {"", " ", "\n\t  "};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void losesNothingAndThrowsNothingElse(long seed) {
        decodes(seed, PageDecoderFuzzTest::page);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void losesNothingOfInteractionsThatAreAlike(long seed) {
        decodes(seed, random -> pageOfAlike(random, false));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void refusesFieldsThatComeTwiceInInteractionsThatAreAlike(long seed) {
        Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String page = pageOfAlike(random, true);
            boolean isStrict = isStrict(page);
            assertThat(decodesWhollyOrNot(page.getBytes(UTF_8))).as(page).isEqualTo(isStrict);
            refused += isStrict ? 0 : 1;
        }
        assertThat(refused).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
    }

    private static boolean isStrict(String page) {
        try {
            STRICT_TREE.readTree(page);
            return true;
        } catch (IOException hasMemberTwice) {
            return false;
        }
    }

    private static void decodes(long seed, Function<Random, String> pages) {
        Random random = new Random(seed);
        int decoded = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String page = pages.apply(random);
            assertThat(decodesWhollyOrNot(page.getBytes(UTF_8))).as(page).isTrue();
            decoded += decodesWhollyOrNot(mutated(page, random)) ? 1 : 0;
        }
        // Else the mutations would prove nothing of either outcome.
        assertThat(decoded).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
    }

    private static boolean decodesWhollyOrNot(byte[] body) {
        DecodedPage page;
        try {
            page = PageDecoder.decode(body, body.length);
        } catch (UndecodableException refused) {
            return false;
        }
        assertSameAsTree(page, body);
        return true;
    }

    private static void assertSameAsTree(DecodedPage page, byte[] body) {
        JsonNode tree;
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            tree = TREE.readTree(body);
        } catch (CharacterCodingException notUtf8) {
            throw new AssertionError("decoded what is not UTF-8: " + Arrays.toString(body), notUtf8);
        } catch (IOException notJson) {
            throw new AssertionError("decoded what is not JSON: " + new String(body, UTF_8), notJson);
        }
        JsonNode items = tree.get("interactions");
        assertThat(items.isArray()).isTrue();
        List<Interaction> expected = new ArrayList<>();
        items.forEach(item -> expected.add(interaction(item)));
        assertThat(page.items()).isEqualTo(expected);
        assertThat(tree.get("meta").has("next_page_url")).isTrue();
        assertThat(page.meta().nextPageUrl())
                .isEqualTo(tree.get("meta").get("next_page_url").textValue());
    }

    private static Interaction interaction(JsonNode node) {
        if (!node.isObject()) {
            throw new AssertionError("decoded an item that is not an object");
        }
        return Interaction.ofTexts(Arrays.stream(InteractionField.values())
                .map(field -> node.path(field.wireName()).textValue())
                .toArray(String[]::new));
    }

    private static String page(Random random) {
        StringBuilder items = new StringBuilder();
        int count = random.nextInt(4);
        for (int item = 0; item < count; item++) {
            items.append(item == 0 ? "{" : ",{")
                    .append("\"sid\":\"KI")
                    .append(item)
                    .append('"');
            List<InteractionField> fields = new ArrayList<>(List.of(InteractionField.values()));
            if (random.nextBoolean()) {
                Collections.shuffle(fields, random);
            }
            for (InteractionField field : fields) {
                if (field != InteractionField.SID && random.nextInt(6) == 0) {
                    items.append(random.nextInt(9) == 0 ? ",\"odd\":{}" : "");
                    items.append(",\"").append(field.wireName()).append("\":");
                    items.append(random.nextBoolean() ? "null" : "\"é☃\\n" + random.nextInt(4) + "\"");
                }
            }
            items.append(random.nextBoolean() ? ",\"new\":[{\"sid\":1},-2.5]}" : "}");
        }
        String meta = "\"meta\":{\"page\":0,\"next_page_url\":" + (random.nextBoolean() ? "null" : "\"u\"") + "}";
        String array = "\"interactions\":[" + items + "]";
        return random.nextBoolean() ? "{" + meta + "," + array + "}" : "{" + array + ", " + meta + "}\n";
    }

    /** One order and one layout for all, but for what is added, left out, null or written otherwise now and then. */
    private static String pageOfAlike(Random random, boolean isDoubled) {
        String blank = BLANKS[random.nextInt(BLANKS.length)];
        List<InteractionField> fields = new ArrayList<>(List.of(InteractionField.values()));
        Collections.shuffle(fields, random);
        List<InteractionField> chosen = fields.subList(0, 1 + random.nextInt(7));
        Map<InteractionField, String> usual =
                chosen.stream().collect(Collectors.toMap(Function.identity(), field -> alikeValue(random)));
        int change = 1 + random.nextInt(6);
        String items = IntStream.range(0, 2 + random.nextInt(5))
                .mapToObj(item -> {
                    List<String> members = new ArrayList<>(chosen.stream()
                            .flatMap(field -> alikeMembers(
                                    field,
                                    random.nextInt(change) == 0 ? alikeValue(random) : usual.get(field),
                                    blank,
                                    random))
                            .toList());
                    if (isDoubled) {
                        addAgain(members, chosen, random);
                    }
                    return members.stream().collect(Collectors.joining("," + blank, "{" + blank, blank + "}"));
                })
                .collect(Collectors.joining(","));
        return "{\"meta\":{\"next_page_url\":null},\"interactions\":[" + items + "]}";
    }

    /** Now and then a field once more, or all in another order. */
    private static void addAgain(List<String> members, List<InteractionField> fields, Random random) {
        if (random.nextInt(4) == 0) {
            InteractionField field = fields.get(random.nextInt(fields.size()));
            members.add(random.nextInt(members.size() + 1), '"' + field.wireName() + "\":" + alikeValue(random));
        }
        if (random.nextInt(4) == 0) {
            Collections.shuffle(members, random);
        }
    }

    private static String alikeValue(Random random) {
        return random.nextInt(9) == 0 ? "null" : '"' + ALIKE[random.nextInt(ALIKE.length)] + '"';
    }

    private static Stream<String> alikeMembers(InteractionField field, String value, String blank, Random random) {
        String member = '"' + field.wireName() + "\":" + blank + value;
        return switch (random.nextInt(20)) {
            case 0 -> Stream.of();
            case 1 -> Stream.of("\"new" + field + "\":[\"" + ALIKE[2] + "\"]", member);
            case 2 -> Stream.of("\"new" + field + "\":\"" + ALIKE[random.nextInt(ALIKE.length)] + '"', member);
            case 3 -> Stream.of(blank + member);
            case 4, 5 -> Stream.of(member, "\"new" + field + "\":5");
            default -> Stream.of(member);
        };
    }

    private static byte[] mutated(String page, Random random) {
        StringBuilder text = new StringBuilder(page);
        int changes = random.nextInt(3);
        for (int change = 0; change < changes; change++) {
            int from = random.nextInt(text.length() + 1);
            int to = random.nextInt(3) == 0 ? Math.min(text.length(), from + random.nextInt(12)) : from;
            switch (random.nextInt(4)) {
                case 0 -> text.delete(from, to + (to < text.length() ? 1 : 0));
                case 1 -> text.insert(from, SCRAPS[random.nextInt(SCRAPS.length)]);
                case 2 -> text.insert(random.nextInt(text.length() + 1), text.substring(from, to));
                default -> text.replace(from, to, SCRAPS[random.nextInt(SCRAPS.length)]);
            }
        }
        byte[] body = text.toString().getBytes(UTF_8);
        if (body.length > 0 && random.nextInt(4) == 0) {
            body[random.nextInt(body.length)] = (byte) random.nextInt();
        }
        return body;
    }
}

package dev.proxyflux.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Applications on Jackson 2 and on Jackson 3 read and write the same, however their mapper is configured. */
class JacksonTest {

    /** An application's mapper, of either version. */
    interface Mapper {
        String write(Object value);

        <T> T read(String json, Class<T> type);
    }

    record Jackson2(String name, JsonMapper mapper) implements Mapper {

        Jackson2(String name, Function<JsonMapper.Builder, JsonMapper.Builder> configured) {
            this(name, configured.apply(JsonMapper.builder()).build());
        }

        @Override
        public String write(Object value) {
            try {
                return mapper.writeValueAsString(value);
            } catch (JsonProcessingException failure) {
                throw new AssertionError(failure);
            }
        }

        @Override
        public <T> T read(String json, Class<T> type) {
            try {
                return mapper.readValue(json, type);
            } catch (JsonProcessingException failure) {
                throw new IllegalArgumentException(failure);
            }
        }

        @Override
        public String toString() {
            return "Jackson 2, " + name;
        }
    }

    record Jackson3(String name, tools.jackson.databind.json.JsonMapper mapper) implements Mapper {

        Jackson3(
                String name,
                Function<tools.jackson.databind.json.JsonMapper.Builder, tools.jackson.databind.json.JsonMapper.Builder>
                        configured) {
            this(
                    name,
                    configured
                            .apply(tools.jackson.databind.json.JsonMapper.builder())
                            .build());
        }

        @Override
        public String write(Object value) {
            return mapper.writeValueAsString(value);
        }

        @Override
        public <T> T read(String json, Class<T> type) {
            return mapper.readValue(json, type);
        }

        @Override
        public String toString() {
            return "Jackson 3, " + name;
        }
    }

    /** Of these, all write nulls. */
    static final List<Mapper> MAPPERS = List.of(
            new Jackson2("default", builder -> builder),
            new Jackson2(
                    "camelCase", builder -> builder.propertyNamingStrategy(PropertyNamingStrategies.LOWER_CAMEL_CASE)),
            new Jackson2("kebab-case", builder -> builder.propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)),
            new Jackson2("sorted", builder -> builder.enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)),
            new Jackson2(
                    "strict",
                    builder -> builder.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)),
            new Jackson2(
                    "annotations only",
                    builder -> builder.disable(MapperFeature.AUTO_DETECT_CREATORS)
                            .disable(MapperFeature.AUTO_DETECT_GETTERS)
                            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
                            .disable(MapperFeature.AUTO_DETECT_FIELDS)),
            new Jackson2(
                    "all fields", builder -> builder.visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.ANY)),
            new Jackson2(
                    "no empty beans, sorted maps",
                    builder -> builder.enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)),
            new Jackson2("static typing", builder -> builder.enable(MapperFeature.USE_STATIC_TYPING)),
            new Jackson2("indented", builder -> builder.enable(SerializationFeature.INDENT_OUTPUT)),
            new Jackson2(
                    "non null",
                    builder -> builder.defaultPropertyInclusion(
                            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))),
            new Jackson2(
                    "non empty",
                    builder -> builder.defaultPropertyInclusion(
                            JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_EMPTY))),
            new Jackson3("default", builder -> builder),
            new Jackson3(
                    "camelCase",
                    builder -> builder.propertyNamingStrategy(
                            tools.jackson.databind.PropertyNamingStrategies.LOWER_CAMEL_CASE)),
            new Jackson3(
                    "kebab-case",
                    builder ->
                            builder.propertyNamingStrategy(tools.jackson.databind.PropertyNamingStrategies.KEBAB_CASE)),
            new Jackson3(
                    "not sorted",
                    builder -> builder.disable(tools.jackson.databind.MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)),
            new Jackson3(
                    "strict",
                    builder -> builder.enable(tools.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                            .enable(tools.jackson.databind.DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)),
            new Jackson3(
                    "all fields",
                    builder -> builder.changeDefaultVisibility(checker -> checker.with(JsonAutoDetect.Visibility.ANY))),
            new Jackson3(
                    "non null",
                    builder -> builder.changeDefaultPropertyInclusion(inclusion ->
                            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))),
            new Jackson3(
                    "non empty",
                    builder -> builder.changeDefaultPropertyInclusion(inclusion -> JsonInclude.Value.construct(
                            JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_EMPTY))));

    private static final JsonMapper PLAIN = JsonMapper.builder().build();

    private static Map<?, ?> parsed(String json) throws JsonProcessingException {
        return PLAIN.readValue(json, LinkedHashMap.class);
    }

    @Nested
    class Interactions {

        static final List<Mapper> MAPPERS = JacksonTest.MAPPERS;

        @ParameterizedTest
        @FieldSource("MAPPERS")
        void areWrittenUnderTheApisNamesAlone(Mapper mapper) throws JsonProcessingException {
            Interaction interaction = Interaction.ofTexts(InteractionFieldTest.REFERENCE.toArray(String[]::new));

            Map<?, ?> json = parsed(mapper.write(interaction));

            assertThat(new ArrayList<Object>(json.keySet()))
                    .containsExactlyInAnyOrderElementsOf(InteractionFieldTest.REFERENCE);
            assertThat(json).isEqualTo(interaction.toJson());
        }

        @ParameterizedTest
        @FieldSource("MAPPERS")
        void keepTheirNullsAndEmptyTexts(Mapper mapper) throws JsonProcessingException {
            Interaction interaction = Interaction.empty().with(InteractionField.DATA, "");

            assertThat(parsed(mapper.write(interaction)))
                    .isEqualTo(interaction.toJson())
                    .hasSize(19);
        }

        @ParameterizedTest
        @FieldSource("MAPPERS")
        void loseNothingThereAndBack(Mapper mapper) {
            Random random = new Random(7);
            for (int round = 0; round < 50; round++) {
                String[] texts = new String[19];
                for (int at = 0; at < texts.length; at++) {
                    texts[at] = random.nextInt(4) == 0 ? null : text(random);
                }
                Interaction interaction = Interaction.ofTexts(texts);
                assertThat(mapper.read(mapper.write(interaction), Interaction.class))
                        .isEqualTo(interaction);
            }
        }

        private static String text(Random random) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(12), 0, 0x11000)
                    .filter(character -> character < 0xD800 || character > 0xDFFF)
                    .forEach(text::appendCodePoint);
            return text.toString();
        }

        @ParameterizedTest
        @FieldSource("MAPPERS")
        void passOverUnknownFields(Mapper mapper) {
            Interaction read = mapper.read("{\"sid\":\"a\",\"new\":{\"b\":[1,{}]},\"n\":1.5}", Interaction.class);

            assertThat(read).isEqualTo(Interaction.empty().with(InteractionField.SID, "a"));
        }

        @ParameterizedTest
        @FieldSource("MAPPERS")
        void areNotReadFromAFieldOfAnotherType(Mapper mapper) {
            assertThatThrownBy(() -> mapper.read("{\"sid\":5}", Interaction.class))
                    .isInstanceOf(RuntimeException.class);
        }

        @ParameterizedTest
        @FieldSource("MAPPERS")
        void areItemsOfArrays(Mapper mapper) {
            Interaction[] some = {Interaction.empty(), Interaction.empty().with(InteractionField.SID, "a")};

            assertThat(mapper.read(mapper.write(some), Interaction[].class)).containsExactly(some);
            assertThat(mapper.read("[null]", Interaction[].class)).containsExactly((Interaction) null);
        }
    }

    @Nested
    class Cursors {

        static final List<Mapper> MAPPERS = JacksonTest.MAPPERS;

        @ParameterizedTest
        @FieldSource("MAPPERS")
        void areOneText(Mapper mapper) {
            PageCursor cursor = new PageCursor("https://a.example/x?PageToken=a%2B\u00e9");

            assertThat(mapper.write(cursor)).isEqualTo("\"https://a.example/x?PageToken=a%2B\u00e9\"");
            assertThat(mapper.read(mapper.write(cursor), PageCursor.class)).isEqualTo(cursor);
        }
    }
}

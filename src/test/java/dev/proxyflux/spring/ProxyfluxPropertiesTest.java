package dev.proxyflux.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;

class ProxyfluxPropertiesTest {

    private static final String SECRET = "hunter2-hunter2";

    private static ProxyfluxProperties bound(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("proxyflux", ProxyfluxProperties.class);
    }

    @Nested
    class Printed {

        @Test
        void showNoSecret() {
            ProxyfluxProperties properties = bound(Map.of(
                    "proxyflux.api-key-sid",
                    "SK1",
                    "proxyflux.api-key-secret",
                    SECRET,
                    "proxyflux.auth-token",
                    SECRET,
                    "proxyflux.base-url",
                    "https://user:" + SECRET + "@host"));

            assertThat(properties.toString()).contains("SK1", "maxRetries=4").doesNotContain(SECRET);
        }
    }

    /** A property as the records have it. */
    private record Component(String name, Class<?> type, Object defaultValue) {

        static List<Component> all() {
            List<Component> all = new ArrayList<>();
            collect("proxyflux", bound(Map.of()), all);
            return all;
        }

        private static void collect(String prefix, Record values, List<Component> into) {
            for (RecordComponent each : values.getClass().getRecordComponents()) {
                String name = prefix + "."
                        + each.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
                Object value = value(values, each);
                if (value instanceof Record nested) {
                    collect(name, nested, into);
                } else {
                    into.add(new Component(name, each.getType(), value));
                }
            }
        }

        private static Object value(Record values, RecordComponent component) {
            try {
                component.getAccessor().setAccessible(true);
                return component.getAccessor().invoke(values);
            } catch (ReflectiveOperationException never) {
                throw new IllegalStateException(never);
            }
        }

        /** {@return the type's name, as an object} */
        String typeName() {
            return Map.<Class<?>, Class<?>>of(int.class, Integer.class, boolean.class, Boolean.class)
                    .getOrDefault(type, type)
                    .getName();
        }
    }

    @Nested
    class Metadata {

        @Test
        void hasEveryPropertyWithTypeDefaultAndDescription() {
            List<DescribedProperty> described = DescribedProperty.all();

            assertThat(described)
                    .extracting(DescribedProperty::name)
                    .containsExactlyInAnyOrderElementsOf(
                            Component.all().stream().map(Component::name).toList())
                    .hasSizeGreaterThan(15);
            for (Component component : Component.all()) {
                assertThat(described)
                        .filteredOn(each -> each.name().equals(component.name()))
                        .singleElement()
                        .satisfies(each -> {
                            assertThat(each.type()).isEqualTo(component.typeName());
                            assertThat(each.description())
                                    .matches("(?s)[A-Z].{10,}\\.")
                                    .doesNotContain("{@", "\n");
                            Object value = component.defaultValue();
                            assertThat(
                                            value == null
                                                    ? ""
                                                    : ApplicationConversionService.getSharedInstance()
                                                            .convert(each.defaultValue(), component.type()))
                                    .isEqualTo(value == null ? each.defaultValue() : value);
                        });
            }
        }

        @Test
        void isWhatTheReadmesTableSays() throws IOException {
            String section = Files.readString(Path.of("README.md"))
                    .replaceFirst("(?s).*\n## In a Spring Boot application\n", "")
                    .replaceFirst("(?s)\n## .*", "");
            List<String[]> rows = section.lines()
                    .filter(line -> line.startsWith("| `proxyflux."))
                    .map(line -> line.replace("`", "").split(" *\\| *", -1))
                    .toList();

            assertThat(rows)
                    .extracting(row -> row[1], row -> row[2])
                    .containsExactlyInAnyOrderElementsOf(DescribedProperty.all().stream()
                            .map(each -> tuple(each.name(), each.defaultValue()))
                            .toList());
        }
    }
}

package dev.proxyflux.spring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** A property as the metadata describes it to IDEs; the default is empty if there is none. */
record DescribedProperty(String name, String type, String description, String defaultValue) {

    static List<DescribedProperty> all() {
        try (InputStream metadata =
                ProxyfluxProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            List<DescribedProperty> all = new ArrayList<>();
            for (JsonNode each : new ObjectMapper().readTree(metadata).path("properties")) {
                all.add(new DescribedProperty(
                        each.path("name").asText(),
                        each.path("type").asText(),
                        each.path("description").asText(),
                        each.path("defaultValue").asText()));
            }
            return all;
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}

package dev.proxyflux.testkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.PageMeta;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies that the service writes. Streamed: a mapper takes locks, which an event loop must not wait for. */
final class PageJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String ERRORS = "https://www.twilio.com/docs/errors/";

    private PageJson() {}

    @FunctionalInterface
    private interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    static byte[] page(PageMeta meta, List<Interaction> items) {
        return object(json -> {
            json.writeObjectFieldStart("meta");
            writeMeta(json, meta);
            json.writeEndObject();
            json.writeArrayFieldStart("interactions");
            for (Interaction item : items) {
                writeItem(json, item);
            }
            json.writeEndArray();
        });
    }

    static byte[] error(int status, int code, String message) {
        return object(json -> {
            json.writeNumberField("code", code);
            json.writeStringField("message", message);
            json.writeStringField("more_info", ERRORS + code);
            json.writeNumberField("status", status);
        });
    }

    private static byte[] object(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            content.writeTo(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void writeMeta(JsonGenerator json, PageMeta meta) throws IOException {
        writeText(json, "key", meta.key());
        writeText(json, "url", meta.url());
        writeNumber(json, "page", meta.page());
        writeNumber(json, "page_size", meta.pageSize());
        writeText(json, "next_page_url", meta.nextPageUrl());
        writeText(json, "first_page_url", meta.firstPageUrl());
        writeText(json, "previous_page_url", meta.previousPageUrl());
    }

    private static void writeItem(JsonGenerator json, Interaction item) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, @Nullable String> field : item.toJson().entrySet()) {
            writeText(json, field.getKey(), field.getValue());
        }
        json.writeEndObject();
    }

    private static void writeText(JsonGenerator json, String name, @Nullable String value) throws IOException {
        json.writeFieldName(name);
        // Writes null for null.
        json.writeString(value);
    }

    private static void writeNumber(JsonGenerator json, String name, @Nullable Integer value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}

package dev.proxyflux.bench.contestants;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Jackson 2 as most use it. */
public final class Databind {

    private static final ObjectReader READER =
            new ObjectMapper().registerModule(new JavaTimeModule()).readerFor(Page.class);

    private Databind() {}

    public static Page page(byte[] body) {
        try {
            return READER.readValue(body);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

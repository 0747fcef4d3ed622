package dev.proxyflux.bench.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.proxyflux.model.SessionKey;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/** The bodies of pages: their interactions are rendered once per page size; only {@code meta} is made per request. */
final class Bodies {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SessionKey SESSION = new SessionKey(ServedList.SERVICE_SID, "KC" + "0".repeat(32));

    private final Map<Integer, ByteBuf> interactions = new ConcurrentHashMap<>();
    private final Map<PageRequest, ByteBuf> zipped = new ConcurrentHashMap<>();

    ByteBuf plain(PageRequest request, String base) {
        ByteBuf head = Unpooled.wrappedBuffer(request.head(base).getBytes(StandardCharsets.UTF_8));
        ByteBuf rest = interactions.computeIfAbsent(request.count(), Bodies::render);
        return Unpooled.wrappedBuffer(head, rest.retainedDuplicate());
    }

    ByteBuf zipped(PageRequest request, String base) {
        return zipped.computeIfAbsent(request, page -> zip(plain(page, base))).retainedDuplicate();
    }

    private static ByteBuf render(int count) {
        try {
            byte[] items = JSON.writeValueAsBytes(IrregularInteractions.list(SESSION, count));
            return offHeap(items).writeByte('}');
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static ByteBuf zip(ByteBuf plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            plain.readBytes(zip, plain.readableBytes());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            plain.release();
        }
        return offHeap(bytes.toByteArray());
    }

    private static ByteBuf offHeap(byte[] bytes) {
        return Unpooled.directBuffer(bytes.length + 1).writeBytes(bytes);
    }
}

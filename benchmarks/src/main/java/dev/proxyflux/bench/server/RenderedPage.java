package dev.proxyflux.bench.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** A page as the server sends it, for measuring without one. */
public final class RenderedPage {

    private RenderedPage() {}

    /** {@return the bytes of the first page of a list of two} */
    public static byte[] of(int items) {
        PageRequest first = new PageRequest(ServedList.of(2L * items), items, 0);
        ByteBuf body = new Bodies().plain(first, "https://proxy.twilio.com");
        try {
            return ByteBufUtil.getBytes(body);
        } finally {
            body.release();
        }
    }
}

package dev.proxyflux.transport;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Collects a body on the heap, so that no Netty buffer outlives its event; grows with what came, never with what was announced. */
final class BodyBuffer {

    private static final int FIRST_CAPACITY = 64 * 1024;

    private final int limit;
    private final boolean cutsAtLimit;
    private byte[] bytes = new byte[0];
    private int length;

    BodyBuffer(int limit, boolean cutsAtLimit) {
        this.limit = limit;
        this.cutsAtLimit = cutsAtLimit;
    }

    void append(ByteBuf chunk) {
        int size = chunk.readableBytes();
        if (size > limit - length) {
            if (!cutsAtLimit) {
                throw new BodyTooLargeException();
            }
            size = limit - length;
        }
        ensureCapacity(length + size);
        chunk.getBytes(chunk.readerIndex(), bytes, length, size);
        length += size;
    }

    private void ensureCapacity(int capacity) {
        if (capacity > bytes.length) {
            long doubled = Math.max(FIRST_CAPACITY, bytes.length * 2L);
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(capacity, doubled)));
        }
    }

    boolean isFull() {
        return length == limit;
    }

    byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}

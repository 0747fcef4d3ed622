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
        int size = makeRoom(chunk.readableBytes());
        chunk.getBytes(chunk.readerIndex(), bytes, length, size);
        length += size;
    }

    void append(byte[] chunk, int chunkLength) {
        int size = makeRoom(chunkLength);
        System.arraycopy(chunk, 0, bytes, length, size);
        length += size;
    }

    /** {@return how much of a chunk is taken} */
    private int makeRoom(int chunkLength) {
        int size = Math.min(chunkLength, limit - length);
        if (size < chunkLength && !cutsAtLimit) {
            throw new BodyTooLargeException();
        }
        int capacity = length + size;
        if (capacity > bytes.length) {
            long doubled = Math.max(FIRST_CAPACITY, bytes.length * 2L);
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(capacity, doubled)));
        }
        return size;
    }

    boolean cutsAtLimit() {
        return cutsAtLimit;
    }

    /** {@return whether what is beyond the limit is not wanted} */
    boolean isCut() {
        return cutsAtLimit && length == limit;
    }

    byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}

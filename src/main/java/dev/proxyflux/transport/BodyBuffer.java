package dev.proxyflux.transport;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects a body on the heap, so that no Netty buffer outlives its event; grows with what came, never with what was announced. */
final class BodyBuffer {

    private static final int FIRST_CAPACITY = 64 * 1024;

    private final int limit;
    private final boolean cutsAtLimit;
    private final @Nullable BodyPool pool;
    /** Null once released. */
    private byte @Nullable [] bytes = {};

    private int length;

    private BodyBuffer(int limit, boolean cutsAtLimit, @Nullable BodyPool pool) {
        this.limit = limit;
        this.cutsAtLimit = cutsAtLimit;
        this.pool = pool;
    }

    /** A buffer that refuses a body beyond its limit. */
    static BodyBuffer refusing(int limit, BodyPool pool) {
        return new BodyBuffer(limit, false, pool);
    }

    /** A buffer that takes no more of a body than its limit. */
    static BodyBuffer cutting(int limit) {
        return new BodyBuffer(limit, true, null);
    }

    /** A buffer that is full, and somebody else's. */
    static BodyBuffer of(byte[] body) {
        BodyBuffer buffer = new BodyBuffer(body.length, true, null);
        buffer.bytes = body;
        buffer.length = body.length;
        return buffer;
    }

    void append(ByteBuf chunk) {
        int size = taken(chunk.readableBytes());
        chunk.getBytes(chunk.readerIndex(), withRoomFor(size), length, size);
        length += size;
    }

    void append(byte[] chunk, int chunkLength) {
        int size = taken(chunkLength);
        System.arraycopy(chunk, 0, withRoomFor(size), length, size);
        length += size;
    }

    /** {@return how much of a chunk is taken} */
    private int taken(int chunkLength) {
        int size = Math.min(chunkLength, limit - length);
        if (size < chunkLength && !cutsAtLimit) {
            throw new BodyTooLargeException();
        }
        return size;
    }

    private byte[] withRoomFor(int size) {
        byte[] enough = bytes();
        if (length == 0 && size > 0 && pool != null) {
            enough = pool.take();
        }
        int capacity = length + size;
        if (capacity > enough.length) {
            long doubled = Math.max(FIRST_CAPACITY, enough.length * 2L);
            enough = Arrays.copyOf(enough, (int) Math.min(limit, Math.max(capacity, doubled)));
        }
        bytes = enough;
        return enough;
    }

    boolean cutsAtLimit() {
        return cutsAtLimit;
    }

    /** {@return whether what is beyond the limit is not wanted} */
    boolean isCut() {
        return cutsAtLimit && length == limit;
    }

    /** {@return the body, followed by anything; not copied} */
    byte[] bytes() {
        if (bytes == null) {
            throw new IllegalStateException("a response is read once");
        }
        return bytes;
    }

    /** {@return how many of the bytes are the body} */
    int length() {
        return length;
    }

    /** Gives the bytes to the next body, if they are the pool's. Whoever has them still must not use them. */
    void release() {
        byte[] done = bytes;
        if (pool != null && done != null) {
            bytes = null;
            pool.giveBack(done, length);
        }
    }
}

package dev.proxyflux.transport;

import java.lang.ref.SoftReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Keeps arrays in which bodies were read for the bodies to come: half of a page's garbage would be its bytes. What is not
 * given back, of a request that was cancelled, is the collector's; so is what is kept, when memory runs short.
 */
final class BodyPool {

    private static final int MAX_KEPT = 16;
    /** Far more than pages take; beyond it, one unusual page would be remembered for long. */
    private static final int MAX_LENGTH = 4 * 1024 * 1024;

    /** In bytes: the most that is made in advance of a body. */
    private static final int MAX_NEW = 256 * 1024;

    private final AtomicReferenceArray<@Nullable SoftReference<byte[]>> kept = new AtomicReferenceArray<>(MAX_KEPT);

    /** Enough for a body as long as the last one, so that few have to grow. */
    private volatile int newLength;

    /** {@return an array that nobody else uses, of whatever length and content} */
    byte[] take() {
        for (int i = 0; i < MAX_KEPT; i++) {
            SoftReference<byte[]> reference = kept.get(i) == null ? null : kept.getAndSet(i, null);
            byte[] bytes = reference == null ? null : reference.get();
            if (bytes != null) {
                return bytes;
            }
        }
        return new byte[newLength];
    }

    /** Takes over an array that its user has done with, which needed so many bytes of it. */
    void giveBack(byte[] bytes, int length) {
        if (bytes.length == 0 || bytes.length > MAX_LENGTH) {
            return;
        }
        newLength = Math.min(length, MAX_NEW);
        SoftReference<byte[]> reference = new SoftReference<>(bytes);
        for (int i = 0; i < MAX_KEPT; i++) {
            if (kept.get(i) == null && kept.compareAndSet(i, null, reference)) {
                return;
            }
        }
    }
}

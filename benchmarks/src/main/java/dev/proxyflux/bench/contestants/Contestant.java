package dev.proxyflux.bench.contestants;

import dev.proxyflux.bench.server.ServedList;
import org.reactivestreams.Publisher;

/**
 * One way to list a session's interactions.
 *
 * @param <T> what it emits: items, or the number of items of a page for those that decode none
 */
public interface Contestant<T> extends AutoCloseable {

    Publisher<T> list(ServedList list, int pageSize);

    /**
     * Reads of an element what every consumer reads: SID, both dates, both statuses and data.
     *
     * @return how many interactions the element is
     */
    int read(T element, Checksum sum);

    /** {@return whether what it emits can be read, so that its checksum must be the others'} */
    default boolean isReadable() {
        return true;
    }

    @Override
    default void close() {}
}

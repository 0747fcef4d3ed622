package dev.proxyflux.bench.contestants;

/** What was read, in the order it was read: equal for two contestants only if both read the same. */
public final class Checksum {

    private static final int PRIME = 31;

    private long sum;

    void add(String sid, long created, long updated, Enum<?> inbound, Enum<?> outbound, String data) {
        add(sid.hashCode());
        add(created);
        add(updated);
        add(inbound.name().hashCode());
        add(outbound.name().hashCode());
        add(data.hashCode());
    }

    void add(long value) {
        sum = sum * PRIME + value;
    }

    @Override
    public String toString() {
        return Long.toHexString(sum);
    }
}

package dev.proxyflux.link;

import java.util.Arrays;

/**
 * The links of one subscription by their 64-bit hashes, in the order they came: less than 16 bytes each. Two different
 * links of a million pages are taken for one with a probability of 3 in 100 million. Not thread-safe.
 */
public final class SeenLinks {

    private static final int FIRST_CAPACITY = 16;
    private static final double MAX_LOAD = 0.85;
    private static final double GROWTH = 1.25;

    private long[] hashes = new long[FIRST_CAPACITY];
    /** Open addressing by hash; an entry is a position in {@link #hashes} plus one, 0 if free. */
    private int[] table = new int[FIRST_CAPACITY * 2];

    private int count;

    /**
     * Remembers a link.
     *
     * @param url the link
     * @return -1 if it is new; else the position, from 0, at which it came first
     */
    public int add(String url) {
        long hash = hash(url);
        int slot = find(hash);
        if (table[slot] != 0) {
            return table[slot] - 1;
        }
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, grown(count));
        }
        hashes[count++] = hash;
        table[slot] = count;
        if (count > table.length * MAX_LOAD) {
            rehash();
        }
        return -1;
    }

    private int find(long hash) {
        int slot = (int) Math.multiplyHigh(hash >>> 1, (long) table.length << 1);
        while (table[slot] != 0 && hashes[table[slot] - 1] != hash) {
            slot = slot + 1 == table.length ? 0 : slot + 1;
        }
        return slot;
    }

    private void rehash() {
        table = new int[grown(table.length)];
        for (int position = 0; position < count; position++) {
            table[find(hashes[position])] = position + 1;
        }
    }

    private static int grown(int capacity) {
        return (int) (capacity * GROWTH) + 1;
    }

    /** FNV-1a over the characters, then MurmurHash3's finalizer, so that all bits depend on all characters. */
    private static long hash(String url) {
        long hash = 0xCBF29CE484222325L;
        for (int at = 0; at < url.length(); at++) {
            hash = (hash ^ url.charAt(at)) * 0x100000001B3L;
        }
        hash = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
        hash = (hash ^ hash >>> 33) * 0xC4CEB9FE1A85EC53L;
        return hash ^ hash >>> 33;
    }
}

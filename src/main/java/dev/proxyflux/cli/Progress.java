package dev.proxyflux.cli;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts, and on a terminal a line that is drawn over and over. Thread-safe. */
final class Progress {

    private final Messages messages;
    private final boolean isDrawn;
    private final LongSupplier nanoTime;
    private final long startedAt;

    private int pages;
    private long interactions;
    private int retries;
    private boolean hidden;
    private String drawn = "";

    /** A progress; {@code nanoTime} tells the time. */
    Progress(Messages messages, boolean isDrawn, LongSupplier nanoTime) {
        this.messages = messages;
        this.isDrawn = isDrawn;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
    }

    synchronized void addPage(int count) {
        pages++;
        interactions += count;
    }

    synchronized void addRetry() {
        retries++;
    }

    synchronized long interactions() {
        return interactions;
    }

    /** Draws the line if it changed and is not hidden. */
    synchronized void draw() {
        String line = counts() + ", " + rate() + ", " + retries();
        if (isDrawn && !hidden && !line.equals(drawn)) {
            messages.raw("\r" + line + " ".repeat(Math.max(0, drawn.length() - line.length())));
            drawn = line;
        }
    }

    /** Takes the line off the terminal, until {@link #show()}. */
    synchronized void hide() {
        hidden = true;
        if (!drawn.isEmpty()) {
            messages.raw("\r" + " ".repeat(drawn.length()) + "\r");
            drawn = "";
        }
    }

    synchronized void show() {
        hidden = false;
    }

    /** {@return the whole run on one line} */
    synchronized String summary() {
        return counts() + " in " + String.format(Locale.ROOT, "%.1f", seconds()) + " s (" + rate() + "), " + retries();
    }

    private String counts() {
        return pages
                + (pages == 1 ? " page, " : " pages, ")
                + interactions
                + (interactions == 1 ? " interaction" : " interactions");
    }

    private String retries() {
        return retries + (retries == 1 ? " retry" : " retries");
    }

    private String rate() {
        return Math.round(interactions / seconds()) + "/s";
    }

    private double seconds() {
        // Never zero: the rate is divided by it.
        return Math.max(1e-3, (nanoTime.getAsLong() - startedAt) / (double) TimeUnit.SECONDS.toNanos(1));
    }
}

package dev.proxyflux.cli;

import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionPage;
import dev.proxyflux.model.PageCursor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.SignalType;

/** Writes page after page, blocking the thread it is called on while the reader stalls. */
final class PageSubscriber extends BaseSubscriber<InteractionPage> {

    private final @Nullable Long limit;
    private final NdjsonWriter writer;
    private final Progress progress;
    /** Whether standard output and the progress line share a terminal. */
    private final boolean makesRoom;

    private final CountDownLatch ended = new CountDownLatch(1);
    /** Held while a page is written. */
    private final ReentrantLock writing = new ReentrantLock();

    private volatile @Nullable PageCursor next;
    private volatile @Nullable Throwable failure;

    PageSubscriber(InteractionsQuery query, NdjsonWriter writer, Progress progress, boolean makesRoom) {
        this.limit = query.limit();
        this.writer = writer;
        this.progress = progress;
        this.makesRoom = makesRoom;
        this.next = query.start();
    }

    @Override
    protected void hookOnNext(InteractionPage page) {
        writing.lock();
        try {
            // Else the stream was stopped just before.
            if (!isDisposed()) {
                next = page.cursor();
                write(page);
                next = page.next();
            }
        } catch (IOException unwritable) {
            fail(unwritable);
        } finally {
            writing.unlock();
        }
    }

    private void write(InteractionPage page) throws IOException {
        List<Interaction> items = page.items();
        if (limit != null) {
            items = items.subList(0, (int) Math.min(items.size(), limit - progress.interactions()));
        }
        if (makesRoom) {
            progress.hide();
        }
        writer.write(items);
        progress.addPage(items.size());
        if (makesRoom) {
            progress.show();
        }
    }

    @Override
    protected void hookOnError(Throwable error) {
        failure = error;
    }

    @Override
    protected void hookFinally(SignalType type) {
        ended.countDown();
    }

    /** Ends the run, at once. */
    void fail(Throwable cause) {
        failure = cause;
        cancel();
    }

    /** Ends the run after the page that is being written; if the reader stalls, within it. {@return whether it is whole} */
    boolean stop(Duration patience) throws InterruptedException {
        cancel();
        boolean whole = writing.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (whole) {
            writing.unlock();
        } else {
            writer.abandon();
        }
        return whole;
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** {@return why the run ended early, or null} */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** {@return the page being written, or due next if none is; null if that is the first or there is none} */
    @Nullable
    PageCursor next() {
        return next;
    }
}

package dev.proxyflux.events;

import dev.proxyflux.model.InteractionPage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** Takes pages by Java's own Flow: asks for the next one when this one is written and the position after it is saved. */
final class PageWriter implements Flow.Subscriber<InteractionPage> {

    private final Sink sink;
    private final Checkpoints checkpoints;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    /** The list itself and the page being written: the last page's onNext returns, and onComplete comes, before it is written. */
    private final AtomicInteger open = new AtomicInteger(1);

    private final Disposable.Swap writing = Disposables.swap();
    private volatile Flow.Subscription pages;

    PageWriter(Sink sink, Checkpoints checkpoints) {
        this.sink = sink;
        this.checkpoints = checkpoints;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        pages = subscription;
        pages.request(1);
    }

    @Override
    public void onNext(InteractionPage page) {
        open.incrementAndGet();
        writing.update(sink.write(page.items())
                .then(checkpoints.save(page.next()))
                .subscribe(nothing -> {}, this::fail, this::goOn));
    }

    private void goOn() {
        pages.request(1);
        endOne();
    }

    private void fail(Throwable failure) {
        pages.cancel();
        onError(failure);
    }

    @Override
    public void onComplete() {
        endOne();
    }

    private void endOne() {
        if (open.decrementAndGet() == 0) {
            end.complete(null);
        }
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    CompletableFuture<Void> end() {
        return end;
    }

    void cancel() {
        pages.cancel();
        writing.dispose();
    }
}

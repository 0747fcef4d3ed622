package dev.proxyflux.paging;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/** Pages that come when the test says so; records what is requested of it. */
final class HandPages extends Flux<List<Integer>> implements Subscription {

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger delivered = new AtomicInteger();
    private volatile boolean cancelled;
    private volatile CoreSubscriber<? super List<Integer>> subscriber;

    @Override
    public void subscribe(CoreSubscriber<? super List<Integer>> actual) {
        subscriber = actual;
        actual.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        // After a cancellation a request means nothing.
        if (!cancelled) {
            requests.addAndGet((int) n);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    void page(Integer... items) {
        delivered.incrementAndGet();
        subscriber.onNext(List.of(items));
    }

    void complete() {
        subscriber.onComplete();
    }

    void fail(Throwable failure) {
        subscriber.onError(failure);
    }

    CoreSubscriber<? super List<Integer>> subscriber() {
        return subscriber;
    }

    int requests() {
        return requests.get();
    }

    int outstanding() {
        return requests.get() - delivered.get();
    }

    boolean isCancelled() {
        return cancelled;
    }
}

package dev.proxyflux.bench.harness;

import dev.proxyflux.bench.contestants.Checksum;
import dev.proxyflux.bench.contestants.Contestant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** The consumer of every measurement: reads each element, works a while for each page's worth, and can be waited for. */
class Consumer<T> extends BaseSubscriber<T> {

    private static final int MAX_SECONDS = 300;

    private final Contestant<T> contestant;
    private final Checksum sum = new Checksum();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final int workEvery;
    private final int workMillis;
    private long items;
    private volatile long firstAt;
    private volatile Throwable error;

    Consumer(Contestant<T> contestant) {
        this(contestant, 1, 0);
    }

    Consumer(Contestant<T> contestant, int workEvery, int workMillis) {
        this.contestant = contestant;
        this.workEvery = workEvery;
        this.workMillis = workMillis;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    protected void hookOnNext(T element) {
        if (items == 0) {
            firstAt = System.nanoTime();
        }
        items += contestant.read(element, sum);
        if (workMillis > 0 && items % workEvery == 0) {
            pause(workMillis);
        }
    }

    @Override
    protected void hookOnComplete() {
        ended.countDown();
    }

    @Override
    protected void hookOnError(Throwable failure) {
        error = failure;
        ended.countDown();
    }

    Consumer<T> await() {
        await(ended);
        return this;
    }

    /** Waits for the end, which must be completion. */
    Consumer<T> awaitCompletion() {
        await();
        if (error != null) {
            throw new IllegalStateException("a stream failed", error);
        }
        return this;
    }

    Throwable error() {
        return error;
    }

    long items() {
        return items;
    }

    long firstAt() {
        return firstAt;
    }

    String checksum() {
        return sum.toString();
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(MAX_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("not within " + MAX_SECONDS + " s");
            }
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}

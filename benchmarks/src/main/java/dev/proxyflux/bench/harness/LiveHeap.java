package dev.proxyflux.bench.harness;

import dev.proxyflux.bench.contestants.Contestant;
import dev.proxyflux.bench.server.ServedList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.reactivestreams.Subscription;

/** Live heap after a collection while streams are under way, above what the JVM holds without them. */
final class LiveHeap {

    private static final int PAGE_SIZE = 100;
    private static final int MANY = 200;

    private LiveHeap() {}

    /** {@code heap:<page>}: one unbounded stream whose consumer stops in the middle of a page, for as long as anything is still fetched. */
    static void measureOne(Bench bench, String argument) {
        long page = Long.parseLong(argument);
        bench.counts().toldWhenQuiet();
        long before = Usage.liveHeap();
        bench.counts().reset();
        Holding consumer = new Holding(bench.contestant(), page * PAGE_SIZE + PAGE_SIZE / 2);
        Thread subscriber = new Thread(() -> bench.start(ServedList.of((page + 600) * PAGE_SIZE), PAGE_SIZE, consumer));
        subscriber.start();
        consumer.awaitHold();
        long requests = bench.counts().toldWhenQuiet().requests();
        bench.report("page " + page, "live_heap_kib", (Usage.liveHeap() - before) / 1024.0);
        bench.report("page " + page, "pages_ahead", Long.toString(requests - page - 1));
        consumer.letGo();
        consumer.await();
    }

    /** {@code heap-of-streams}: many streams, each in the middle of its second page and asking for nothing. */
    static void measureMany(Bench bench, String unused) {
        bench.runTogether(MANY, ServedList.of(2 * PAGE_SIZE), PAGE_SIZE);
        long before = Usage.liveHeap();
        List<Consumer<Object>> streams = new ArrayList<>();
        for (int stream = 0; stream < MANY; stream++) {
            streams.add(bench.start(ServedList.of(10 * PAGE_SIZE), PAGE_SIZE, new Asking(bench.contestant())));
        }
        bench.counts().toldWhenQuiet();
        bench.report("of " + MANY, "live_heap_kib", (Usage.liveHeap() - before) / 1024.0 / MANY);
        streams.forEach(Consumer::cancel);
    }

    private static final class Asking extends Consumer<Object> {

        Asking(Contestant<Object> contestant) {
            super(contestant);
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(PAGE_SIZE + PAGE_SIZE / 2);
        }
    }

    private static final class Holding extends Consumer<Object> {

        private final long holdAt;
        private final CountDownLatch held = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        Holding(Contestant<Object> contestant, long holdAt) {
            super(contestant);
            this.holdAt = holdAt;
        }

        @Override
        protected void hookOnNext(Object element) {
            super.hookOnNext(element);
            if (items() >= holdAt && held.getCount() > 0) {
                held.countDown();
                Consumer.await(released);
            }
        }

        void awaitHold() {
            Consumer.await(held);
        }

        void letGo() {
            released.countDown();
        }
    }
}

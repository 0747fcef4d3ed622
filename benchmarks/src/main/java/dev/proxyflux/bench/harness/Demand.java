package dev.proxyflux.bench.harness;

import dev.proxyflux.bench.server.ServedList;
import java.util.concurrent.CountDownLatch;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/** Page requests that a subscriber costs, of a list of 400 pages of 100. The server tells; nothing is timed. */
final class Demand {

    private static final int PAGE_SIZE = 100;
    private static final ServedList LIST = ServedList.of(400 * PAGE_SIZE);
    private static final int ONE_BY_ONE = 150;

    private Demand() {}

    static void measure(Bench bench, String unused) {
        // A cold JVM would take longer to ask at all than a subscriber is watched.
        bench.start(ServedList.of(PAGE_SIZE), PAGE_SIZE).awaitCompletion();
        Publisher<Object> list = bench.contestant().list(LIST, PAGE_SIZE);
        report(bench, "request(0)", list, new Asking(0));
        report(bench, "request(1)", list, new Asking(1));
        report(bench, "request(100)", list, new Asking(PAGE_SIZE));
        report(bench, "request(101)", list, new Asking(PAGE_SIZE + 1));
        report(bench, "take(10)", Flux.from(list).take(10), new Asking(Long.MAX_VALUE, Long.MAX_VALUE, 10));
        report(bench, "one by one, 150", list, new Asking(1, ONE_BY_ONE, ONE_BY_ONE));
        report(bench, "unbounded, stuck on its first", list, new Stuck());
    }

    private static void report(Bench bench, String situation, Publisher<Object> list, Asking subscriber) {
        bench.counts().reset();
        // A thread of its own, as a consumer may be stuck on the one that subscribes.
        new Thread(() -> list.subscribe(subscriber)).start();
        subscriber.awaitItems();
        long requests = bench.counts().toldWhenQuiet().requests();
        subscriber.cancel();
        subscriber.letGo();
        bench.counts().toldWhenQuiet();
        bench.report(situation, "page_requests", Long.toString(requests));
    }

    /** Asks for so many at first, then for one at a time until it has had all it wants. */
    private static class Asking extends BaseSubscriber<Object> {

        private final long atFirst;
        private final long inAll;
        private final CountDownLatch wanted;
        private long asked;

        Asking(long atFirst) {
            this(atFirst, atFirst, atFirst);
        }

        Asking(long atFirst, long inAll, long awaited) {
            this.atFirst = atFirst;
            this.inAll = inAll;
            this.asked = atFirst;
            this.wanted = new CountDownLatch((int) awaited);
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            if (atFirst > 0) {
                subscription.request(atFirst);
            }
        }

        @Override
        protected void hookOnNext(Object item) {
            wanted.countDown();
            if (asked < inAll) {
                asked++;
                request(1);
            }
        }

        void awaitItems() {
            Consumer.await(wanted);
        }

        void letGo() {
            // Nothing holds it.
        }
    }

    private static final class Stuck extends Asking {

        private final CountDownLatch released = new CountDownLatch(1);

        Stuck() {
            super(Long.MAX_VALUE, Long.MAX_VALUE, 1);
        }

        @Override
        protected void hookOnNext(Object item) {
            super.hookOnNext(item);
            Consumer.await(released);
        }

        @Override
        void letGo() {
            released.countDown();
        }
    }
}

package dev.proxyflux.bench.harness;

import dev.proxyflux.bench.server.ServedList;
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
        Publisher<Object> list = bench.contestant().list(LIST, PAGE_SIZE);
        report(bench, "request(0)", list, new Asking(0));
        report(bench, "request(1)", list, new Asking(1));
        report(bench, "request(100)", list, new Asking(PAGE_SIZE));
        report(bench, "request(101)", list, new Asking(PAGE_SIZE + 1));
        report(bench, "take(10)", Flux.from(list).take(10), new Asking(Long.MAX_VALUE));
        report(bench, "one by one, 150", list, new Asking(1, ONE_BY_ONE));
        report(bench, "unbounded, stuck on its first", list, new Stuck());
    }

    private static void report(
            Bench bench, String situation, Publisher<Object> list, BaseSubscriber<Object> subscriber) {
        bench.control().reset();
        list.subscribe(subscriber);
        long requests = bench.control().toldWhenQuiet().requests();
        subscriber.cancel();
        if (subscriber instanceof Stuck stuck) {
            stuck.isStuck = false;
        }
        bench.control().toldWhenQuiet();
        bench.report(situation, "page_requests", Long.toString(requests));
    }

    private static class Asking extends BaseSubscriber<Object> {

        private final long atFirst;
        private long left;

        Asking(long atFirst) {
            this(atFirst, atFirst);
        }

        Asking(long atFirst, long inAll) {
            this.atFirst = atFirst;
            this.left = inAll - atFirst;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            if (atFirst > 0) {
                subscription.request(atFirst);
            }
        }

        @Override
        protected void hookOnNext(Object item) {
            if (left > 0) {
                left--;
                request(1);
            }
        }
    }

    private static final class Stuck extends BaseSubscriber<Object> {

        private volatile boolean isStuck = true;

        @Override
        protected void hookOnNext(Object item) {
            while (isStuck) {
                Consumer.pause(1);
            }
        }
    }
}

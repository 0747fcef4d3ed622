package dev.proxyflux.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.ObjIntConsumer;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** A subscriber that asks nothing by itself and records what it hears, faults of the sender included. */
final class Recorder<T> implements CoreSubscriber<T>, Subscription {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<T> items = new ArrayList<>();
    private final List<Integer> discarded = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final AtomicLong asked = new AtomicLong();
    private final Context context;
    private ObjIntConsumer<Recorder<T>> onItem = (self, count) -> {};
    private int ends;
    private boolean inSignal;
    private volatile Subscription subscription = Operators.emptySubscription();

    Recorder() {
        context = Operators.enableOnDiscard(Context.empty(), (Object item) -> discard(item));
    }

    /** Called with each item's ordinal, from 1, after it has been recorded. */
    Recorder<T> onItem(ObjIntConsumer<Recorder<T>> listener) {
        onItem = listener;
        return this;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
    }

    @Override
    public void onNext(T item) {
        int count;
        synchronized (this) {
            enter("onNext");
            items.add(item);
            count = items.size();
            if (count > asked.get()) {
                faults.add("item " + count + " was not asked for");
            }
            notifyAll();
        }
        onItem.accept(this, count);
        synchronized (this) {
            inSignal = false;
            notifyAll();
        }
    }

    @Override
    public void onError(Throwable failure) {
        end("onError");
        synchronized (this) {
            errors.add(failure);
            notifyAll();
        }
    }

    @Override
    public void onComplete() {
        end("onComplete");
    }

    private synchronized void end(String signal) {
        enter(signal);
        inSignal = false;
        ends++;
        notifyAll();
    }

    private void enter(String signal) {
        if (ends > 0) {
            faults.add(signal + " after the end");
        }
        if (inSignal) {
            faults.add(signal + " overlaps another signal");
        }
        inSignal = true;
    }

    /** Other operators discard what is theirs, such as fetches; items are numbers, and pages those whose items were not taken. */
    private synchronized void discard(Object item) {
        if (item instanceof Integer number) {
            discarded.add(number);
        } else if (item instanceof FakePages.Received received) {
            discarded.addAll(received.page().items());
        } else if (item instanceof List<?> page) {
            page.forEach(this::discard);
        }
        notifyAll();
    }

    @Override
    public Context currentContext() {
        return context;
    }

    @Override
    public void request(long n) {
        // Counted before it is made, so that the count is never behind what the sender knows.
        asked.getAndUpdate(before -> Operators.addCap(before, n));
        subscription.request(n);
    }

    @Override
    public void cancel() {
        subscription.cancel();
    }

    Subscription subscription() {
        return subscription;
    }

    long asked() {
        return asked.get();
    }

    synchronized List<T> items() {
        return List.copyOf(items);
    }

    synchronized int count() {
        return items.size();
    }

    synchronized List<Integer> discarded() {
        return List.copyOf(discarded);
    }

    synchronized List<Throwable> errors() {
        return List.copyOf(errors);
    }

    synchronized boolean ended() {
        return ends > 0;
    }

    synchronized boolean completed() {
        return ends == 1 && errors.isEmpty();
    }

    synchronized int seen() {
        return items.size() + discarded.size();
    }

    /** Fails when the sender broke a rule of the protocol. */
    synchronized Recorder<T> hasNoFault(String run) {
        assertThat(faults).as(run).isEmpty();
        assertThat(ends).as(run).isLessThanOrEqualTo(1);
        return this;
    }

    /** Waits until something holds; looks again at each signal and, for what is not heard here, each millisecond. */
    synchronized Recorder<T> await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + " never came; " + items.size() + " items of " + asked + " asked for, "
                        + discarded.size() + " discarded, " + ends + " ends, faults " + faults);
            }
            try {
                wait(1);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(what, interrupted);
            }
        }
        return this;
    }
}

package dev.proxyflux.events;

import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.PageCursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** One run, which is cut before a given step: each interaction written, and before and after each position saved. */
final class Life implements Sink, Checkpoints {

    enum Cut {
        /** The step fails. */
        ERROR,
        /** The step never ends, and the run is cancelled. */
        CANCEL
    }

    private final Disk disk;
    private final List<Integer> written = new ArrayList<>();
    private final Cut cut;
    private final Sinks.Empty<Void> cancelled = Sinks.empty();
    private int stepsLeft;
    private boolean hasEnded;

    Life(Disk disk, int stepsLeft, Cut cut) {
        this.disk = disk;
        this.stepsLeft = stepsLeft;
        this.cut = cut;
        disk.runs.add(written);
    }

    /** {@return the run, which ends when it is cut; nothing is written or saved afterwards} */
    Mono<Void> of(Mono<Void> run) {
        return run.takeUntilOther(cancelled.asMono())
                .onErrorComplete(CutException.class)
                .doOnTerminate(this::stop);
    }

    private synchronized void stop() {
        hasEnded = true;
    }

    synchronized boolean isCut() {
        return stepsLeft < 0;
    }

    @Override
    public Mono<String> load() {
        return Mono.fromSupplier(() -> disk.saved);
    }

    @Override
    public Mono<Void> write(List<Interaction> interactions) {
        return Mono.defer(() -> {
                    for (Interaction each : interactions) {
                        if (!step(() -> written.add(
                                Integer.parseInt(String.valueOf(each.sid()).substring(2), 16)))) {
                            return end();
                        }
                    }
                    return Mono.<Void>empty();
                })
                .subscribeOn(Schedulers.single());
    }

    @Override
    public Mono<Void> save(@Nullable PageCursor next) {
        return Mono.defer(() ->
                        step(() -> disk.saved = Checkpoints.text(next)) && step(() -> {}) ? Mono.<Void>empty() : end())
                .subscribeOn(Schedulers.single());
    }

    private synchronized boolean step(Runnable effect) {
        if (hasEnded || --stepsLeft < 0) {
            return false;
        }
        effect.run();
        return true;
    }

    private synchronized Mono<Void> end() {
        if (cut == Cut.ERROR && !hasEnded) {
            return Mono.error(new CutException());
        }
        cancelled.tryEmitEmpty();
        return Mono.never();
    }

    private static final class CutException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}

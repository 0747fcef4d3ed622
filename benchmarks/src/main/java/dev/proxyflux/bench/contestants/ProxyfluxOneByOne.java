package dev.proxyflux.bench.contestants;

import dev.proxyflux.bench.server.ServedList;
import dev.proxyflux.model.Interaction;
import reactor.core.publisher.Flux;

/** A control: one interaction asked for at a time, as {@code concatMap} does, so that nothing overlaps; or by {@code readAhead()}. */
final class ProxyfluxOneByOne extends Proxyflux {

    private final boolean readAhead;

    ProxyfluxOneByOne(String base, boolean readAhead) {
        super(base, Reading.TYPED);
        this.readAhead = readAhead;
    }

    @Override
    public Flux<Interaction> list(ServedList list, int pageSize) {
        var query = query(list, pageSize);
        return client().stream(readAhead ? query.readAhead() : query).limitRate(1);
    }
}

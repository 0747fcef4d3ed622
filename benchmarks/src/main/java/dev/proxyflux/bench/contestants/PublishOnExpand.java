package dev.proxyflux.bench.contestants;

import dev.proxyflux.bench.server.ServedList;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** The way to overlap fetching and consuming without this library: {@code expand}, {@code concatMapIterable}, {@code publishOn}. */
final class PublishOnExpand extends ReactorNettyExpand {

    PublishOnExpand(String base) {
        super(base);
    }

    @Override
    public Flux<Item> list(ServedList list, int pageSize) {
        return pages(list, pageSize).concatMapIterable(Page::items).publishOn(Schedulers.parallel());
    }
}

package dev.proxyflux.bench.contestants;

import dev.proxyflux.bench.server.ServedList;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** The tutorials' way: Reactor Netty, databind, {@code expand} and {@code flatMapIterable}. */
class ReactorNettyExpand implements Contestant<Item> {

    private final HttpClient client = HttpClient.create();
    private final String base;

    ReactorNettyExpand(String base) {
        this.base = base;
    }

    @Override
    public Flux<Item> list(ServedList list, int pageSize) {
        return pages(list, pageSize).flatMapIterable(Page::items);
    }

    final Flux<Page> pages(ServedList list, int pageSize) {
        return first(list, pageSize).expand(page -> page.next() == null ? Mono.empty() : fetch(page.next()));
    }

    final Mono<Page> first(ServedList list, int pageSize) {
        return fetch(base + list.path() + "?PageSize=" + pageSize);
    }

    final Mono<Page> fetch(String url) {
        return client.get()
                .uri(url)
                .responseSingle((response, body) -> body.asByteArray())
                .map(Databind::page);
    }

    @Override
    public int read(Item item, Checksum sum) {
        return item.read(sum);
    }
}

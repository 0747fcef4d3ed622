package dev.proxyflux.bench.contestants;

import dev.proxyflux.bench.server.ServedList;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClient;

/**
 * A limit: walks the pages one after another with Reactor Netty and drops their bodies. It makes each link up, as it
 * never sees one. Emits the number of items of each page.
 */
class LimitA implements Contestant<Integer> {

    private final HttpClient client = HttpClient.create();
    private final String base;

    LimitA(String base) {
        this.base = base;
    }

    @Override
    public Publisher<Integer> list(ServedList list, int pageSize) {
        String first = base + list.path() + "?PageSize=" + pageSize;
        int pages = Math.toIntExact((list.items() + pageSize - 1) / pageSize);
        return Flux.range(0, pages)
                .concatMap(page -> get(link(first, page))
                        .thenReturn((int) Math.min(pageSize, list.items() - (long) page * pageSize)));
    }

    private static String link(String first, int page) {
        return page == 0 ? first : first + "&Page=" + page + "&PageToken=PA" + page;
    }

    private Mono<Void> get(String link) {
        return client.get().uri(link).responseSingle((response, body) -> receive(body));
    }

    /** Drops a body. */
    Mono<Void> receive(ByteBufMono body) {
        return body.then();
    }

    @Override
    public int read(Integer items, Checksum sum) {
        return items;
    }

    @Override
    public boolean isReadable() {
        return false;
    }
}

package dev.proxyflux.bench.contestants;

import dev.proxyflux.bench.server.ServedList;
import dev.proxyflux.json.DecodedPage;
import dev.proxyflux.json.PageDecoder;
import dev.proxyflux.json.UndecodableException;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.paging.PageItems;
import dev.proxyflux.paging.Paging;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;

/** A control: this library's paging, operator and decoder, without its retry, clocks, link checks, listeners and closing. */
final class Bare implements Contestant<Interaction> {

    private final HttpClient client = HttpClient.create();
    private final String base;

    Bare(String base) {
        this.base = base;
    }

    @Override
    public Flux<Interaction> list(ServedList list, int pageSize) {
        return Flux.defer(() -> Paging.items(
                Paging.pages(fetch(base + list.path() + "?PageSize=" + pageSize), this::after),
                new PageItems<>(DecodedPage::items, page -> {}),
                Schedulers.parallel(),
                false));
    }

    private Mono<DecodedPage> after(DecodedPage page) {
        String next = page.meta().nextPageUrl();
        return next == null ? null : fetch(next);
    }

    private Mono<DecodedPage> fetch(String url) {
        return client.get()
                .uri(url)
                .responseSingle((response, body) -> body.asByteArray())
                .publishOn(Schedulers.parallel())
                .map(Bare::decode);
    }

    private static DecodedPage decode(byte[] body) {
        try {
            return PageDecoder.decode(body);
        } catch (UndecodableException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Override
    public int read(Interaction item, Checksum sum) {
        Proxyflux.readTyped(item, sum);
        return 1;
    }
}

package dev.proxyflux.bench.contestants;

import dev.proxyflux.StreamSchedulers;
import dev.proxyflux.bench.server.ServedList;
import dev.proxyflux.json.DecodedPage;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.paging.PageItems;
import dev.proxyflux.paging.Paging;
import dev.proxyflux.transport.BareFetch;
import dev.proxyflux.transport.HttpSettings;
import dev.proxyflux.transport.PageExchange;
import dev.proxyflux.transport.ReactorNettyExchange;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;

/** A control: this library's paging, operator, exchange and decoder, without its retry, clocks, link checks, listeners and closing. */
final class Bare implements Contestant<Interaction> {

    private final PageExchange exchange = new ReactorNettyExchange(
            HttpClient.create(),
            new HttpSettings("Basic none", "bare", Duration.ofSeconds(30), 64 * 1024 * 1024, 64 * 1024));
    private final String base;

    Bare(String base) {
        this.base = base;
    }

    @Override
    public Flux<Interaction> list(ServedList list, int pageSize) {
        return Flux.defer(() -> {
            Scheduler scheduler = StreamSchedulers.over(Schedulers.parallel());
            return Paging.items(
                    Paging.pages(
                            fetch(base + list.path() + "?PageSize=" + pageSize, scheduler),
                            page -> after(page, scheduler)),
                    new PageItems<>(DecodedPage::items, page -> {}),
                    scheduler,
                    false);
        });
    }

    private Mono<DecodedPage> after(DecodedPage page, Scheduler scheduler) {
        String next = page.meta().nextPageUrl();
        return next == null ? null : fetch(next, scheduler);
    }

    private Mono<DecodedPage> fetch(String url, Scheduler scheduler) {
        return BareFetch.of(exchange, url, scheduler);
    }

    @Override
    public int read(Interaction item, Checksum sum) {
        Proxyflux.readTyped(item, sum);
        return 1;
    }
}

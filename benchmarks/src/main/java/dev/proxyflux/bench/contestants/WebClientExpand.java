package dev.proxyflux.bench.contestants;

import dev.proxyflux.bench.server.ServedList;
import java.net.URI;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Spring's WebClient with its own JSON (Jackson 3), {@code expand} and {@code flatMapIterable}: the tutorials' way in Spring. */
final class WebClientExpand implements Contestant<Item> {

    /** Its default of 256 KiB refuses pages of 1,000. */
    private static final int ENOUGH = 16 * 1024 * 1024;

    private final WebClient client = WebClient.builder()
            .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(ENOUGH))
            .build();
    private final String base;

    WebClientExpand(String base) {
        this.base = base;
    }

    @Override
    public Flux<Item> list(ServedList list, int pageSize) {
        return fetch(base + list.path() + "?PageSize=" + pageSize)
                .expand(page -> page.next() == null ? Mono.empty() : fetch(page.next()))
                .flatMapIterable(Page::items);
    }

    private Mono<Page> fetch(String url) {
        return client.get().uri(URI.create(url)).retrieve().bodyToMono(Page.class);
    }

    @Override
    public int read(Item item, Checksum sum) {
        return item.read(sum);
    }
}

package dev.proxyflux.transport;

import dev.proxyflux.json.DecodedPage;
import dev.proxyflux.json.PageDecoder;
import dev.proxyflux.json.UndecodableException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The fetch of a page without all that guards it; in the library's package, as its bodies are nobody else's. */
public final class BareFetch {

    private BareFetch() {}

    public static Mono<DecodedPage> of(PageExchange exchange, String url, Scheduler scheduler) {
        return exchange.get(url).publishOn(scheduler).map(BareFetch::decode);
    }

    private static DecodedPage decode(PageResponse response) {
        try {
            return PageDecoder.decode(response.body().bytes(), response.body().length());
        } catch (UndecodableException broken) {
            throw new IllegalStateException(broken);
        } finally {
            response.release();
        }
    }
}

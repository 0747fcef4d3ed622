package dev.proxyflux.bench.contestants;

import com.azure.core.http.rest.PagedFlux;
import com.azure.core.http.rest.PagedResponse;
import com.azure.core.http.rest.PagedResponseBase;
import dev.proxyflux.bench.server.ServedList;
import org.reactivestreams.Publisher;

/**
 * azure-core's {@code PagedFlux} over the same Reactor Netty and databind as {@link ReactorNettyExpand}, not over Azure's
 * own HTTP pipeline, which would cost more.
 */
final class AzurePagedFlux implements Contestant<Item> {

    private final ReactorNettyExpand fetcher;

    AzurePagedFlux(String base) {
        this.fetcher = new ReactorNettyExpand(base);
    }

    @Override
    public Publisher<Item> list(ServedList list, int pageSize) {
        return new PagedFlux<>(
                () -> fetcher.first(list, pageSize).map(AzurePagedFlux::response),
                link -> fetcher.fetch(link).map(AzurePagedFlux::response));
    }

    private static PagedResponse<Item> response(Page page) {
        return new PagedResponseBase<Void, Item>(null, 200, null, page.items(), page.next(), null);
    }

    @Override
    public int read(Item item, Checksum sum) {
        return item.read(sum);
    }
}

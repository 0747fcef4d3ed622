package dev.proxyflux.bench.contestants;

import dev.proxyflux.bench.server.ServedList;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.core.pagination.async.AsyncPageFetcher;
import software.amazon.awssdk.core.pagination.async.PaginatedItemsPublisher;

/**
 * The AWS SDK's paginator, the class behind every {@code …Paginator().items()} of its clients, over the same Reactor Netty
 * and databind as {@link ReactorNettyExpand}: no signing, no retries, no interceptors of a real client.
 */
final class AwsPaginator implements Contestant<Item> {

    private final ReactorNettyExpand fetcher;

    AwsPaginator(String base) {
        this.fetcher = new ReactorNettyExpand(base);
    }

    @Override
    public Publisher<Item> list(ServedList list, int pageSize) {
        return paginate(new AsyncPageFetcher<Page>() {
            @Override
            public boolean hasNextPage(Page previous) {
                return previous.next() != null;
            }

            @Override
            public CompletableFuture<Page> nextPage(Page previous) {
                return (previous == null ? fetcher.first(list, pageSize) : fetcher.fetch(previous.next())).toFuture();
            }
        });
    }

    /** The SDK's builder is raw. */
    @SuppressWarnings({"unchecked", "deprecation"})
    static Publisher<Item> paginate(AsyncPageFetcher<Page> fetcher) {
        Function<Page, Iterator<Item>> items = page -> page.items().iterator();
        return (Publisher<Item>) PaginatedItemsPublisher.builder()
                .nextPageFetcher(fetcher)
                .iteratorFunction(items)
                .isLastPage(false)
                .build();
    }

    @Override
    public int read(Item item, Checksum sum) {
        return item.read(sum);
    }
}

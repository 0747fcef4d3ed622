package dev.proxyflux.bench.contestants;

import dev.proxyflux.bench.server.ServedList;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.core.pagination.async.AsyncPageFetcher;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;

/** The AWS SDK's paginator over the AWS SDK's own default asynchronous HTTP client, and databind. */
final class AwsPaginatorNetty implements Contestant<Item> {

    private final SdkAsyncHttpClient client = NettyNioAsyncHttpClient.create();
    private final String base;

    AwsPaginatorNetty(String base) {
        this.base = base;
    }

    @Override
    public Publisher<Item> list(ServedList list, int pageSize) {
        String first = base + list.path() + "?PageSize=" + pageSize;
        return AwsPaginator.paginate(new AsyncPageFetcher<Page>() {
            @Override
            public boolean hasNextPage(Page previous) {
                return previous.next() != null;
            }

            @Override
            public CompletableFuture<Page> nextPage(Page previous) {
                return fetch(previous == null ? first : previous.next());
            }
        });
    }

    private CompletableFuture<Page> fetch(String url) {
        SdkHttpFullRequest request = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create(url))
                .putHeader("Host", URI.create(url).getAuthority())
                .build();
        Body body = new Body();
        client.execute(AsyncExecuteRequest.builder()
                .request(request)
                .requestContentPublisher(new NoContent())
                .responseHandler(body)
                .build());
        return body.whole.thenApply(Databind::page);
    }

    @Override
    public int read(Item item, Checksum sum) {
        return item.read(sum);
    }

    @Override
    public void close() {
        client.close();
    }

    private static final class Body implements SdkAsyncHttpResponseHandler {

        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void onHeaders(SdkHttpResponse headers) {
            // The server answers 200.
        }

        @Override
        public void onStream(Publisher<ByteBuffer> stream) {
            Flux.from(stream)
                    .subscribe(this::append, whole::completeExceptionally, () -> whole.complete(bytes.toByteArray()));
        }

        private void append(ByteBuffer chunk) {
            byte[] copy = new byte[chunk.remaining()];
            chunk.get(copy);
            bytes.writeBytes(copy);
        }

        @Override
        public void onError(Throwable error) {
            whole.completeExceptionally(error);
        }
    }

    private static final class NoContent implements SdkHttpContentPublisher {

        @Override
        public Optional<Long> contentLength() {
            return Optional.of(0L);
        }

        @Override
        public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
            Flux.<ByteBuffer>empty().subscribe(subscriber);
        }
    }
}

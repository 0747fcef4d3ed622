package dev.proxyflux.events;

import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.model.InteractionPage;
import dev.proxyflux.model.PageCursor;
import java.time.Duration;
import java.util.concurrent.Flow;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** README's event processors, as they stand there. {@link EventProcessorTest} runs them. */
record EventProcessor(
        InteractionsClient client, InteractionsQuery query, int batchSize, Sink sink, Checkpoints checkpoints) {

    enum Way {
        PAGES,
        BATCHES,
        FLOW
    }

    /** {@return all that earlier runs have left to do} */
    Mono<Void> run(Way way) {
        Flux<InteractionPage> rest = checkpoints
                .load() // "" at first, then what was saved last: the url() of a cursor, or "done"
                .flatMapMany(saved -> switch (saved) {
                    case "" -> client.pages(query);
                    case "done" -> Flux.empty();
                    default -> client.pages(query.startingAt(new PageCursor(saved)));
                });
        Mono<Void> export = rest.concatMap(
                        page -> sink.write(page.items()).then(checkpoints.save(page.next()))) // null saves "done"
                .then();

        Mono<Void> batched = rest.concatMapIterable(page -> Placed.all(page), 1) // interactions, each with its page
                .bufferTimeout(batchSize, Duration.ofSeconds(1), true) // without true, a slow sink makes it overflow
                .concatMap(batch -> sink.write(Placed.interactions(batch)).then(checkpoints.save(Placed.last(batch))))
                .then(checkpoints.save(null));

        return switch (way) {
            case PAGES -> export;
            case BATCHES -> batched;
            case FLOW -> byFlow(rest);
        };
    }

    private Mono<Void> byFlow(Flux<InteractionPage> rest) {
        return Mono.defer(() -> {
            PageWriter writer = new PageWriter(sink, checkpoints);
            Flow.Publisher<InteractionPage> pages = JdkFlowAdapter.publisherToFlowPublisher(rest);
            pages.subscribe(writer); // which asks for a page when the one before is written and its next() saved
            return Mono.fromFuture(writer.end(), true).doOnCancel(writer::cancel);
        });
    }
}

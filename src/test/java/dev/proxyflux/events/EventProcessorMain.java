package dev.proxyflux.events;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import dev.proxyflux.Credentials;
import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.events.EventProcessor.Way;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.PageCursor;
import dev.proxyflux.testkit.InteractionsService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Writes SIDs to a file, one a line, as a process that can be killed. */
final class EventProcessorMain implements Sink, Checkpoints {

    static final int PAGE_SIZE = 20;
    static final int BATCH = 16;

    private final Path run;
    private final Path checkpoint;

    private EventProcessorMain(Path run, Path checkpoint) {
        this.run = run;
        this.checkpoint = checkpoint;
    }

    /** Takes the way, the service's base URL, this run's file and the checkpoint's. */
    public static void main(String[] arguments) {
        EventProcessorMain files = new EventProcessorMain(Path.of(arguments[2]), Path.of(arguments[3]));
        InteractionsQuery query =
                InteractionsQuery.of(InteractionsService.SESSION).withPageSize(PAGE_SIZE);
        try (InteractionsClient client = InteractionsClient.builder(
                        Credentials.authToken(InteractionsService.USER, InteractionsService.SECRET))
                .baseUrl(arguments[1])
                .build()) {
            new EventProcessor(client, query, BATCH, files, files)
                    .run(Way.valueOf(arguments[0]))
                    .block();
        }
    }

    /** A line a millisecond, so that a kill can come between them. */
    @Override
    public Mono<Void> write(List<Interaction> interactions) {
        return Flux.fromIterable(interactions)
                .delayElements(Duration.ofMillis(1), Schedulers.boundedElastic())
                .concatMap(each -> Mono.fromCallable(() -> Files.writeString(run, each.sid() + "\n", CREATE, APPEND)))
                .then();
    }

    @Override
    public Mono<String> load() {
        return Mono.fromCallable(() -> Files.exists(checkpoint) ? Files.readString(checkpoint) : NONE)
                .subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public Mono<Void> save(@Nullable PageCursor next) {
        Path unfinished = checkpoint.resolveSibling("unfinished");
        return Mono.fromCallable(() ->
                        Files.move(Files.writeString(unfinished, Checkpoints.text(next)), checkpoint, ATOMIC_MOVE))
                .subscribeOn(Schedulers.boundedElastic())
                .then();
    }
}

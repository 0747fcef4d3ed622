package com.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.proxyflux.Credentials;
import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionPage;
import dev.proxyflux.model.PageCursor;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Sends a session's interactions to a topic, page by page. A page's successor is stored once the broker has acknowledged all
 * of the page, so a run that dies and is started again loses nothing, and sends at most one page twice.
 */
public final class KafkaExport {

    static final String TOPIC = "interactions";
    static final String DONE = "done";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final InteractionsClient client;
    private final Producer<String, byte[]> producer;
    private final CheckpointFile checkpoints;

    KafkaExport(InteractionsClient client, Producer<String, byte[]> producer, CheckpointFile checkpoints) {
        this.client = client;
        this.producer = producer;
        this.checkpoints = checkpoints;
    }

    Mono<Void> run(InteractionsQuery query) {
        return checkpoints
                .load()
                .flatMapMany(saved -> pagesAfter(saved, query.readAhead()))
                .concatMap(page -> send(page).then(checkpoints.save(after(page))))
                .then();
    }

    private Flux<InteractionPage> pagesAfter(String saved, InteractionsQuery query) {
        return switch (saved) {
            case "" -> client.pages(query);
            case DONE -> Flux.empty();
            default -> client.pages(query.startingAt(new PageCursor(saved)));
        };
    }

    private static String after(InteractionPage page) {
        PageCursor next = page.next();
        return next == null ? DONE : next.url();
    }

    /** Sends all at once, in order, and ends with the last acknowledgement, after a failure too. */
    private Mono<Void> send(InteractionPage page) {
        return Mono.whenDelayError(page.items().stream().map(this::send).toList())
                .subscribeOn(Schedulers.boundedElastic()); // a producer that has no room blocks
    }

    private Mono<Void> send(Interaction interaction) {
        return Mono.create(sink -> producer.send(record(interaction), (metadata, failure) -> {
            if (failure == null) {
                sink.success();
            } else {
                sink.error(failure);
            }
        }));
    }

    /** One key a session: its interactions share a partition, which keeps their order. */
    private static ProducerRecord<String, byte[]> record(Interaction interaction) {
        try {
            return new ProducerRecord<>(TOPIC, interaction.sessionSid(), JSON.writeValueAsBytes(interaction));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Runs once, from where the last run got to.
     *
     * @param arguments the brokers, the base URL, the service's and the session's SID, the checkpoint's file
     */
    public static void main(String[] arguments) {
        Credentials credentials =
                Credentials.authToken(System.getenv("TWILIO_ACCOUNT_SID"), System.getenv("TWILIO_AUTH_TOKEN"));
        InteractionsQuery query =
                InteractionsQuery.of(arguments[2], arguments[3]).withPageSize(100);
        // Kafka's defaults: acknowledged by all replicas, and retried without a repetition or a change of order.
        Map<String, Object> settings = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
        try (Producer<String, byte[]> producer =
                        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
                InteractionsClient client = InteractionsClient.builder(credentials)
                        .baseUrl(arguments[1])
                        .build()) {
            new KafkaExport(client, producer, new CheckpointFile(Path.of(arguments[4])))
                    .run(query)
                    .block();
        }
    }
}

package dev.proxyflux.bench.contestants;

import dev.proxyflux.Credentials;
import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.bench.server.ServedList;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionField;
import java.time.Instant;
import reactor.core.publisher.Flux;

/** This library, by its public API, with its defaults. */
class Proxyflux implements Contestant<Interaction> {

    /** What the consumer reads: {@code TYPED} is what it reads of every contestant, the others are controls. */
    enum Reading {
        /** SID, both dates, both statuses, data. */
        TYPED,
        /** The same, with the dates parsed by the JDK. */
        JDK_DATES,
        /** The SID alone: what a consumer saves that doesn't look at the rest. */
        SID_ONLY,
        /** What is read of all, and type and URLs, as an eager binding parses them. */
        ALL_FIELDS
    }

    private final InteractionsClient client;
    private final Reading reading;

    Proxyflux(String base, Reading reading) {
        this.client = InteractionsClient.builder(Credentials.authToken("AC" + "0".repeat(32), "0".repeat(32)))
                .baseUrl(base)
                .build();
        this.reading = reading;
    }

    @Override
    public Flux<Interaction> list(ServedList list, int pageSize) {
        return client.stream(query(list, pageSize));
    }

    final InteractionsClient client() {
        return client;
    }

    final InteractionsQuery query(ServedList list, int pageSize) {
        return InteractionsQuery.of(ServedList.SERVICE_SID, list.sessionSid()).withPageSize(pageSize);
    }

    @Override
    public int read(Interaction item, Checksum sum) {
        switch (reading) {
            case TYPED -> readTyped(item, sum);
            case JDK_DATES ->
                add(item, sum, date(item, InteractionField.DATE_CREATED), date(item, InteractionField.DATE_UPDATED));
            case SID_ONLY -> sum.add(item.sid().hashCode());
            case ALL_FIELDS -> {
                readTyped(item, sum);
                sum.add(item.type().ordinal()
                        + item.url().hashCode()
                        + item.inboundResourceUrl().hashCode()
                        + item.outboundResourceUrl().hashCode());
            }
        }
        return 1;
    }

    static void readTyped(Interaction item, Checksum sum) {
        add(item, sum, item.dateCreated(), item.dateUpdated());
    }

    private static Instant date(Interaction item, InteractionField field) {
        return Instant.parse(item.text(field));
    }

    private static void add(Interaction item, Checksum sum, Instant created, Instant updated) {
        sum.add(
                item.sid(),
                created.getEpochSecond(),
                updated.getEpochSecond(),
                item.inboundResourceStatus(),
                item.outboundResourceStatus(),
                item.text(InteractionField.DATA));
    }

    @Override
    public boolean isReadable() {
        return reading == Reading.TYPED || reading == Reading.JDK_DATES;
    }

    @Override
    public void close() {
        client.close();
    }
}

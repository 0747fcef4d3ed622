package dev.proxyflux.bench.server;

import static dev.proxyflux.model.InteractionField.DATE_CREATED;
import static dev.proxyflux.model.InteractionField.DATE_UPDATED;
import static dev.proxyflux.model.InteractionField.INBOUND_RESOURCE_SID;
import static dev.proxyflux.model.InteractionField.INBOUND_RESOURCE_URL;
import static dev.proxyflux.model.InteractionField.OUTBOUND_RESOURCE_SID;
import static dev.proxyflux.model.InteractionField.OUTBOUND_RESOURCE_URL;
import static dev.proxyflux.model.InteractionField.SID;
import static dev.proxyflux.model.InteractionField.URL;

import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionField;
import dev.proxyflux.model.SessionKey;
import dev.proxyflux.testkit.GeneratedInteractions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The testkit's interactions without its regularity, which decoding could gain from: SIDs of random digits, kinds, bodies,
 * statuses and participants in random order, two dates that differ in most. The same in each run.
 */
final class IrregularInteractions {

    private static final long SEED = 20_261_128;
    private static final int SOURCES = 1 << 20;
    private static final Instant FIRST = Instant.parse("2026-01-05T08:00:00Z");
    private static final int SECONDS_APART = 37;
    private static final int SECONDS_TO_DELIVER = 5;

    private final SessionKey session;
    private final Random random = new Random(SEED);

    private IrregularInteractions(SessionKey session) {
        this.session = session;
    }

    static List<Interaction> list(SessionKey session, int count) {
        IrregularInteractions interactions = new IrregularInteractions(session);
        List<Interaction> list = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            list.add(interactions.next(index));
        }
        return list;
    }

    private Interaction next(int index) {
        Interaction made = GeneratedInteractions.of(session, random.nextInt(SOURCES));
        made = withRandomSid(made, SID, URL);
        made = withRandomSid(made, INBOUND_RESOURCE_SID, INBOUND_RESOURCE_URL);
        made = withRandomSid(made, OUTBOUND_RESOURCE_SID, OUTBOUND_RESOURCE_URL);
        Instant created = FIRST.plusSeconds((long) SECONDS_APART * index + random.nextInt(SECONDS_APART));
        return made.with(DATE_CREATED, created.toString())
                .with(
                        DATE_UPDATED,
                        created.plusSeconds(random.nextInt(SECONDS_TO_DELIVER)).toString());
    }

    private Interaction withRandomSid(Interaction interaction, InteractionField sid, InteractionField url) {
        String regular = interaction.text(sid);
        String irregular = regular.substring(0, 2) + String.format("%016x%016x", random.nextLong(), random.nextLong());
        return interaction.with(sid, irregular).with(url, interaction.text(url).replace(regular, irregular));
    }
}

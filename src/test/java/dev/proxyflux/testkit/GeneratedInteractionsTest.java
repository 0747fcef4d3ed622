package dev.proxyflux.testkit;

import static dev.proxyflux.testkit.ScriptedService.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionField;
import dev.proxyflux.model.InteractionType;
import dev.proxyflux.model.ResourceStatus;
import dev.proxyflux.model.SessionKey;
import java.nio.charset.StandardCharsets;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GeneratedInteractionsTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<Interaction> SOME = GeneratedInteractions.list(SESSION, 1_000);

    @Nested
    class One {

        @Test
        void hasAllFields() {
            assertThat(SOME)
                    .allSatisfy(interaction -> assertThat(InteractionField.values())
                            .allSatisfy(
                                    field -> assertThat(interaction.text(field)).isNotBlank()));
        }

        @Test
        void hasItsIndexAsSid() {
            assertThat(GeneratedInteractions.of(SESSION, 255).sid()).isEqualTo("KI000000000000000000000000000000ff");
            assertThat(GeneratedInteractions.of(SESSION, Integer.MAX_VALUE - 1).sid())
                    .isEqualTo("KI0000000000000000000000007ffffffe");
        }

        @Test
        void isTheSameForTheSameIndex() {
            assertThat(GeneratedInteractions.of(SESSION, 12))
                    .isEqualTo(GeneratedInteractions.of(SESSION, 12))
                    .isNotEqualTo(GeneratedInteractions.of(SESSION, 13));
        }

        @Test
        void belongsToItsSession() {
            SessionKey session = new SessionKey("KS" + "a".repeat(32), "KC" + "b".repeat(32));

            Interaction interaction = GeneratedInteractions.of(session, 3);

            assertThat(interaction.serviceSid()).isEqualTo(session.serviceSid());
            assertThat(interaction.sessionSid()).isEqualTo(session.sessionSid());
            assertThat(interaction.url()).hasPath(PagedList.path(session) + "/" + interaction.sid());
        }

        @Test
        void readsWellInTheTypedView() {
            assertThat(SOME).allSatisfy(interaction -> {
                boolean isVoice = interaction.type() == InteractionType.VOICE;
                assertThat(interaction.data().messageBody() == null).isEqualTo(isVoice);
                assertThat(interaction.data().callDuration() != null).isEqualTo(isVoice);
                assertThat(interaction.dateCreated()).isNotNull();
                assertThat(interaction.inboundResourceUrl()).isNotNull();
                assertThat(interaction.outboundResourceUrl()).isNotNull();
                assertThat(interaction.inboundResourceStatus())
                        .isIn(ResourceStatus.DELIVERED, ResourceStatus.IN_PROGRESS);
                assertThat(interaction.outboundResourceStatus())
                        .isNotIn(null, ResourceStatus.UNKNOWN, ResourceStatus.UNRECOGNIZED);
            });
        }

        @Test
        void isAMessageOrACallWithVariedOutcomes() {
            assertThat(SOME).extracting(Interaction::type).contains(InteractionType.MESSAGE, InteractionType.VOICE);
            assertThat(SOME)
                    .extracting(Interaction::outboundResourceStatus)
                    .contains(
                            ResourceStatus.DELIVERED,
                            ResourceStatus.SENT,
                            ResourceStatus.UNDELIVERED,
                            ResourceStatus.COMPLETED,
                            ResourceStatus.NO_ANSWER,
                            ResourceStatus.BUSY);
        }

        @Test
        void isOfAbout1300BytesAsJson() {
            IntSummaryStatistics bytes = SOME.stream()
                    .mapToInt(interaction -> json(interaction).length)
                    .summaryStatistics();

            assertThat(bytes.getMin()).isGreaterThan(1_150);
            assertThat(bytes.getAverage()).isBetween(1_250.0, 1_350.0);
            assertThat(bytes.getMax()).isLessThan(1_500);
        }

        private byte[] json(Interaction interaction) {
            try {
                return JSON.writeValueAsString(interaction).getBytes(StandardCharsets.UTF_8);
            } catch (JsonProcessingException unwritable) {
                throw new AssertionError(unwritable);
            }
        }

        @Test
        void hasNoIndexBelowZero() {
            assertThatThrownBy(() -> GeneratedInteractions.of(SESSION, -1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Nested
    class Many {

        @Test
        void haveSidsAndDatesInOrder() {
            assertThat(SOME).hasSize(1_000);
            assertThat(SOME).extracting(Interaction::sid).isSorted().doesNotHaveDuplicates();
            assertThat(SOME)
                    .extracting(interaction -> Objects.requireNonNull(interaction.dateCreated()))
                    .isSorted();
        }

        @Test
        void takeNoMemoryUntilAskedFor() {
            List<Interaction> all = GeneratedInteractions.list(SESSION, Integer.MAX_VALUE);

            assertThat(all.get(2_000_000_000).sid()).isEqualTo("KI00000000000000000000000077359400");
            assertThatThrownBy(() -> all.get(Integer.MAX_VALUE)).isInstanceOf(IndexOutOfBoundsException.class);
        }

        @Test
        void areNotFewerThanNone() {
            assertThatThrownBy(() -> GeneratedInteractions.list(SESSION, -1)).hasMessage("count -1 is below 0");
        }
    }
}

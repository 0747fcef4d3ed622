package dev.proxyflux.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionField;
import dev.proxyflux.testkit.GeneratedInteractions;
import dev.proxyflux.testkit.InteractionsService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NdjsonWriterTest {

    private final RecordingChannel channel = new RecordingChannel();
    private final NdjsonWriter writer = new NdjsonWriter(new Output(channel, StreamKind.PIPE));

    @Test
    void hasWrittenAllWhenItReturns() throws IOException {
        writer.write(GeneratedInteractions.list(InteractionsService.SESSION, 1_000));

        assertThat(channel.bytes.toString(UTF_8).lines()).hasSize(1_000);
    }

    @Test
    void writesWholeLinesThatAPipeTakesWholeOrNotAtAll() throws IOException {
        writer.write(GeneratedInteractions.list(InteractionsService.SESSION, 100));

        assertThat(channel.writes)
                .hasSizeGreaterThan(10)
                .allSatisfy(write -> assertThat(write).endsWith("}\n").hasSizeLessThanOrEqualTo(NdjsonWriter.WHOLE));
    }

    @Test
    void writesALineThatIsLargerByItselfInSlices() throws IOException {
        Interaction small = Interaction.empty();
        Interaction large = small.with(InteractionField.DATA, "x".repeat(200_000));

        writer.write(List.of(small, large, small));

        List<String> lines = channel.bytes.toString(UTF_8).lines().toList();
        assertThat(lines).extracting(String::length).satisfies(lengths -> {
            assertThat(lengths.get(0)).isEqualTo(lengths.get(2)).isLessThan(1_000);
            assertThat(lengths.get(1)).isGreaterThan(200_000);
        });
        assertThat(channel.writes)
                .allSatisfy(write -> assertThat(write.length()).isLessThanOrEqualTo(64 * 1024));
    }

    @Test
    void goesOnWhenANonBlockingPipeTakesNothingForAWhile() throws IOException {
        channel.refusals = 3;
        channel.most = 100;

        writer.write(GeneratedInteractions.list(InteractionsService.SESSION, 10));

        assertThat(channel.bytes.toString(UTF_8).lines()).hasSize(10);
        assertThat(channel.refusals).isZero();
    }

    @Test
    void writesNothingMoreOnceAbandoned() {
        writer.abandon();

        assertThatThrownBy(() -> writer.write(List.of(Interaction.empty()))).isInstanceOf(InterruptedIOException.class);
        assertThat(channel.writes).isEmpty();
    }

    /** Records each write; can take less than it is given, or nothing. */
    private static final class RecordingChannel implements WritableByteChannel {

        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final List<String> writes = new ArrayList<>();
        int most = Integer.MAX_VALUE;
        int refusals;

        @Override
        public int write(ByteBuffer from) {
            if (refusals > 0) {
                refusals--;
                return 0;
            }
            byte[] taken = new byte[Math.min(most, from.remaining())];
            from.get(taken);
            bytes.writeBytes(taken);
            writes.add(new String(taken, UTF_8));
            return taken.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}

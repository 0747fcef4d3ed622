package dev.proxyflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class StreamKindTest {

    @Test
    void takesADescriptorThatIsNotOpenForNothingSpecial() {
        assertThat(StreamKind.of(987_654)).isEqualTo(StreamKind.OTHER);
    }

    @Test
    void knowsThatAPipesReaderIsGoneWhateverTheSystemCallsIt() {
        CliRun run = new CliRun();

        assertThat(new Output(run.channel, StreamKind.PIPE).isReaderGone(new IOException("Datenübergabe unterbrochen")))
                .isTrue();
        assertThat(new Output(run.channel, StreamKind.OTHER).isReaderGone(new IOException("Broken pipe")))
                .isTrue();
        assertThat(new Output(run.channel, StreamKind.OTHER).isReaderGone(new IOException("No space left on device")))
                .isFalse();
    }
}

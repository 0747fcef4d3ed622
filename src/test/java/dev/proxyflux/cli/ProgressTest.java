package dev.proxyflux.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicLong now = new AtomicLong();

    private Progress progress(boolean isDrawn) {
        return new Progress(new Messages(err, List.of()), isDrawn, now::get);
    }

    private String drawn() {
        String text = err.toString(UTF_8);
        err.reset();
        return text;
    }

    @Test
    void drawsOneLineOverAndOver() {
        Progress progress = progress(true);
        progress.addPage(100);
        now.set(TimeUnit.SECONDS.toNanos(2));
        progress.draw();
        assertThat(drawn()).isEqualTo("\r1 page, 100 interactions, 50/s, 0 retries");

        progress.addRetry();
        progress.draw();

        // One character shorter, so the last one is blanked.
        assertThat(drawn()).isEqualTo("\r1 page, 100 interactions, 50/s, 1 retry  ");
    }

    @Test
    void drawsNothingWhenNothingChanged() {
        Progress progress = progress(true);
        progress.draw();
        drawn();

        progress.draw();

        assertThat(drawn()).isEmpty();
    }

    @Test
    void takesTheLineOffAndDrawsAgainOnlyWhenShown() {
        Progress progress = progress(true);
        progress.draw();
        int width = drawn().length() - 1;

        progress.hide();
        assertThat(drawn()).isEqualTo("\r" + " ".repeat(width) + "\r");
        progress.draw();
        assertThat(drawn()).isEmpty();
        progress.show();
        progress.draw();

        assertThat(drawn()).hasSize(width + 1);
    }

    @Test
    void isQuietWhereThereIsNoTerminal() {
        Progress progress = progress(false);
        progress.addPage(3);
        progress.draw();
        progress.hide();

        assertThat(drawn()).isEmpty();
    }

    @Test
    void sumsUp() {
        Progress progress = progress(false);
        progress.addPage(100);
        progress.addPage(100);
        progress.addPage(50);
        now.set(TimeUnit.MILLISECONDS.toNanos(400));

        assertThat(progress.summary()).isEqualTo("3 pages, 250 interactions in 0.4 s (625/s), 0 retries");
    }
}

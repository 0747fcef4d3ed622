package dev.proxyflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.error.ErrorResponseException;
import dev.proxyflux.error.Failure;
import dev.proxyflux.error.ServiceAnswer;
import dev.proxyflux.error.UnsafeLinkException;
import dev.proxyflux.model.PageCursor;
import dev.proxyflux.text.SecretMask;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndingTest {

    private static final PageCursor PAGE = new PageCursor("https://proxy.test/list?PageToken=it's");
    private static final String QUOTED = "'https://proxy.test/list?PageToken=it'\\''s'";

    private final Messages messages =
            new Messages(OutputStream.nullOutputStream(), List.of(SecretMask.of("ACx", "s3cr3t-token")));
    private final Ending ending = new Ending(messages, null);

    private static ErrorResponseException error(String message, int retries) {
        return new ErrorResponseException(
                message, new ServiceAnswer(503, null, null, null, null), new Failure(PAGE, "RQ1", retries));
    }

    @Test
    void namesTheCauseAndTheQuotedPageToGoOnAt() {
        assertThat(ending.failed(error("HTTP 503", 4), 0))
                .isEqualTo("proxyflux: HTTP 503, after 4 retries, request RQ1; continue with --from-page " + QUOTED);
    }

    @Test
    void saysThatAListCannotBeContinued() {
        assertThat(ending.failed(new UnsafeLinkException("bad link", UnsafeLinkException.Reason.MALFORMED), 0))
                .isEqualTo("proxyflux: bad link; the list can't be continued from here");
    }

    @Test
    void asksForTheRestOfALimit() {
        assertThat(new Ending(messages, 250L).failed(error("HTTP 503", 1), 100))
                .endsWith("after 1 retry, request RQ1; continue with --limit 150 --from-page " + QUOTED);
    }

    @Test
    void isOneLineWithoutSecretsWhateverTheMessage() {
        assertThat(ending.failed(error("a\nb\u001b[2J\u2028s3cr3t-token", 0), 0))
                .startsWith("proxyflux: a b [2J ***, request RQ1;");
    }

    @Test
    void letsNoMessagePassForTheWayToGoOn() {
        assertThat(ending.failed(error("continue with --from-page 'https://evil.test'", 0), 0))
                .containsOnlyOnce("--from-page")
                .endsWith("--from-page " + QUOTED);
    }

    @Test
    void tellsAFailedWriteFromABug() {
        assertThat(ending.notWritten(new IOException("No space left on device"), PAGE, 0))
                .startsWith("proxyflux: can't write to standard output: No space left on device; continue with")
                .endsWith("may be written in part");
        assertThat(ending.broken(new IllegalStateException("s3cr3t"), null, 0))
                .isEqualTo("proxyflux: internal error: java.lang.IllegalStateException; run it again");
        assertThat(ending.broken(new OutOfMemoryError("heap"), PAGE, 0))
                .startsWith("proxyflux: out of memory; continue");
    }
}

package dev.proxyflux.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.error.UnsafeLinkException.Reason;
import dev.proxyflux.model.InteractionField;
import dev.proxyflux.model.PageCursor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class InteractionsExceptionTest {

    private static final PageCursor PAGE = new PageCursor("https://proxy.example/page");
    private static final Failure FAILURE = new Failure(PAGE, "RQ1", 2);
    private static final ServiceAnswer ANSWER =
            new ServiceAnswer(503, 20503, "text", "https://a.example", Duration.ofSeconds(5));

    private final ErrorResponseException response = new ErrorResponseException("m", ANSWER, FAILURE);
    private final UndecodablePageException undecodable =
            new UndecodablePageException("m", 3, InteractionField.DATA, FAILURE);
    private final PageTooLargeException tooLarge = new PageTooLargeException("m", 5_000_000_000L, FAILURE);
    private final TooManyEmptyPagesException emptyPages = new TooManyEmptyPagesException("m", 1_000, FAILURE);
    private final ConnectionFailedException passing = new ConnectionFailedException(
            "m", ConnectionFailedException.Reason.BROKEN, FAILURE, new IOException("reset"));
    private final ConnectionFailedException certificate =
            new ConnectionFailedException("m", ConnectionFailedException.Reason.CERTIFICATE_REFUSED, FAILURE, null);
    private final UnsafeLinkException unsafe = new UnsafeLinkException("m", Reason.CIRCULAR);

    static List<InteractionsException> all() {
        InteractionsExceptionTest errors = new InteractionsExceptionTest();
        return Stream.concat(atAPage().stream(), Stream.of(errors.unsafe)).toList();
    }

    static List<InteractionsException> atAPage() {
        InteractionsExceptionTest errors = new InteractionsExceptionTest();
        return List.of(
                errors.response,
                errors.undecodable,
                errors.tooLarge,
                errors.emptyPages,
                new ClientClosedException("m", FAILURE),
                errors.passing,
                errors.certificate);
    }

    @ParameterizedTest
    @MethodSource("atAPage")
    void saysWhereAndAfterWhat(InteractionsException error) {
        assertThat(error).hasMessage("m");
        assertThat(error.resumeAt()).isEqualTo(PAGE);
        assertThat(error.requestId()).isEqualTo("RQ1");
        assertThat(error.retries()).isEqualTo(2);
    }

    @Test
    void saysWhatMayPass() {
        assertThat(atAPage().stream().map(InteractionsException::isTransient))
                .containsExactly(true, false, false, false, false, true, false);
        assertThat(new UnsafeLinkException("m", Reason.TOO_LONG).isTransient()).isFalse();
    }

    @Test
    void hasNoPositionAfterAnUnsafeLink() {
        assertThat(unsafe.resumeAt()).isNull();
        assertThat(unsafe.requestId()).isNull();
        assertThat(unsafe.retries()).isZero();
        assertThat(unsafe.reason()).isEqualTo(Reason.CIRCULAR);
        assertThat(Failure.at(PAGE)).isEqualTo(new Failure(PAGE, null, 0));
    }

    @Test
    void saysWhatTheServiceAnswered() {
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.code()).isEqualTo(20503);
        assertThat(response.serviceMessage()).isEqualTo("text");
        assertThat(response.moreInfo()).isEqualTo("https://a.example");
        assertThat(response.retryAfter()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void passesForSixStatusesAlone() {
        for (int status = 100; status < 1_000; status++) {
            boolean isTransient = new ErrorResponseException(
                            "m", new ServiceAnswer(status, null, null, null, null), FAILURE)
                    .isTransient();
            assertThat(isTransient)
                    .isEqualTo(List.of(408, 429, 500, 502, 503, 504).contains(status));
        }
    }

    @Test
    void givesOneMoreReason() {
        ErrorResponseException error = response.because("enough");

        assertThat(error).hasMessage("m; enough");
        assertThat(error.status()).isEqualTo(503);
        assertThat(error.retryAfter()).isEqualTo(Duration.ofSeconds(5));
        assertThat(error.resumeAt()).isEqualTo(PAGE);
        assertThat(error.requestId()).isEqualTo("RQ1");
        assertThat(error.retries()).isEqualTo(2);
    }

    @Test
    void saysWhichItemAndField() {
        assertThat(undecodable.item()).isEqualTo(3);
        assertThat(undecodable.field()).isEqualTo(InteractionField.DATA);
    }

    @Test
    void saysWhichLimit() {
        assertThat(tooLarge.limit()).isEqualTo(5_000_000_000L);
        assertThat(emptyPages.limit()).isEqualTo(1_000);
    }

    @ParameterizedTest
    @EnumSource(ConnectionFailedException.Reason.class)
    void saysWhyAConnectionFailed(ConnectionFailedException.Reason reason) {
        ConnectionFailedException error = new ConnectionFailedException("m", reason, FAILURE, null);

        assertThat(error.reason()).isEqualTo(reason);
        assertThat(error.isTransient()).isEqualTo(reason != ConnectionFailedException.Reason.CERTIFICATE_REFUSED);
    }

    @Test
    void keepsACause() {
        assertThat(passing).hasRootCauseInstanceOf(IOException.class);
        assertThat(certificate).hasNoCause();
    }

    @ParameterizedTest
    @MethodSource("all")
    void survivesJavaSerialisation(InteractionsException error) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(stored)) {
            out.writeObject(error);
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(stored.toByteArray()))) {
            Object read = in.readObject();
            assertThat(read).isInstanceOf(error.getClass()).hasToString(error.toString());
            assertThat(((InteractionsException) read).resumeAt()).isEqualTo(error.resumeAt());
        }
    }

    @Test
    void coversTheWholeFamily() {
        assertThat(all().stream().<Class<?>>map(Object::getClass))
                .contains(InteractionsException.class.getPermittedSubclasses());
    }
}

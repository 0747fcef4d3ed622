package dev.proxyflux.transport;

import dev.proxyflux.error.ClientClosedException;
import dev.proxyflux.error.ConnectionFailedException;
import dev.proxyflux.error.ConnectionFailedException.Reason;
import dev.proxyflux.error.ErrorResponseException;
import dev.proxyflux.error.Failure;
import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.error.PageTooLargeException;
import dev.proxyflux.error.ServiceAnswer;
import dev.proxyflux.error.UndecodablePageException;
import dev.proxyflux.json.ErrorBody;
import dev.proxyflux.json.UndecodableException;
import dev.proxyflux.model.PageCursor;
import dev.proxyflux.model.ResponseInfo;
import dev.proxyflux.retry.RetryAfter;
import dev.proxyflux.text.Printable;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What one attempt's failure is in the family, and what may be said of it. */
final class FailureMapping {

    private final FetchSettings settings;
    private final PageCursor page;
    private final int retries;

    FailureMapping(FetchSettings settings, PageCursor page, int retries) {
        this.settings = settings;
        this.page = page;
        this.retries = retries;
    }

    Throwable map(Throwable failure) {
        if (failure instanceof InteractionsException) {
            return failure;
        }
        if (settings.isClosed().getAsBoolean() || failure instanceof RejectedExecutionException) {
            return closed();
        }
        if (failure instanceof BodyTooLargeException) {
            return tooLarge("is larger than " + settings.maxPageBytes() + " bytes");
        }
        return connectionFailed(failure);
    }

    PageTooLargeException tooLarge(String problem) {
        return new PageTooLargeException("page " + link() + " " + problem, settings.maxPageBytes(), at(null));
    }

    ClientClosedException closed() {
        return new ClientClosedException(
                "the client or its scheduler was closed while page " + link() + " was fetched", at(null));
    }

    private ConnectionFailedException connectionFailed(Throwable failure) {
        // An I/O error's text is the machine's own, unless a proxy refused; a decoder's can quote the answer.
        Throwable cause = failure instanceof IOException && isPrintable(failure) ? failure : null;
        return new ConnectionFailedException(
                "no answer for page " + link() + ": " + describe(failure), reason(failure), at(null), cause);
    }

    private static Reason reason(Throwable failure) {
        if (isCertificateRefused(failure)) {
            return Reason.CERTIFICATE_REFUSED;
        }
        if (failure instanceof ReadTimeoutException
                || failure instanceof ConnectTimeoutException
                || failure instanceof SslHandshakeTimeoutException) {
            return Reason.TIMED_OUT;
        }
        // The pool's own types are not part of Reactor Netty's API.
        boolean isOfPool = failure instanceof TimeoutException
                || failure.getClass().getSimpleName().startsWith("PoolAcquire");
        return isOfPool ? Reason.NO_FREE_CONNECTION : Reason.BROKEN;
    }

    private String describe(Throwable failure) {
        if (failure instanceof IOException) {
            String kind = failure instanceof UnknownHostException
                    ? "the host does not resolve: "
                    : isCertificateRefused(failure) ? "the certificate is not accepted: " : "";
            String text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
            return kind + settings.mask().print(text);
        }
        if (failure instanceof ReadTimeoutException) {
            return "no byte came within the idle timeout";
        }
        if (failure instanceof TimeoutException) {
            return "no connection of the pool became free in time";
        }
        boolean isMalformed = failure instanceof DecoderException || failure instanceof IllegalArgumentException;
        return (isMalformed ? "what came is not valid HTTP (" : "the HTTP client failed (")
                + failure.getClass().getSimpleName() + ")";
    }

    private boolean isPrintable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !cause.getMessage().equals(printed(cause.getMessage()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isCertificateRefused(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof GeneralSecurityException || cause instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }

    ConnectionFailedException timedOut(Duration timeout) {
        return new ConnectionFailedException(
                "no complete answer for page " + link() + " within " + timeout.toMillis() + " ms",
                Reason.TIMED_OUT,
                at(null),
                null);
    }

    ConnectionFailedException brokenCoding(PageResponse response) {
        return new ConnectionFailedException(
                "what came for page " + link() + " is not whole in its Content-Encoding",
                Reason.BROKEN,
                at(response.info()),
                null);
    }

    ErrorResponseException errorResponse(PageResponse response) {
        ErrorBody body = ErrorBody.read(response.body().bytes(), response.body().length());
        ResponseInfo info = response.info();
        ServiceAnswer answer = new ServiceAnswer(
                info.status(),
                body.code(),
                printed(body.text()),
                printed(body.moreInfo()),
                RetryAfter.parse(info.headers().get("Retry-After"), settings.clock()));
        String code = answer.code() == null ? "" : ", code " + answer.code();
        String text = answer.text() == null ? "" : ": " + answer.text();
        return new ErrorResponseException(
                "HTTP " + answer.status() + code + " for page " + link() + text, answer, at(info));
    }

    /** A message that does not tell where it ends may have been cut by a broken connection: then it is tried again. */
    InteractionsException undecodable(UndecodableException undecodable, PageResponse response) {
        String message = "page " + link() + " " + undecodable.getMessage();
        if (undecodable.isCut() && !response.isSelfDelimiting()) {
            return new ConnectionFailedException(message, Reason.BROKEN, at(response.info()), null);
        }
        return new UndecodablePageException(message, undecodable.item(), undecodable.field(), at(response.info()));
    }

    /** The page's link was checked before it was followed: it may be shown. */
    private String link() {
        return Printable.oneLine(page.url());
    }

    private Failure at(@Nullable ResponseInfo info) {
        return new Failure(page, info == null ? null : printed(info.requestId()), retries);
    }

    private @Nullable String printed(@Nullable String text) {
        return text == null ? null : settings.mask().print(text);
    }
}

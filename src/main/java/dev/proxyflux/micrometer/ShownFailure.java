package dev.proxyflux.micrometer;

import dev.proxyflux.error.ConnectionFailedException;
import dev.proxyflux.error.ErrorResponseException;
import dev.proxyflux.error.Failure;
import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.error.PageTooLargeException;
import dev.proxyflux.error.ServiceAnswer;
import dev.proxyflux.error.UndecodablePageException;

/** An error fit for traces: its type and place, but not its message, which has the page's link and the service's words. */
final class ShownFailure {

    private ShownFailure() {}

    static Throwable of(InteractionsException failure) {
        Throwable shown = withoutLink(failure);
        shown.setStackTrace(failure.getStackTrace());
        return shown;
    }

    private static Throwable withoutLink(InteractionsException failure) {
        Failure where = new Failure(null, failure.requestId(), failure.retries());
        if (failure instanceof ErrorResponseException answer) {
            String code = answer.code() == null ? "" : ", code " + answer.code();
            return new ErrorResponseException(
                    "HTTP " + answer.status() + code,
                    new ServiceAnswer(answer.status(), answer.code(), null, null, answer.retryAfter()),
                    where);
        }
        if (failure instanceof ConnectionFailedException broken) {
            return new ConnectionFailedException("no answer: " + broken.reason(), broken.reason(), where, null);
        }
        if (failure instanceof UndecodablePageException page) {
            return new UndecodablePageException(
                    "undecodable: item " + page.item() + ", field " + page.field(), page.item(), page.field(), where);
        }
        if (failure instanceof PageTooLargeException page) {
            return new PageTooLargeException("larger than " + page.limit() + " bytes", page.limit(), where);
        }
        return new IllegalStateException(failure.getClass().getSimpleName());
    }
}

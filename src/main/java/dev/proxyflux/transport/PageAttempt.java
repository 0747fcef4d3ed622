package dev.proxyflux.transport;

import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.json.DecodedPage;
import dev.proxyflux.json.PageDecoder;
import dev.proxyflux.json.UndecodableException;
import dev.proxyflux.model.InteractionPage;
import dev.proxyflux.model.ResponseInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** One attempt at a page: what is sent, how long it may take, and what is made of what comes. */
final class PageAttempt {

    private static final int OK = 200;

    private final OnePage page;
    private final FailureMapping failures;
    private final Duration timeout;
    private long leftNetworkAt;

    PageAttempt(OnePage page, FailureMapping failures, Duration timeout) {
        this.page = page;
        this.failures = failures;
        this.timeout = timeout;
    }

    /** {@return where its clock runs and its answer is read} */
    Scheduler scheduler() {
        return page.watch().scheduler();
    }

    /** {@return how long the answer may take, body included} */
    Duration timeout() {
        return timeout;
    }

    Mono<PageResponse> send() {
        page.watch().sent();
        return page.exchange().get(page.cursor().url());
    }

    /** The answer is there, whole, or there will be none: from now on it is the scheduler that is waited for. */
    void leaveNetwork() {
        page.retry().pause();
        leftNetworkAt = scheduler().now(TimeUnit.NANOSECONDS);
    }

    /** The scheduler has taken over. */
    void enterScheduler() {
        page.retry().resume();
    }

    Throwable timedOut() {
        return failures.timedOut(timeout);
    }

    /** {@return what a seam has done that ends without an answer; an empty page stream would pass for the list's end} */
    Throwable unanswered() {
        return new NoSuchElementException();
    }

    /** {@return the failure as one of the family} */
    Throwable failed(Throwable failure) {
        page.watch().answered(leftNetworkAt, null);
        return failures.map(failure);
    }

    /** {@return a failure that comes too late to matter, fit to be logged} */
    Throwable dropped(Throwable failure) {
        return failures.map(failure);
    }

    InteractionPage read(PageResponse response) {
        page.watch().answered(leftNetworkAt, response.info().status());
        // Reactor takes an error of the JVM for fatal and signals nothing: the stream would hang.
        try {
            PageResponse plain = unpack(response);
            InteractionPage read = readPlain(plain);
            plain.release();
            return read;
        } catch (OutOfMemoryError full) {
            throw failures.tooLarge("does not fit into the JVM's memory");
        }
    }

    private PageResponse unpack(PageResponse response) {
        try {
            return response.unpacked();
        } catch (IOException unsound) {
            throw failures.brokenCoding(response);
        }
    }

    private InteractionPage readPlain(PageResponse response) {
        if (response.info().status() != OK) {
            throw failures.errorResponse(response);
        }
        if (response.body().length() > page.settings().maxPageBytes()) {
            throw new BodyTooLargeException();
        }
        return decode(response);
    }

    private InteractionPage decode(PageResponse response) throws InteractionsException {
        try {
            DecodedPage decoded =
                    PageDecoder.decode(response.body().bytes(), response.body().length());
            return new InteractionPage(page.cursor(), decoded.items(), decoded.meta(), masked(response.info()));
        } catch (UndecodableException undecodable) {
            throw failures.undecodable(undecodable, response);
        }
    }

    /** A page's headers are printed with it. */
    private ResponseInfo masked(ResponseInfo info) {
        Map<String, String> headers = new HashMap<>(info.headers());
        headers.replaceAll((name, value) -> page.settings().mask().print(value));
        return headers.equals(info.headers()) ? info : new ResponseInfo(info.status(), headers);
    }
}

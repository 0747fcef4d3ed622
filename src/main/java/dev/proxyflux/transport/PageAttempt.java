package dev.proxyflux.transport;

import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.json.DecodedPage;
import dev.proxyflux.json.PageDecoder;
import dev.proxyflux.json.UndecodableException;
import dev.proxyflux.model.InteractionPage;
import dev.proxyflux.model.PageMeta;
import dev.proxyflux.model.ResponseInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** One attempt at a page: what is sent, how long it may take, and what is made of what comes. */
final class PageAttempt {

    private static final int OK = 200;
    /** In bytes: some 200 interactions, whose decoding takes a hundredth of a round trip. */
    private static final int LARGE = 256 * 1024;

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

    /** Told first: its clock may be over before it has been asked for. */
    void begin() {
        page.watch().sent();
    }

    Mono<PageResponse> send() {
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

    /** Reactor takes an error of the JVM for fatal and signals nothing: the stream would hang. */
    ReceivedPage read(PageResponse response) {
        page.watch().answered(leftNetworkAt, response.info().status());
        return withinMemory(() -> readUnpacked(unpack(response)));
    }

    private <T> T withinMemory(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (OutOfMemoryError full) {
            throw failures.tooLarge("does not fit into the JVM's memory");
        }
    }

    private ReceivedPage readUnpacked(PageResponse plain) {
        PageMeta meta = canWait(plain)
                ? PageDecoder.leadingMeta(plain.body().bytes(), plain.body().length())
                : null;
        return meta == null
                ? ReceivedPage.of(readWhole(plain))
                : ReceivedPage.undecoded(page.cursor(), meta, () -> withinMemory(() -> readWhole(plain)));
    }

    /** Of what must be tried again if it was cut, the end has to be looked at; of what is small, decoding takes no time. */
    private boolean canWait(PageResponse plain) {
        int length = plain.body().length();
        return plain.info().status() == OK
                && plain.isSelfDelimiting()
                && length >= LARGE
                && length <= page.settings().maxPageBytes();
    }

    private PageResponse unpack(PageResponse response) {
        try {
            return response.unpacked();
        } catch (IOException unsound) {
            throw failures.brokenCoding(response);
        }
    }

    private InteractionPage readWhole(PageResponse response) {
        if (response.info().status() != OK) {
            throw failures.errorResponse(response);
        }
        if (response.body().length() > page.settings().maxPageBytes()) {
            throw new BodyTooLargeException();
        }
        InteractionPage read = decode(response);
        response.release();
        return read;
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

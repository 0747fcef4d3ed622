package dev.proxyflux.micrometer;

import dev.proxyflux.model.SessionKey;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/** What is known of a page's fetch while it is observed, for conventions and handlers. Filled in as the fetch goes on. */
public final class PageFetchContext extends Observation.Context {

    /** How a page's fetch has ended, or that it hasn't. */
    public enum Outcome {
        /** It runs. */
        NONE,
        /** The page was received and decoded. */
        SUCCESS,
        /** The page was given up; the stream ended with an error. */
        ERROR,
        /** The subscriber cancelled, or the client or its scheduler was closed. */
        CANCELLED
    }

    private final SessionKey session;
    private Outcome outcome = Outcome.NONE;
    private @Nullable Integer status;
    private @Nullable String requestId;
    private @Nullable String retryCause;
    private int retries;
    private int interactions;

    PageFetchContext(SessionKey session) {
        this.session = session;
    }

    void outcome(Outcome outcome) {
        this.outcome = outcome;
    }

    void answered(@Nullable Integer status) {
        this.status = status;
    }

    void requestId(@Nullable String requestId) {
        this.requestId = requestId;
    }

    void retried(String cause, int retries) {
        this.retryCause = cause;
        this.retries = retries;
    }

    void received(int interactions) {
        this.interactions = interactions;
    }

    /**
     * Whose page.
     *
     * @return the session
     */
    public SessionKey session() {
        return session;
    }

    /**
     * How the fetch ended.
     *
     * @return the outcome, {@code NONE} while it runs
     */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * The last attempt's HTTP status.
     *
     * @return the status, or null if the last attempt had no answer, or none has ended
     */
    public @Nullable Integer status() {
        return status;
    }

    /**
     * The vendor's id of the last request that was answered.
     *
     * @return the id, or null if there was none; one line
     */
    public @Nullable String requestId() {
        return requestId;
    }

    /**
     * Why the page was last tried again.
     *
     * @return the HTTP status that passes, or {@code connection}, {@code timeout} or {@code pool}; null without retries
     */
    public @Nullable String retryCause() {
        return retryCause;
    }

    /**
     * How often the page was tried again.
     *
     * @return the tries after the first
     */
    public int retries() {
        return retries;
    }

    /**
     * How many interactions the page has.
     *
     * @return the count; 0 before the page is received
     */
    public int interactions() {
        return interactions;
    }
}

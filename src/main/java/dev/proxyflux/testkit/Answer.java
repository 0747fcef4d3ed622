package dev.proxyflux.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What a scripted service answers to one request. Immutable. */
public final class Answer {

    private static final int MIN_STATUS = 200;
    private static final int MAX_STATUS = 599;
    private static final String CONTENT_TYPE = "Content-Type";

    enum Kind {
        RESPONSE,
        REGULAR,
        DROP,
        SILENCE
    }

    private final Kind kind;
    private final Message message;
    private final Duration delay;
    private final Supplier<? extends Throwable> failure;

    private Answer(Kind kind, Message message, Duration delay, Supplier<? extends Throwable> failure) {
        this.kind = kind;
        this.message = message;
        this.delay = delay;
        this.failure = failure;
    }

    private Answer(Kind kind, Message message, Duration delay) {
        this(kind, message, delay, () -> new IOException("the connection was dropped"));
    }

    /** What a response consists of; {@code isOwn} tells the service's own answers, which carry a request id. */
    private static final class Message {

        static final Message NONE = new Message(0, Map.of(), new byte[0], false);

        final int status;
        final Map<String, String> headers;
        final byte[] body;
        final boolean isOwn;

        Message(int status, Map<String, String> headers, byte[] body, boolean isOwn) {
            this.status = status;
            this.headers = headers;
            this.body = body;
            this.isOwn = isOwn;
        }

        Message withHeader(String name, String value) {
            Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            more.putAll(headers);
            more.put(name, value);
            return new Message(status, Collections.unmodifiableMap(more), body, isOwn);
        }
    }

    /**
     * What the service would have answered without a script, for use between and within other answers.
     *
     * @return the answer
     */
    public static Answer regular() {
        return new Answer(Kind.REGULAR, Message.NONE, Duration.ZERO);
    }

    /**
     * A bare response, as a gateway before the service gives: no body, no header beyond those added to it.
     *
     * @param status the HTTP status, 200 to 599
     * @return the answer
     * @throws IllegalArgumentException if the status is out of range
     */
    public static Answer status(int status) {
        if (status < MIN_STATUS || status > MAX_STATUS) {
            throw new IllegalArgumentException("status " + status + " is not " + MIN_STATUS + " to " + MAX_STATUS);
        }
        return new Answer(Kind.RESPONSE, new Message(status, Map.of(), Message.NONE.body, false), Duration.ZERO);
    }

    /**
     * An error of the service itself: its usual JSON body, and its request id.
     *
     * @param status the HTTP status, 200 to 599
     * @param code the service's error code, such as 20429
     * @param message the message for people
     * @return the answer
     * @throws IllegalArgumentException if the status is out of range
     */
    public static Answer error(int status, int code, String message) {
        return own(status, PageJson.error(status, code, requireNonNull(message, "message")));
    }

    /** {@return an answer of the service itself} */
    static Answer own(int status, byte[] json) {
        Message bare = status(status).message;
        return new Answer(
                Kind.RESPONSE,
                new Message(status, bare.headers, json, true).withHeader(CONTENT_TYPE, "application/json"),
                Duration.ZERO);
    }

    /**
     * Closes the connection without a response; in memory, an {@link java.io.IOException}.
     *
     * @return the answer
     */
    public static Answer dropConnection() {
        return new Answer(Kind.DROP, Message.NONE, Duration.ZERO);
    }

    /**
     * In memory, fails the exchange; over HTTP, closes the connection without a response.
     *
     * @param failure makes what the exchange signals, for each request anew
     * @return the answer
     */
    public static Answer failure(Supplier<? extends Throwable> failure) {
        return new Answer(Kind.DROP, Message.NONE, Duration.ZERO, requireNonNull(failure, "failure"));
    }

    /**
     * Nothing at all, with the connection left open.
     *
     * @return the answer
     */
    public static Answer silence() {
        return new Answer(Kind.SILENCE, Message.NONE, Duration.ZERO);
    }

    /**
     * Another answer, later.
     *
     * @param delay how much later, not below 0; added to the answer's own delay and to the service's
     * @param answer the answer
     * @return the delayed answer
     * @throws IllegalArgumentException if the delay is below 0
     */
    public static Answer delayed(Duration delay, Answer answer) {
        return new Answer(
                answer.kind, answer.message, answer.delay.plus(ScriptedService.notNegative(delay)), answer.failure);
    }

    /**
     * This response with a header more, in place of one of the same name.
     *
     * @param name the header's name
     * @param value its value
     * @return a copy
     * @throws IllegalStateException if this answer is not a response of its own
     */
    public Answer withHeader(String name, String value) {
        requireResponse();
        return new Answer(
                kind, message.withHeader(requireNonNull(name, "name"), requireNonNull(value, "value")), delay);
    }

    /**
     * This response with another body.
     *
     * @param contentType the value of {@code Content-Type}
     * @param body the body, sent as UTF-8
     * @return a copy
     * @throws IllegalStateException if this answer is not a response of its own
     */
    public Answer withBody(String contentType, String body) {
        return withBody(contentType, body.getBytes(UTF_8));
    }

    /**
     * This response with another body.
     *
     * @param contentType the value of {@code Content-Type}
     * @param body the body; copied
     * @return a copy
     * @throws IllegalStateException if this answer is not a response of its own
     */
    public Answer withBody(String contentType, byte[] body) {
        requireResponse();
        Message changed = new Message(message.status, message.headers, body.clone(), message.isOwn);
        return new Answer(kind, changed.withHeader(CONTENT_TYPE, requireNonNull(contentType, "contentType")), delay);
    }

    private void requireResponse() {
        if (kind != Kind.RESPONSE) {
            throw new IllegalStateException(this + " is no response that could have headers or a body");
        }
    }

    Kind kind() {
        return kind;
    }

    int status() {
        return message.status;
    }

    Throwable failure() {
        return failure.get();
    }

    Duration delay() {
        return delay;
    }

    byte[] body() {
        return message.body;
    }

    /** {@return the headers, with a request id if the answer is the service's own and names none} */
    Map<String, String> headers(String requestId) {
        return message.isOwn && !message.headers.containsKey("Twilio-Request-Id")
                ? message.withHeader("Twilio-Request-Id", requestId).headers
                : message.headers;
    }

    /** {@return kind, status and delay; nothing of headers and body} */
    @Override
    public String toString() {
        String what = kind == Kind.RESPONSE ? "status " + message.status : kind.name();
        return "Answer[" + what + (delay.isZero() ? "" : " after " + delay) + "]";
    }
}

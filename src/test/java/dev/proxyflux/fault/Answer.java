package dev.proxyflux.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** What a {@link FaultServer} does on the wire in answer to one request. */
@FunctionalInterface
interface Answer {

    String REQUEST_ID = "RQ0123456789abcdef0123456789abcdef";
    String OK = "HTTP/1.1 200 OK\r\n";
    String JSON = "Content-Type: application/json\r\nTwilio-Request-Id: " + REQUEST_ID + "\r\n";
    String CHUNKED = OK + JSON + "Transfer-Encoding: chunked\r\n\r\n";

    void send(Wire wire) throws IOException;

    default Answer then(Answer next) {
        return wire -> {
            send(wire);
            next.send(wire);
        };
    }

    /** The bytes of this answer at once, so that they arrive as one. */
    default Answer inOneWrite() {
        return wire -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            send(all::writeBytes);
            wire.write(all.toByteArray());
        };
    }

    default Answer inSingleBytes() {
        return wire -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            send(all::writeBytes);
            for (byte one : all.toByteArray()) {
                wire.write(new byte[] {one});
            }
        };
    }

    static Answer bytes(byte[] bytes) {
        return wire -> wire.write(bytes);
    }

    static Answer text(String text) {
        return bytes(text.getBytes(ISO_8859_1));
    }

    /** A head as given, the length of the body, the body. */
    static Answer response(String head, byte[] body) {
        return text(head + "Content-Length: " + body.length + "\r\n\r\n").then(bytes(body));
    }

    static Answer ok(byte[] body) {
        return response(OK + JSON, body);
    }

    static Answer status(int status, String headers, String body) {
        return response("HTTP/1.1 " + status + " Status\r\n" + headers, body.getBytes(ISO_8859_1));
    }

    static Answer chunked(byte[] body, int size) {
        return wire -> {
            wire.write(CHUNKED.getBytes(ISO_8859_1));
            for (int from = 0; from < body.length; from += size) {
                byte[] chunk = Arrays.copyOfRange(body, from, Math.min(body.length, from + size));
                wire.write((Integer.toHexString(chunk.length) + ";ext=1\r\n").getBytes(ISO_8859_1));
                wire.write(chunk);
                wire.write("\r\n".getBytes(ISO_8859_1));
            }
            wire.write("0\r\nTrailer: 1\r\n\r\n".getBytes(ISO_8859_1));
        };
    }

    /** The same bytes again and again, until the client has had enough. */
    static Answer endless(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return wire -> {
            while (true) {
                wire.write(bytes);
            }
        };
    }

    /** A byte now and then. */
    static Answer dribble(byte[] bytes, int everyMillis) {
        return wire -> {
            for (byte one : bytes) {
                wire.write(new byte[] {one});
                wire.silence(everyMillis);
            }
        };
    }

    static Answer pause(int millis) {
        return wire -> wire.silence(millis);
    }

    /** Silence until the client goes. */
    static Answer stall() {
        return wire -> wire.silence(0);
    }

    /** Ends the connection in order, without having said so. */
    static Answer fin() {
        return Wire::finish;
    }

    static Answer reset() {
        return Wire::reset;
    }
}

package dev.proxyflux.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.error.ConnectionFailedException;
import dev.proxyflux.error.ConnectionFailedException.Reason;
import dev.proxyflux.model.PageCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Broken connections and broken HTTP: each is survived once, and given up when it lasts. */
final class ConnectionFaults {

    private static final String SECRET_HEADER = "X-Echo: " + Scene.SECRET + "\r\n";

    private ConnectionFaults() {}

    static List<FaultCase> cases() {
        List<FaultCase> cases = new ArrayList<>();
        broken().forEach((name, fault) -> both(cases, name, fault, false));
        slow().forEach((name, fault) -> both(cases, name, fault, true));
        return cases;
    }

    private static void both(List<FaultCase> cases, String name, Function<byte[], Answer> fault, boolean impatient) {
        cases.add(new FaultCase(
                "connection, once: " + name,
                scene -> patience(scene, impatient)
                        .first(1, fault.apply(scene.pages().body(1))),
                outcome -> outcome.isWhole().sent(4).retried(1)));
        cases.add(new FaultCase(
                "connection, lasting: " + name,
                scene -> patience(scene, impatient).served(1, fault),
                outcome -> {
                    ConnectionFailedException error = outcome.sent(1 + 1 + Scene.RETRIES)
                            .retried(Scene.RETRIES)
                            .failedAt(1, ConnectionFailedException.class);
                    assertThat(error.isTransient()).isTrue();
                    assertThat(error.reason()).isEqualTo(impatient ? Reason.TIMED_OUT : Reason.BROKEN);
                    assertThat(error.retries()).isEqualTo(Scene.RETRIES);
                    assertThat(error.resumeAt())
                            .isEqualTo(new PageCursor(outcome.scene().pages().link(1)));
                }));
    }

    private static Scene patience(Scene scene, boolean impatient) {
        return impatient ? scene.impatient() : scene;
    }

    static Map<String, Function<byte[], Answer>> broken() {
        Map<String, Function<byte[], Answer>> faults = new LinkedHashMap<>();
        faults.putAll(cut());
        faults.putAll(lengths());
        faults.putAll(chunks());
        faults.putAll(notHttp());
        faults.putAll(codings());
        return faults;
    }

    private static Map<String, Function<byte[], Answer>> cut() {
        Map<String, Function<byte[], Answer>> faults = new LinkedHashMap<>();
        faults.put("reset before the first byte", body -> Answer.reset());
        faults.put("end before the first byte", body -> Answer.fin());
        faults.put(
                "reset inside the status line",
                body -> Answer.text("HTTP/1.1 20").then(Answer.reset()));
        faults.put(
                "end inside the status line", body -> Answer.text("HTTP/1.1 20").then(Answer.fin()));
        faults.put("end after the status line", body -> Answer.text(Answer.OK).then(Answer.fin()));
        faults.put(
                "reset inside the headers",
                body -> Answer.text(Answer.OK + "Content-Ty").then(Answer.reset()));
        faults.put(
                "end inside the headers",
                body -> Answer.text(Answer.OK + SECRET_HEADER + "Co").then(Answer.fin()));
        faults.put(
                "end before the body",
                body -> announced(body.length, new byte[0]).then(Answer.fin()));
        faults.put(
                "reset inside the body",
                body -> announced(body.length, half(body)).then(Answer.reset()));
        faults.put(
                "end inside the body",
                body -> announced(body.length, half(body)).then(Answer.fin()));
        faults.put(
                "end inside a body that ends with the connection",
                body -> Answer.text(Answer.OK + "\r\n")
                        .then(Answer.bytes(half(body)))
                        .then(Answer.fin()));
        faults.put(
                "end before a body that ends with the connection",
                body -> Answer.text(Answer.OK + "\r\n").then(Answer.fin()));
        faults.put(
                "reset inside a body that ends with the connection",
                body -> Answer.text(Answer.OK + "\r\n")
                        .then(Answer.bytes(half(body)))
                        .then(Answer.reset()));
        faults.put(
                "end inside a body of HTTP/1.0",
                body -> Answer.text("HTTP/1.0 200 OK\r\n\r\n")
                        .then(Answer.bytes(half(body)))
                        .then(Answer.fin()));
        return faults;
    }

    private static Map<String, Function<byte[], Answer>> lengths() {
        Map<String, Function<byte[], Answer>> faults = new LinkedHashMap<>();
        faults.put(
                "Content-Length one too long",
                body -> announced(body.length + 1, body).then(Answer.fin()));
        faults.put(
                "Content-Length 2^40 without a body",
                body -> announced(1L << 40, new byte[0]).then(Answer.fin()));
        faults.put("Content-Length beyond 64 bits", body -> lengthOf("99999999999999999999", body));
        faults.put("Content-Length negative", body -> lengthOf("-1", body));
        faults.put("Content-Length not a number", body -> lengthOf("many", body));
        faults.put("Content-Length twice", body -> lengthOf(body.length + "\r\nContent-Length: " + body.length, body));
        faults.put(
                "Content-Length twice, differing",
                body -> lengthOf(body.length + "\r\nContent-Length: " + (body.length - 1), body));
        return faults;
    }

    private static Map<String, Function<byte[], Answer>> chunks() {
        Map<String, Function<byte[], Answer>> faults = new LinkedHashMap<>();
        faults.put("chunk size not hexadecimal", body -> chunk("zz", body));
        faults.put("chunk size empty", body -> chunk("", body));
        faults.put("chunk size beyond 64 bits", body -> chunk("FFFFFFFFFFFFFFFFF", body));
        faults.put("chunk size negative", body -> chunk("-5", body));
        faults.put("chunk size with a sign", body -> chunk("+" + Integer.toHexString(body.length), body));
        faults.put("chunk size too small", body -> chunk(Integer.toHexString(body.length - 3), body));
        faults.put("chunk size too large", body -> chunk(Integer.toHexString(body.length + 50), body));
        faults.put(
                "end inside the chunk size line",
                body -> Answer.text(Answer.CHUNKED + "1").then(Answer.fin()));
        faults.put(
                "end without the last chunk",
                body -> Answer.text(Answer.CHUNKED + Integer.toHexString(body.length) + "\r\n")
                        .then(Answer.bytes(body))
                        .then(Answer.text("\r\n"))
                        .then(Answer.fin()));
        faults.put(
                "reset between two chunks",
                body -> Answer.text(Answer.CHUNKED + "1\r\n{\r\n").then(Answer.reset()));
        return faults;
    }

    private static Map<String, Function<byte[], Answer>> notHttp() {
        Map<String, Function<byte[], Answer>> faults = new LinkedHashMap<>();
        faults.put("text instead of HTTP", body -> ended("Hello, " + Scene.SECRET + "!\r\n\r\n"));
        faults.put("JSON instead of HTTP", body -> Answer.bytes(body).then(Answer.fin()));
        faults.put("a banner of SSH", body -> ended("SSH-2.0-OpenSSH_9.2\r\n"));
        faults.put("an alert of TLS", body -> ended("\u0015\u0003\u0003\u0000\u0002\u0002F"));
        faults.put("settings of HTTP/2", body -> ended("\0\0\0\4\0\0\0\0\0".repeat(3)));
        faults.put("zeros", body -> ended("\0".repeat(10_000)));
        faults.put("a version that is none", body -> whole("HTPT/x.y 200 OK\r\n", body));
        faults.put("a status that is no number", body -> whole("HTTP/1.1 abc OK\r\n", body));
        faults.put("lines that end without a return", body -> whole("HTTP/1.1 200 OK\nX: y\n", body));
        faults.put("a header name of illegal characters", body -> whole(Answer.OK + "X\u0001(): z\r\n", body));
        faults.put(
                "a header value with control characters",
                body -> whole(Answer.OK + "X: a\u0000b" + Scene.SECRET + "\r\n", body));
        faults.put(
                "headers without end", body -> Answer.text(Answer.OK).then(Answer.endless(SECRET_HEADER.repeat(40))));
        faults.put(
                "a header without end", body -> Answer.text(Answer.OK + "X: ").then(Answer.endless("y".repeat(999))));
        faults.put(
                "a status line without end",
                body -> Answer.text(Answer.OK.strip()).then(Answer.endless("OK ".repeat(99))));
        return faults;
    }

    private static Map<String, Function<byte[], Answer>> codings() {
        Map<String, Function<byte[], Answer>> faults = new LinkedHashMap<>();
        faults.put("gzip that is plain", body -> coded("gzip", body));
        faults.put("gzip of many empty members", body -> coded("gzip", Gzip.behindEmptyMembers(100_000, body)));
        faults.put("gzip with a wrong checksum", body -> coded("gzip", corrupt(Gzip.of(body), -6)));
        faults.put("gzip with broken data", body -> coded("gzip", corrupt(Gzip.of(body), 20)));
        faults.put("gzip cut, in a whole message", body -> coded("gzip", half(Gzip.of(body))));
        faults.put(
                "gzip cut, with the connection",
                body -> Answer.text(Answer.OK + "Content-Encoding: gzip\r\n\r\n")
                        .then(Answer.bytes(half(Gzip.of(body))))
                        .then(Answer.fin()));
        return faults;
    }

    private static Map<String, Function<byte[], Answer>> slow() {
        Map<String, Function<byte[], Answer>> faults = new LinkedHashMap<>();
        faults.put("silence from the start", body -> Answer.stall());
        faults.put(
                "silence inside the status line",
                body -> Answer.text("HTTP/1.1 2").then(Answer.stall()));
        faults.put(
                "silence inside the headers",
                body -> Answer.text(Answer.OK + "X: ").then(Answer.stall()));
        faults.put(
                "silence before the body",
                body -> announced(body.length, new byte[0]).then(Answer.stall()));
        faults.put(
                "silence inside the body",
                body -> announced(body.length, half(body)).then(Answer.stall()));
        faults.put(
                "silence where Content-Length is too long",
                body -> announced(body.length + 9, body).then(Answer.stall()));
        faults.put(
                "silence without the last chunk",
                body -> Answer.text(Answer.CHUNKED + "1\r\n{\r\n").then(Answer.stall()));
        faults.put(
                "silence where the end of the connection is the body's",
                body -> Answer.text(Answer.OK + "\r\n").then(Answer.bytes(body)).then(Answer.stall()));
        faults.put(
                "silence after 100 Continue",
                body -> Answer.text("HTTP/1.1 100 Continue\r\n\r\n").then(Answer.stall()));
        faults.put(
                "headers that dribble",
                body -> Answer.dribble((Answer.OK + "X: " + "y".repeat(999)).getBytes(ISO_8859_1), 40));
        faults.put(
                "a body that dribbles",
                body -> announced(body.length, new byte[0]).then(Answer.dribble(body, 40)));
        faults.put(
                "100 Continue without end",
                body -> Answer.dribble(
                        "HTTP/1.1 100 Continue\r\n\r\n".repeat(99).getBytes(ISO_8859_1), 2));
        return faults;
    }

    private static Answer announced(long length, byte[] body) {
        return Answer.text(Answer.OK + Answer.JSON + "Content-Length: " + length + "\r\n\r\n")
                .then(Answer.bytes(body));
    }

    private static Answer lengthOf(String length, byte[] body) {
        return Answer.text(Answer.OK + Answer.JSON + "Content-Length: " + length + "\r\n\r\n")
                .then(Answer.bytes(body))
                .then(Answer.fin());
    }

    private static Answer chunk(String size, byte[] body) {
        return Answer.text(Answer.CHUNKED + size + "\r\n")
                .then(Answer.bytes(body))
                .then(Answer.text("\r\n0\r\n\r\n"))
                .then(Answer.fin());
    }

    private static Answer ended(String text) {
        return Answer.text(text).then(Answer.fin());
    }

    private static Answer whole(String head, byte[] body) {
        return Answer.response(head, body).then(Answer.fin());
    }

    private static Answer coded(String coding, byte[] body) {
        return Answer.response(Answer.OK + Answer.JSON + "Content-Encoding: " + coding + "\r\n", body);
    }

    private static byte[] half(byte[] body) {
        return Arrays.copyOf(body, body.length / 2);
    }

    private static byte[] corrupt(byte[] bytes, int at) {
        byte[] corrupted = bytes.clone();
        corrupted[at < 0 ? bytes.length + at : at] ^= (byte) 0xFF;
        return corrupted;
    }
}

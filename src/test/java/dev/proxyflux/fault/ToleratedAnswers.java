package dev.proxyflux.fault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Odd but whole answers, and bytes nobody asked for: the list is exact without a fault being seen, or with one retry. */
final class ToleratedAnswers {

    private ToleratedAnswers() {}

    static List<FaultCase> cases() {
        List<FaultCase> cases = new ArrayList<>();
        odd().forEach((name, answer) -> cases.add(new FaultCase(
                "odd but whole: " + name,
                scene -> scene.served(0, answer).served(1, answer).served(2, answer),
                outcome -> outcome.isWhole().sent(3).retried(0))));
        surplus()
                .forEach((name, answer) -> cases.add(new FaultCase(
                        "bytes nobody asked for: " + name,
                        scene -> scene.served(0, answer).served(1, answer).served(2, answer),
                        outcome -> outcome.isWhole().sent(3).retried(0))));
        cases.add(new FaultCase(
                "silent close after each answer",
                scene -> {
                    for (int page = 0; page < 3; page++) {
                        scene.served(page, body -> Answer.ok(body).then(Answer.fin()));
                    }
                },
                Outcome::isWhole));
        return cases;
    }

    private static Map<String, Function<byte[], Answer>> odd() {
        Map<String, Function<byte[], Answer>> answers = new LinkedHashMap<>();
        answers.put("chunks of one byte, extensions, a trailer", body -> Answer.chunked(body, 1));
        answers.put("chunks of 100 bytes", body -> Answer.chunked(body, 100));
        answers.put("a write for each byte", body -> Answer.ok(body).inSingleBytes());
        answers.put(
                "a body that ends with the connection",
                body -> Answer.text(Answer.OK + Answer.JSON + "\r\n")
                        .then(Answer.bytes(body))
                        .then(Answer.fin()));
        answers.put(
                "HTTP/1.0",
                body -> Answer.text("HTTP/1.0 200 OK\r\n\r\n")
                        .then(Answer.bytes(body))
                        .then(Answer.fin()));
        answers.put(
                "HTTP/1.0 with a length",
                body -> Answer.response("HTTP/1.0 200 OK\r\n", body).then(Answer.fin()));
        answers.put(
                "HTTP/1.0 kept alive", body -> Answer.response("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n", body));
        answers.put("no reason phrase", body -> Answer.response("HTTP/1.1 200\r\n", body));
        answers.put("a header name with a blank", body -> Answer.response(Answer.OK + "X Y: z\r\n", body));
        answers.put("a folded header", body -> Answer.response(Answer.OK + "X: a\r\n b\r\n", body));
        answers.put("no Content-Type", body -> Answer.response(Answer.OK, body));
        answers.put("Content-Type text/html", body -> Answer.response(Answer.OK + "Content-Type: text/html\r\n", body));
        answers.put(
                "Connection: close",
                body -> Answer.response(Answer.OK + "Connection: close\r\n", body)
                        .then(Answer.fin()));
        answers.put("Connection: close, left open", body -> Answer.response(Answer.OK + "Connection: close\r\n", body));
        answers.put(
                "100 before",
                body -> Answer.text("HTTP/1.1 100 Continue\r\n\r\n").then(Answer.ok(body)));
        answers.put(
                "103 before",
                body -> Answer.text("HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n")
                        .then(Answer.ok(body)));
        answers.put(
                "102, 100, 103 before, apart",
                body -> Answer.text("HTTP/1.1 102 Processing\r\n\r\n")
                        .then(Answer.pause(5))
                        .then(Answer.text("HTTP/1.1 100 Continue\r\n\r\n"))
                        .then(Answer.pause(5))
                        .then(Answer.text("HTTP/1.1 103 Early Hints\r\n\r\n"))
                        .then(Answer.pause(5))
                        .then(Answer.ok(body)));
        answers.put("gzip", body -> coded("gzip", Gzip.of(body)));
        answers.put("gzip of some members", body -> coded("gzip", Gzip.behindEmptyMembers(50, body)));
        answers.put("x-gzip", body -> coded("x-gzip", Gzip.of(body)));
        answers.put("deflate", body -> coded("deflate", Gzip.deflated(body)));
        answers.put("gzip in chunks", body -> gzipChunks(Gzip.of(body)));
        answers.put(
                "gzip that ends with the connection",
                body -> Answer.text(Answer.OK + "Content-Encoding: gzip\r\n\r\n")
                        .then(Answer.bytes(Gzip.of(body)))
                        .then(Answer.fin()));
        answers.put("identity", body -> coded("identity", body));
        return answers;
    }

    private static Map<String, Function<byte[], Answer>> surplus() {
        Map<String, Function<byte[], Answer>> answers = new LinkedHashMap<>();
        byte[] forged = Pages.write(new Pages("http://127.0.0.1:1", 1, 2).json(List.of("KI" + "f".repeat(32)), null));
        Answer second = Answer.ok(forged);
        answers.put("a line end", body -> Answer.ok(body).then(Answer.text("\r\n")));
        answers.put("a second answer", body -> joined(Answer.ok(body), second));
        answers.put("ten more answers", body -> joined(Answer.ok(body), second, second, second, second, second));
        answers.put("a second answer after the last chunk", body -> joined(Answer.chunked(body, 50), second));
        answers.put("a second answer, gzip", body -> joined(coded("gzip", Gzip.of(body)), second));
        answers.put(
                "the head of a second answer",
                body -> joined(Answer.ok(body), Answer.text(Answer.OK + "Content-Length: 9999\r\n\r\n{")));
        answers.put(
                "half the head of a second answer",
                body -> joined(Answer.ok(body), Answer.text("HTTP/1.1 404 Not Found\r\nX-Y: ")));
        answers.put("a few letters", body -> joined(Answer.ok(body), Answer.text("surplus")));
        answers.put("lines", body -> joined(Answer.ok(body), Answer.text("surplus\r\n\r\nsurplus\r\n\r\n")));
        answers.put("a megabyte", body -> joined(Answer.ok(body), Answer.bytes(new byte[1 << 20])));
        return answers;
    }

    private static Answer joined(Answer... parts) {
        return Arrays.stream(parts).reduce(Answer::then).orElseThrow().inOneWrite();
    }

    private static Answer gzipChunks(byte[] packed) {
        return wire -> {
            wire.write((Answer.OK + "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            for (byte one : packed) {
                wire.write(new byte[] {'1', '\r', '\n', one, '\r', '\n'});
            }
            wire.write(new byte[] {'0', '\r', '\n', '\r', '\n'});
        };
    }

    private static Answer coded(String coding, byte[] body) {
        return Answer.response(Answer.OK + Answer.JSON + "Content-Encoding: " + coding + "\r\n", body);
    }
}

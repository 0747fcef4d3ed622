package dev.proxyflux.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.error.ErrorResponseException;
import dev.proxyflux.model.PageCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Answers other than 200: which are tried again, and what their errors say. */
final class StatusFaults {

    private static final String HTML = "<html><body><h1>Sorry</h1>" + Scene.SECRET + "</body></html>";
    private static final int LONGEST_TEXT = 300;

    private StatusFaults() {}

    static List<FaultCase> cases() {
        List<FaultCase> cases = new ArrayList<>();
        for (int status : new int[] {408, 429, 500, 502, 503, 504}) {
            cases.add(once(status));
            cases.add(fails(status, "no body", "", null, null));
        }
        IntStream.of(201, 202, 204, 205, 206, 300, 304, 400, 401, 402, 403, 404, 405, 406, 409, 410, 413, 414, 418, 422)
                .forEach(status -> cases.add(fails(status, "no body", "", null, null)));
        IntStream.of(431, 451, 501, 505, 508, 511, 599, 600, 999)
                .forEach(status -> cases.add(fails(status, "no body", "", null, null)));
        bodies(cases);
        retryAfter(cases);
        redirects(cases);
        echoes(cases);
        brokenBodies(cases);
        return cases;
    }

    private static FaultCase once(int status) {
        return new FaultCase(
                "status, once: " + status,
                scene -> scene.first(1, Answer.status(status, "Twilio-Request-Id: RQ7\r\n", HTML)),
                outcome -> {
                    outcome.isWhole().sent(4).retried(1);
                    assertThat(outcome.scene().retries().element().requestId()).isEqualTo("RQ7");
                    assertThat(outcome.scene().retries().element().retry()).isEqualTo(1);
                });
    }

    private static FaultCase fails(
            int status, String kind, String body, @Nullable Integer code, @Nullable String text) {
        return new FaultCase(
                "status: " + status + ", " + kind,
                scene -> scene.always(1, Answer.status(status, Answer.JSON, body)),
                outcome -> {
                    boolean isTransient = List.of(408, 429, 500, 502, 503, 504).contains(status);
                    int retries = isTransient ? Scene.RETRIES : 0;
                    ErrorResponseException error =
                            outcome.sent(1 + 1 + retries).retried(retries).failedAt(1, ErrorResponseException.class);
                    assertThat(error.status()).isEqualTo(status);
                    assertThat(error.isTransient()).isEqualTo(isTransient);
                    assertThat(error.retries()).isEqualTo(retries);
                    assertThat(error.code()).isEqualTo(code);
                    assertThat(error.serviceMessage()).isEqualTo(text);
                    assertThat(error.requestId()).isEqualTo(Answer.REQUEST_ID);
                    assertThat(error.resumeAt())
                            .isEqualTo(new PageCursor(outcome.scene().pages().link(1)));
                    assertThat(error).hasMessageContaining("HTTP " + status);
                });
    }

    private static void bodies(List<FaultCase> cases) {
        for (int status : new int[] {401, 404, 429, 503}) {
            cases.add(fails(
                    status,
                    "usual body",
                    "{\"code\":20404,\"message\":\"No such\\nthing\",\"more_info\":\"https://x.example\",\"status\":1}",
                    20404,
                    "No such thing"));
            cases.add(fails(
                    status,
                    "problem details",
                    "{\"type\":\"https://x.example\",\"title\":\"Gone\",\"status\":1,\"detail\":\"for good\",\"code\":7}",
                    7,
                    "Gone: for good"));
            cases.add(fails(
                    status,
                    "list of errors",
                    "{\"errors\":[{\"code\":20003,\"message\":\"first\"},{\"code\":2,\"message\":\"second\"}]}",
                    20003,
                    "first"));
            cases.add(fails(status, "HTML", HTML, null, null));
            cases.add(fails(status, "half a body", "{\"code\":20404,\"message\":\"whole\",\"det", 20404, "whole"));
        }
        cases.add(fails(400, "odd code", "{\"code\":\"abc\",\"message\":[1]}", null, null));
        cases.add(fails(400, "code as a text", "{\"code\":\"20001\",\"message\":\"m\"}", 20001, "m"));
        cases.add(fails(400, "an array", "[1,2]", null, null));
        cases.add(fails(400, "deeply nested", "[".repeat(50_000), null, null));
        cases.add(fails(
                400, "control characters", "{\"message\":\"a\\u001b[31m\\r\\n\\u2028b\\u0000\"}", null, "a [31m   b"));
    }

    private static void retryAfter(List<FaultCase> cases) {
        for (String value : List.of("0", "Fri, 01 Mar 2024 09:00:00 GMT", "soon", "-1", "1.5", "")) {
            cases.add(new FaultCase(
                    "Retry-After, past or unusable: '" + value + "'",
                    scene -> scene.first(1, Answer.status(429, "Retry-After: " + value + "\r\n", "")),
                    outcome -> {
                        outcome.isWhole().sent(4).retried(1);
                        assertThat(outcome.scene().retries().element().delay()).isLessThan(Duration.ofMillis(100));
                    }));
        }
        for (String value : List.of(
                "1", "Fri, 01 Mar 2024 10:00:01 GMT", "Friday, 01-Mar-24 10:00:01 GMT", "Fri Mar  1 10:00:01 2024")) {
            cases.add(new FaultCase(
                    "Retry-After, a floor: " + value,
                    scene -> scene.first(1, Answer.status(503, "retry-after: " + value + "\r\n", "")),
                    outcome -> {
                        outcome.isWhole().sent(4).retried(1);
                        assertThat(outcome.scene().retries().element().delay())
                                .isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_100));
                        assertThat(outcome.time()).isGreaterThan(Duration.ofSeconds(1));
                    }));
        }
        for (String value : List.of("3", "99999999999999999999", "Sat, 01 Mar 2025 10:00:00 GMT")) {
            cases.add(new FaultCase(
                    "Retry-After, above the cap: " + value,
                    scene -> scene.always(1, Answer.status(429, "Retry-After: " + value + "\r\n", "")),
                    outcome -> {
                        ErrorResponseException error =
                                outcome.sent(2).retried(0).failedAt(1, ErrorResponseException.class);
                        assertThat(error.status()).isEqualTo(429);
                        assertThat(error.isTransient()).isTrue();
                        assertThat(error.retryAfter()).isGreaterThan(Duration.ofSeconds(2));
                        assertThat(error).hasMessageContaining("asks to wait");
                    }));
        }
    }

    private static void redirects(List<FaultCase> cases) {
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            cases.add(new FaultCase(
                    "redirect elsewhere: " + status,
                    scene -> scene.tune(client -> client.httpClient(http -> http.followRedirect(true)))
                            .always(
                                    1,
                                    Answer.status(
                                            status,
                                            "Location: http://127.0.0.1:"
                                                    + scene.elsewhere().port() + "/\r\n",
                                            HTML)),
                    outcome -> {
                        ErrorResponseException error =
                                outcome.sent(2).retried(0).failedAt(1, ErrorResponseException.class);
                        assertThat(error.status()).isEqualTo(status);
                    }));
        }
    }

    private static void echoes(List<FaultCase> cases) {
        List<String> secrets = new ArrayList<>(Outcome.secretForms());
        secrets.add(Base64.getEncoder().encodeToString(Scene.SECRET.getBytes(UTF_8)));
        for (String secret : secrets) {
            String body = "{\"code\":1,\"message\":\"x " + secret + " " + "y".repeat(290) + secret
                    + "\",\"more_info\":\"https://" + secret + "\"}";
            cases.add(new FaultCase(
                    "secret echoed: " + secret.length(),
                    scene -> scene.always(
                            1,
                            Answer.response(
                                    "HTTP/1.1 404 " + secret + "\r\nTwilio-Request-Id: " + secret + "\r\nX: " + secret
                                            + "\r\nRetry-After: " + secret + "\r\n",
                                    body.getBytes(ISO_8859_1))),
                    outcome -> {
                        ErrorResponseException error = outcome.failedAt(1, ErrorResponseException.class);
                        assertThat(error.serviceMessage()).startsWith("x ***").hasSizeLessThanOrEqualTo(LONGEST_TEXT);
                        assertThat(error.requestId()).isEqualTo("***");
                    }));
        }
        String split = Scene.SECRET.substring(0, 5) + "\\u200b\\u0000" + Scene.SECRET.substring(5);
        cases.add(fails(404, "secret with characters between", "{\"message\":\"" + split + "\"}", null, "***"));
    }

    private static void brokenBodies(List<FaultCase> cases) {
        String head = "HTTP/1.1 404 Not Found\r\nContent-Length: 99\r\n\r\n";
        broken(
                cases,
                "cut",
                Answer.text(head + "{\"code\":20404,\"message\":\"N").then(Answer.fin()),
                20404);
        broken(
                cases,
                "silent",
                Answer.text(head + "{\"code\":20404,\"message\":\"N").then(Answer.stall()),
                20404);
        broken(
                cases,
                "badly chunked",
                Answer.text("HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
                        .then(Answer.fin()),
                null);
        broken(
                cases,
                "cut gzip",
                Answer.response(
                        "HTTP/1.1 404 Not Found\r\nContent-Encoding: gzip\r\n",
                        Arrays.copyOf(Gzip.of(" ".repeat(999).getBytes(US_ASCII)), 15)),
                null);
    }

    private static void broken(List<FaultCase> cases, String name, Answer answer, @Nullable Integer code) {
        cases.add(new FaultCase(
                "status survives a body that is " + name,
                scene -> scene.impatient().always(1, answer),
                outcome -> {
                    ErrorResponseException error = outcome.sent(2).retried(0).failedAt(1, ErrorResponseException.class);
                    assertThat(error.status()).isEqualTo(404);
                    assertThat(error.code()).isEqualTo(code);
                }));
    }
}

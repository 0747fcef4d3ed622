package dev.proxyflux.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.error.ErrorResponseException;
import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.PageCursor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Signal;

/** What came of one stream, and what holds whatever came of it. */
final class Outcome {

    private final Scene scene;
    private final List<Interaction> items;
    private final @Nullable Throwable error;
    private final int requestsBefore;
    private final Duration time;
    private boolean resumable = true;

    Outcome(Scene scene, List<Signal<Interaction>> signals, int requestsBefore, Duration time) {
        this.scene = scene;
        this.items = signals.stream()
                .filter(Signal::isOnNext)
                .map(Signal::get)
                .map(Objects::requireNonNull)
                .toList();
        this.error = signals.get(signals.size() - 1).getThrowable();
        this.requestsBefore = requestsBefore;
        this.time = time;
    }

    Scene scene() {
        return scene;
    }

    List<String> sids() {
        return items.stream().map(Interaction::sid).toList();
    }

    List<Interaction> items() {
        return items;
    }

    @Nullable
    Throwable error() {
        return error;
    }

    Duration time() {
        return time;
    }

    int requests() {
        return requestList().size();
    }

    List<FaultServer.Request> requestList() {
        List<FaultServer.Request> all = scene.server().requests();
        return all.subList(requestsBefore, all.size());
    }

    Outcome isWhole() {
        assertThat(error).isNull();
        assertThat(sids()).isEqualTo(scene.pages().sids());
        return this;
    }

    Outcome sent(int requests) {
        assertThat(requestList().stream().map(FaultServer.Request::target)).hasSize(requests);
        return this;
    }

    Outcome retried(int times) {
        assertThat(scene.retries()).hasSize(times);
        return this;
    }

    /** The list broke at a page: the pages before were delivered, and the error is of a type. */
    <E extends InteractionsException> E failedAt(int page, Class<E> type) {
        assertThat(sids()).isEqualTo(scene.pages().sids(0, page));
        assertThat(error).isInstanceOf(type);
        return type.cast(error);
    }

    /** What every case promises, whatever its fault. */
    void keepsThePromises() {
        assertThat(time).isLessThan(Scene.BOUND);
        assertThat(scene.elsewhere().connections()).as("connections elsewhere").isZero();
        for (FaultServer.Request request : requestList()) {
            assertThat(request.line()).startsWith("GET " + Pages.PATH).endsWith(" HTTP/1.1");
            assertThat(request.values("Authorization")).containsExactly(authorization());
            assertThat(request.values("Host"))
                    .containsExactly(scene.pages().base().substring("http://".length()));
        }
        String everythingSaid = everythingSaid();
        secretForms().forEach(form -> assertThat(everythingSaid).doesNotContain(form));
        assertThat(everythingSaid).doesNotContain(Scene.PRIVATE_TEXT);
        if (error != null) {
            assertThat(error).isInstanceOf(InteractionsException.class);
            assertThat(error.getMessage()).doesNotContainPattern("\\p{Cntrl}").hasSizeLessThan(1_200);
            printedAndResumedIsWhole(((InteractionsException) error).resumeAt());
        }
    }

    /** For cases whose list is not what the pages say, or whose service is not to be reached. */
    Outcome isNotResumed() {
        resumable = false;
        return this;
    }

    private void printedAndResumedIsWhole(@Nullable PageCursor at) {
        if (at != null && resumable) {
            scene.heal();
            List<String> all = new ArrayList<>(sids());
            all.addAll(scene.resume(at).sids());
            assertThat(all).as("printed and resumed").isEqualTo(scene.pages().sids());
        }
    }

    private static String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString((Scene.USER + ":" + Scene.SECRET).getBytes(UTF_8));
    }

    static List<String> secretForms() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return List.of(
                Scene.SECRET,
                base64.encodeToString((Scene.USER + ":" + Scene.SECRET).getBytes(UTF_8)),
                base64.encodeToString(Scene.SECRET.getBytes(UTF_8)));
    }

    private String everythingSaid() {
        Stream<Object> ofRetries = scene.retries().stream()
                .flatMap(event -> Stream.of(event, event.requestId() + "", trace(event.cause())));
        Stream<Object> ofItems = items.stream().map(Object::toString);
        return Stream.of(ofRetries, ofItems, saidBy(error))
                .flatMap(said -> said)
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }

    private static Stream<Object> saidBy(@Nullable Throwable error) {
        Stream<Object> said = Stream.of(error + "", error == null ? "" : trace(error));
        if (error instanceof InteractionsException failure) {
            said = Stream.concat(said, Stream.of(failure.requestId() + "", failure.resumeAt() + ""));
        }
        if (error instanceof ErrorResponseException failure) {
            said = Stream.concat(said, Stream.of(failure.serviceMessage() + "", failure.moreInfo() + ""));
        }
        return said;
    }

    private static String trace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}

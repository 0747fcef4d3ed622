package dev.proxyflux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.error.TooManyEmptyPagesException;
import dev.proxyflux.error.UndecodablePageException;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.ResponseInfo;
import dev.proxyflux.observe.PageListener;
import dev.proxyflux.retry.RetryPolicy;
import dev.proxyflux.testkit.InteractionsService;
import dev.proxyflux.transport.PageResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** Pages so large that the next one is requested before they are decoded, if demand is unbounded. */
class LargePagesTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int SIZE = 1_000;
    private static final String FILLING = "x".repeat(300);
    private static final InteractionsQuery QUERY = InteractionsQuery.of(InteractionsService.SESSION);

    /** No answer comes before it has ended. */
    private Mono<Void> beforeAnswers = Mono.empty();

    private final List<Integer> requests = new CopyOnWriteArrayList<>();
    private final List<PageListener> listeners = new ArrayList<>();
    private IntFunction<PageResponse> service = page -> whole(meta(page, 4), SIZE);

    private static String link(int page) {
        return "https://proxy.twilio.com/v1/Services/" + InteractionsService.SESSION.serviceSid() + "/Sessions/"
                + InteractionsService.SESSION.sessionSid() + "/Interactions?PageSize=1000&Page=" + page
                + "&PageToken=PT" + page;
    }

    private static String meta(int page, int pages) {
        return "\"meta\":{\"page\":" + page + ",\"next_page_url\":"
                + (page + 1 == pages ? "null" : '"' + link(page + 1) + '"') + "}";
    }

    private static String items(int count) {
        return "\"interactions\":["
                + IntStream.range(0, count)
                        .mapToObj(item -> "{\"sid\":\"KI" + item + "\",\"data\":\"" + FILLING + "\"}")
                        .collect(Collectors.joining(","))
                + "]";
    }

    private static PageResponse whole(String meta, int count) {
        return response("{" + meta + "," + items(count) + "}", true);
    }

    private static PageResponse response(String body, boolean selfDelimiting) {
        return new PageResponse(new ResponseInfo(200, Map.of()), body.getBytes(UTF_8), selfDelimiting);
    }

    private InteractionsClient client() {
        InteractionsClientBuilder builder = InteractionsClient.builder(
                        Credentials.authToken(InteractionsService.USER, InteractionsService.SECRET))
                .maxEmptyPages(3)
                .retry(RetryPolicy.DEFAULT.withBackoff(
                        Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1)))
                .exchange(url -> beforeAnswers.then(Mono.fromCallable(() -> {
                    int page = url.contains("&Page=") ? Integer.parseInt(url.replaceAll(".*&Page=(\\d+).*", "$1")) : 0;
                    requests.add(page);
                    return service.apply(page);
                })));
        listeners.forEach(listener -> builder.listener((start, context) -> listener));
        return builder.build();
    }

    private Flux<Interaction> stream() {
        return Flux.using(this::client, client -> client.stream(QUERY));
    }

    private void breaksThirdPage() {
        String broken = "{" + meta(2, 4) + ",\"interactions\":[{\"sid\":\"" + FILLING.repeat(1_000) + "\"},7]}";
        service = page -> page == 2 ? response(broken, true) : whole(meta(page, 4), SIZE);
    }

    @Test
    void comeWholeAndInOrder() {
        List<String> sids = stream().map(Interaction::sid).collectList().block(SOON);

        assertThat(sids).hasSize(4 * SIZE);
        for (int at = 0; at < sids.size(); at++) {
            assertThat(sids.get(at)).isEqualTo("KI" + at % SIZE);
        }
        assertThat(requests).containsExactly(0, 1, 2, 3);
    }

    @Test
    void letTheNextOneBeRequestedFirstIfDemandIsUnbounded() {
        breaksThirdPage();
        // By then who subscribed has returned: it is the stream's worker alone that asks for the pages after the first.
        Sinks.Empty<Void> subscribed = Sinks.empty();
        beforeAnswers = subscribed.asMono();

        stream()
                .as(StepVerifier::create)
                .then(subscribed::tryEmitEmpty)
                .expectNextCount(2 * SIZE)
                .expectErrorSatisfies(failure -> {
                    assertThat(failure).isInstanceOf(UndecodablePageException.class);
                    assertThat(((InteractionsException) failure).resumeAt().url())
                            .isEqualTo(link(2));
                })
                .verify(SOON);

        assertThat(requests).containsExactly(0, 1, 2, 3);
    }

    @Test
    void areDecodedFirstIfDemandIsBounded() {
        breaksThirdPage();

        StepVerifier.create(stream(), 10 * SIZE)
                .expectNextCount(2 * SIZE)
                .expectError(UndecodablePageException.class)
                .verify(SOON);

        assertThat(requests).containsExactly(0, 1, 2);
    }

    @Test
    void areDecodedFirstIfTheQueryHasALimit() {
        breaksThirdPage();

        Flux.using(this::client, client -> client.pages(QUERY.withLimit(10 * SIZE)))
                .as(StepVerifier::create)
                .expectNextCount(2)
                .expectError(UndecodablePageException.class)
                .verify(SOON);

        assertThat(requests).containsExactly(0, 1, 2);
    }

    @Test
    void areDecodedFirstForWhoListens() {
        breaksThirdPage();
        List<String> heard = new CopyOnWriteArrayList<>();
        listeners.add(new PageListener() {
            @Override
            public void onReceived(int interactions, ResponseInfo response) {
                heard.add("received " + interactions);
            }

            @Override
            public void onFailed(InteractionsException failure) {
                heard.add("failed");
            }
        });

        stream()
                .as(StepVerifier::create)
                .expectNextCount(2 * SIZE)
                .expectError(UndecodablePageException.class)
                .verify(SOON);

        assertThat(heard).containsExactly("received 1000", "received 1000", "failed");
        assertThat(requests).containsExactly(0, 1, 2);
    }

    @Test
    void areTriedAgainIfTheyMayHaveBeenCut() {
        String whole = "{" + meta(1, 4) + "," + items(SIZE) + "}";
        service = page -> page == 1 && !requests.subList(0, requests.size() - 1).contains(1)
                ? response(whole.substring(0, whole.length() - 100), false)
                : whole(meta(page, 4), SIZE);

        stream()
                .as(StepVerifier::create)
                .expectNextCount(4 * SIZE)
                .expectComplete()
                .verify(SOON);

        assertThat(requests).containsExactly(0, 1, 1, 2, 3);
    }

    @Test
    void mayTellOfThemselvesLast() {
        service = page -> response("{" + items(SIZE) + "," + meta(page, 4) + "}", true);

        stream()
                .as(StepVerifier::create)
                .expectNextCount(4 * SIZE)
                .expectComplete()
                .verify(SOON);

        assertThat(requests).containsExactly(0, 1, 2, 3);
    }

    @Test
    void areRefusedIfTheyTellTwiceWhatFollows() {
        service = page -> response("{" + meta(page, 4) + "," + items(SIZE) + "," + meta(page, 4) + "}", true);

        stream()
                .as(StepVerifier::create)
                .expectErrorSatisfies(failure -> assertThat(failure).hasMessageContaining("has 'meta' twice"))
                .verify(SOON);
    }

    @Test
    void areNotFollowedForEverIfTheyAreEmpty() {
        String padding = " ".repeat(300_000);
        service = page -> response("{" + meta(page, 1_000) + padding + ",\"interactions\":[]}", true);

        stream()
                .as(StepVerifier::create)
                .expectError(TooManyEmptyPagesException.class)
                .verify(SOON);

        assertThat(requests).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void endAtTheLimit() {
        Flux.using(this::client, client -> client.stream(QUERY.withLimit(SIZE + 1)))
                .as(StepVerifier::create)
                .expectNextCount(SIZE + 1)
                .expectComplete()
                .verify(SOON);

        assertThat(requests).containsExactly(0, 1);
    }
}

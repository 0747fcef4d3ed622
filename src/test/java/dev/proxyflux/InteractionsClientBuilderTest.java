package dev.proxyflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.proxyflux.model.PageCursor;
import dev.proxyflux.testkit.InteractionsService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class InteractionsClientBuilderTest {

    private static final String SECRET = "hunter2-hunter2";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final InteractionsClientBuilder builder = InteractionsClient.builder(Credentials.apiKey("SK1", SECRET));

    @Nested
    class Numbers {

        @Test
        void areRefusedBelowOneByNameAndLimit() {
            Map<String, BiConsumer<InteractionsClientBuilder, Integer>> options = Map.of(
                    "maxConnections", (to, value) -> to.pool(value, SECOND),
                    "maxPageBytes", InteractionsClientBuilder::maxPageBytes,
                    "maxErrorBytes", InteractionsClientBuilder::maxErrorBytes,
                    "maxLinkLength", InteractionsClientBuilder::maxLinkLength,
                    "maxEmptyPages", InteractionsClientBuilder::maxEmptyPages);
            options.forEach((name, option) -> {
                for (int odd : new int[] {0, -1, Integer.MIN_VALUE}) {
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> option.accept(builder, odd))
                            .withMessage(name + " " + odd + " is not at least 1");
                }
                assertThatCode(() -> option.accept(builder, 1)).doesNotThrowAnyException();
            });
        }
    }

    @Nested
    class TheScheduler {

        @Test
        void isRefusedIfItRunsNothingLater() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.scheduler(Schedulers.immediate()))
                    .withMessageContainingAll("ImmediateScheduler", "delayed task", "Schedulers.parallel()");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.scheduler(Schedulers.fromExecutor(Runnable::run)))
                    .withMessageContaining("delayed task");
            assertThatNullPointerException().isThrownBy(() -> builder.scheduler(null));
        }

        @Test
        void isTakenIfItDoesOrIsDisposedOf() {
            Scheduler disposed = Schedulers.newSingle("disposed");
            disposed.dispose();

            for (Scheduler fit : List.of(
                    Schedulers.parallel(), Schedulers.boundedElastic(), VirtualTimeScheduler.create(), disposed)) {
                assertThatCode(() -> builder.scheduler(fit)).doesNotThrowAnyException();
            }
        }
    }

    @Nested
    class Durations {

        @Test
        void areRefusedOutOfRangeByNameAndLimits() {
            Map<String, Consumer<Duration>> options = Map.of(
                    "maxIdleTime", value -> builder.pool(1, value),
                    "idle", value -> builder.timeouts(value, SECOND),
                    "total", value -> builder.timeouts(SECOND, value));
            options.forEach((name, option) -> {
                for (Duration odd : new Duration[] {
                    Duration.ZERO,
                    Duration.ofNanos(999_999),
                    Duration.ofMillis(-1),
                    Duration.ofDays(1).plusNanos(1),
                    Duration.ofSeconds(Long.MAX_VALUE)
                }) {
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> option.accept(odd))
                            .withMessage(name + " " + odd + " is not PT0.001S to PT24H");
                }
                assertThatNullPointerException()
                        .isThrownBy(() -> option.accept(null))
                        .withMessage(name);
                assertThatCode(() -> option.accept(Duration.ofMillis(1))).doesNotThrowAnyException();
                assertThatCode(() -> option.accept(Duration.ofDays(1))).doesNotThrowAnyException();
            });
        }
    }

    @Nested
    class Nulls {

        @Test
        void areRefusedByName() {
            Map<String, UnaryOperator<InteractionsClientBuilder>> options = Map.of(
                    "baseUrl", to -> to.baseUrl(null),
                    "scheduler", to -> to.scheduler(null),
                    "customizer", to -> to.httpClient(null),
                    "exchange", to -> to.exchange(null),
                    "policy", to -> to.retry(null),
                    "listener", to -> to.onRetry(null),
                    "clock", to -> to.clock(null));
            options.forEach((name, option) -> assertThatNullPointerException()
                    .isThrownBy(() -> option.apply(builder))
                    .withMessage(name));
            assertThatNullPointerException()
                    .isThrownBy(() -> InteractionsClient.builder(null))
                    .withMessage("credentials");
        }

        @Test
        void areRefusedOfTheCustomizer() {
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.httpClient(client -> null).build())
                    .withMessage("the customizer's HttpClient");
        }
    }

    @Nested
    class DefaultPageSizes {

        @Test
        void areAskedFor() {
            try (InteractionsService service = InteractionsService.start();
                    InteractionsClient client = InteractionsClient.builder(
                                    Credentials.authToken(InteractionsService.USER, InteractionsService.SECRET))
                            .baseUrl(service.baseUrl())
                            .defaultPageSize(33)
                            .build()) {
                service.hasInteractions(5);

                client.stream(InteractionsQuery.of(InteractionsService.SESSION))
                        .as(StepVerifier::create)
                        .expectNextCount(5)
                        .verifyComplete();

                assertThat(service.pageRequests())
                        .singleElement()
                        .satisfies(request -> assertThat(request.uri()).endsWith("?PageSize=33"));
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1001})
        void areRefusedOutOfRange(int size) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.defaultPageSize(size))
                    .withMessage("page size " + size + " is not 1 to 1000");
        }
    }

    @Nested
    class HttpClients {

        @Test
        void areCustomisedInTheOrderGiven() {
            List<String> heard = new ArrayList<>();
            HttpClient ofTheFirst = HttpClient.create();
            HttpClient ofTheSecond = HttpClient.create();

            builder.httpClient(http -> {
                        heard.add("first");
                        return ofTheFirst;
                    })
                    .httpClient(http -> {
                        heard.add("second " + (http == ofTheFirst));
                        return ofTheSecond;
                    })
                    .build()
                    .close();

            assertThat(heard).containsExactly("first", "second true");
        }
    }

    @Nested
    class BaseUrls {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "proxy.twilio.com",
                    "ftp://a.example",
                    "https://u:p@a.example",
                    "https://a.example?x",
                    "https://a.example:0"
                })
        void areRefusedAtOnce(String text) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.baseUrl(text))
                    .withMessageContaining("is not an http or https URL");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://proxy.twilio.com",
                    "http://127.0.0.1.evil.com",
                    "http://localhost.evil.com",
                    "http://0.0.0.0:8080",
                    "http://10.0.0.1",
                    "http://[::2]",
                    "HTTP://Proxy.Twilio.com:443"
                })
        void areRefusedInTheClear(String text) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.baseUrl(text).build())
                    .withMessageStartingWith("base URL 'http://")
                    .withMessageContaining("in the clear")
                    .withMessageContaining("allowPlainHttp()");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://localhost:1",
                    "http://LOCALHOST",
                    "http://127.1.2.3:9",
                    "http://[::1]:8080",
                    "https://a.example"
                })
        void areTakenOnThisMachineOrEncrypted(String text) {
            try (InteractionsClient client = builder.baseUrl(text).build()) {
                assertThat(client.toString()).startsWith("InteractionsClient[http");
            }
        }

        @Test
        void areTakenInTheClearIfThatIsMeant() {
            try (InteractionsClient client =
                    builder.baseUrl("http://10.0.0.1/x/").allowPlainHttp().build()) {
                assertThat(client).hasToString("InteractionsClient[http://10.0.0.1/x]");
            }
        }

        @Test
        void areTheVendorsByDefault() {
            try (InteractionsClient client = builder.build()) {
                assertThat(client).hasToString("InteractionsClient[https://proxy.twilio.com]");
            }
        }
    }

    @Nested
    class Starts {

        private static final String DIGITS = "0123456789abcdef0123456789abcdef";
        private static final InteractionsQuery QUERY = InteractionsQuery.of("KS" + DIGITS, "KC" + DIGITS);

        @ParameterizedTest
        @ValueSource(
                strings = {"", "https://evil.example/", "https://proxy.twilio.com/v1", "https://proxy.twilio.com\n"})
        void areRefusedAtCallTimeElsewhere(String url) {
            InteractionsQuery query = QUERY.startingAt(new PageCursor(url));
            try (InteractionsClient client = builder.build()) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> client.stream(query))
                        .withMessageStartingWith("the query can't start here: link '");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> client.pages(query))
                        .withMessageEndingWith("it is not followed");
            }
        }
    }
}

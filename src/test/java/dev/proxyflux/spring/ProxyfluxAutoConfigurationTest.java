package dev.proxyflux.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.proxyflux.Credentials;
import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.error.ClientClosedException;
import dev.proxyflux.micrometer.PageFetchConvention;
import dev.proxyflux.testkit.Answer;
import dev.proxyflux.testkit.InteractionsService;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;
import reactor.test.StepVerifier;

class ProxyfluxAutoConfigurationTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final InteractionsQuery QUERY = InteractionsQuery.of(InteractionsService.SESSION);
    private static final String SECRET = "hunter2-hunter2";

    private final ReactiveWebApplicationContextRunner nothing = new ReactiveWebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ProxyfluxAutoConfiguration.class));
    private final ReactiveWebApplicationContextRunner configured =
            nothing.withPropertyValues("proxyflux.api-key-sid=SK1", "proxyflux.api-key-secret=" + SECRET);

    private static ReactiveWebApplicationContextRunner connected(
            ReactiveWebApplicationContextRunner runner, InteractionsService service) {
        return runner.withPropertyValues(
                "proxyflux.account-sid=" + InteractionsService.USER,
                "proxyflux.auth-token=" + InteractionsService.SECRET,
                "proxyflux.base-url=" + service.baseUrl());
    }

    /** {@return why the client can't be made, as Spring Boot prints it} */
    private static FailureAnalysis refusal(ReactiveWebApplicationContextRunner runner) {
        AtomicReference<FailureAnalysis> analysis = new AtomicReference<>();
        runner.run(context -> {
            Throwable failure = context.getStartupFailure() == null
                    ? catchThrowable(() -> context.getBean(InteractionsClient.class))
                    : context.getStartupFailure();
            analysis.set(FirstAnalysis.of(failure));
        });
        return analysis.get();
    }

    @Nested
    class TheClient {

        @ParameterizedTest
        @CsvSource({"api-key-sid,api-key-secret", "account-sid,auth-token"})
        void authenticatesWithEitherCredentials(String user, String secret) {
            try (InteractionsService service = InteractionsService.start()) {
                service.hasInteractions(5);
                nothing.withPropertyValues(
                                "proxyflux." + user + "=" + InteractionsService.USER,
                                "proxyflux." + secret + "=" + InteractionsService.SECRET,
                                "proxyflux.base-url=" + service.baseUrl())
                        .run(context -> context.getBean(InteractionsClient.class).stream(QUERY)
                                .as(StepVerifier::create)
                                .expectNextCount(5)
                                .verifyComplete());
            }
        }

        @Test
        void usesTheApiKeyIfThereAreBoth() {
            try (InteractionsService service = InteractionsService.start("SK1", SECRET)) {
                service.hasInteractions(5);
                connected(configured, service)
                        .run(context -> context.getBean(InteractionsClient.class).stream(QUERY)
                                .as(StepVerifier::create)
                                .expectNextCount(5)
                                .verifyComplete());
            }
        }

        @Test
        void asksForPagesOfTheSizeConfigured() {
            try (InteractionsService service = InteractionsService.start()) {
                service.hasInteractions(100);
                connected(nothing, service)
                        .withPropertyValues("proxyflux.page-size=40")
                        .run(context -> context.getBean(InteractionsClient.class).stream(QUERY)
                                .as(StepVerifier::create)
                                .expectNextCount(100)
                                .verifyComplete());

                assertThat(service.pageRequests()).hasSize(3);
            }
        }

        @Test
        void givesWayToTheApplicationsOwn() {
            configured
                    .withUserConfiguration(OwnClient.class)
                    .run(context -> assertThat(context)
                            .hasSingleBean(InteractionsClient.class)
                            .hasBean("ownClient"));
        }

        @Test
        void isMadeOnlyWhenItIsNeeded() {
            nothing.run(context -> assertThat(context).hasNotFailed());
            assertThat(refusal(nothing.withUserConfiguration(NeedsTheClient.class))
                            .getDescription())
                    .contains("no credentials are configured");
        }

        @Test
        void isMadeOnce() {
            configured.run(context -> assertThat(context.getBean(InteractionsClient.class))
                    .isSameAs(context.getBean(InteractionsClient.class)));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static final class OwnClient {

        @Bean
        InteractionsClient ownClient() {
            return InteractionsClient.builder(Credentials.apiKey("SK2", SECRET)).build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static final class NeedsTheClient {

        @Bean
        String needsTheClient(InteractionsClient client) {
            return client.toString();
        }
    }

    @Nested
    class RefusedValues {

        @Test
        void areTold() {
            assertThat(refusal(configured.withPropertyValues("proxyflux.page-size=0"))
                            .getDescription())
                    .isEqualTo("proxyflux.page-size: page size 0 is not 1 to 1000.");
        }

        @Test
        void areToldBySpringBootIfTheyCannotBeRead() {
            assertThat(refusal(configured.withPropertyValues("proxyflux.timeouts.idle=soon"))
                            .getDescription())
                    .contains("proxyflux.timeouts.idle", "soon");
        }

        @ParameterizedTest
        @ValueSource(strings = {"proxyflux.api-key-secret", "proxyflux.auth-token"})
        void areNotShownIfTheyAreSecret(String name) {
            FailureAnalysis refusal = refusal(configured.withPropertyValues(name + "=" + SECRET + "${" + name + "}"));

            assertThat(refusal.getDescription())
                    .startsWith(name + " can't be read")
                    .doesNotContain(SECRET);
            assertThat(refusal.getAction()).contains(name).doesNotContain(SECRET);
            assertThat(refusal.getCause()).hasNoCause().message().doesNotContain(SECRET);
        }
    }

    @Nested
    class Customizers {

        @Test
        void runInTheirOrderAfterTheProperties() {
            configured
                    .withPropertyValues("proxyflux.base-url=https://of.the.property")
                    .withUserConfiguration(TwoCustomizers.class)
                    .run(context -> assertThat(context.getBean(InteractionsClient.class))
                            .hasToString("InteractionsClient[https://of.the.last]"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static final class TwoCustomizers {

        @Bean
        @Order(2)
        InteractionsClientBuilderCustomizer last() {
            return builder -> builder.baseUrl("https://of.the.last");
        }

        @Bean
        @Order(1)
        InteractionsClientBuilderCustomizer first() {
            return builder -> builder.baseUrl("https://of.the.first");
        }
    }

    @Nested
    class EventLoops {

        private List<String> threads(ReactiveWebApplicationContextRunner runner) {
            List<String> threads = new CopyOnWriteArrayList<>();
            try (InteractionsService service = InteractionsService.start()) {
                service.hasInteractions(1);
                connected(runner, service)
                        .withBean(
                                InteractionsClientBuilderCustomizer.class,
                                () -> builder -> builder.httpClient(http -> http.doOnResponse((response, connection) ->
                                        threads.add(Thread.currentThread().getName()))))
                        .run(context -> context.getBean(InteractionsClient.class).stream(QUERY)
                                .as(StepVerifier::create)
                                .expectNextCount(1)
                                .verifyComplete());
            }
            return threads;
        }

        @Test
        void areTheApplications() {
            assertThat(threads(nothing.withUserConfiguration(OwnEventLoops.class)))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("application-loops"));
        }

        @Test
        void areReactorNettysIfTheApplicationHasNone() {
            assertThat(threads(nothing)).isNotEmpty().allMatch(name -> name.startsWith("reactor-http"));
        }

        @Test
        void areReactorNettysIfTheApplicationsCannotBeTold() {
            assertThat(threads(nothing.withUserConfiguration(OwnEventLoops.class)
                            .withBean("others", ReactorResourceFactory.class, OwnEventLoops::resources)))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("reactor-http"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static final class OwnEventLoops {

        @Bean
        ReactorResourceFactory applicationsResources() {
            return resources();
        }

        static ReactorResourceFactory resources() {
            ReactorResourceFactory resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            resources.setLoopResourcesSupplier(() -> LoopResources.create("application-loops", 1, true));
            resources.setShutdownQuietPeriod(Duration.ZERO);
            return resources;
        }
    }

    @Nested
    class Micrometer {

        private void stream(ReactiveWebApplicationContextRunner runner) {
            try (InteractionsService service = InteractionsService.start()) {
                service.hasInteractions(5);
                connected(runner, service)
                        .run(context -> context.getBean(InteractionsClient.class).stream(QUERY)
                                .as(StepVerifier::create)
                                .expectNextCount(5)
                                .verifyComplete());
            }
        }

        @Test
        void countsWhereTheApplicationCounts() {
            SimpleMeterRegistry meters = new SimpleMeterRegistry();

            stream(nothing.withBean(MeterRegistry.class, () -> meters));

            assertThat(meters.get("proxyflux.interactions").counter().count()).isEqualTo(5);
        }

        @Test
        void observesWhereTheApplicationObserves() {
            TestObservationRegistry observations = TestObservationRegistry.create();

            stream(nothing.withBean(ObservationRegistry.class, () -> observations));

            TestObservationRegistryAssert.assertThat(observations)
                    .hasSingleObservationThat()
                    .hasNameEqualTo("proxyflux.page.fetch")
                    .hasBeenStopped();
        }

        @Test
        void observesUnderTheApplicationsNames() {
            TestObservationRegistry observations = TestObservationRegistry.create();
            PageFetchConvention convention = new PageFetchConvention() {
                @Override
                public String getName() {
                    return "archive.fetch";
                }
            };

            stream(nothing.withBean(ObservationRegistry.class, () -> observations)
                    .withBean(PageFetchConvention.class, () -> convention));

            TestObservationRegistryAssert.assertThat(observations)
                    .hasSingleObservationThat()
                    .hasNameEqualTo("archive.fetch");
        }

        @Test
        void isNotNeeded() {
            stream(nothing);
            stream(nothing.withClassLoader(new FilteredClassLoader("io.micrometer")));
            stream(nothing.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                    .withBean(ObservationRegistry.class, TestObservationRegistry::create));
        }
    }

    @Nested
    class Closing {

        @Test
        void endsStreamsWhileTheEventLoopsStillRun() {
            try (InteractionsService service = InteractionsService.start()) {
                service.hasInteractions(1);
                service.answersNext(Answer.silence());
                CompletableFuture<Throwable> end = new CompletableFuture<>();
                connected(nothing, service)
                        .withUserConfiguration(OwnEventLoops.class)
                        .run(context -> {
                            end.completeAsync(() -> ending(context.getBean(InteractionsClient.class)));
                            service.awaitRequests(1, SOON);
                        });

                assertThat(end).succeedsWithin(SOON).isInstanceOf(ClientClosedException.class);
            }
        }

        private static Throwable ending(InteractionsClient client) {
            return client.stream(QUERY)
                    .then(Mono.<Throwable>empty())
                    .onErrorResume(Mono::just)
                    .block(SOON);
        }

        @Test
        void comesAfterTheWebServersAndBeforeTheEventLoops() {
            try (InteractionsService service = InteractionsService.start()) {
                service.hasInteractions(1);
                Map<Integer, Throwable> endings = new ConcurrentHashMap<>();
                Throwable none = new AssertionError("open");
                connected(nothing, service).run(context -> {
                    InteractionsClient client = context.getBean(InteractionsClient.class);
                    for (int phase : new int[] {WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE, 0}) {
                        SmartLifecycle probe = new Probe(phase, () -> {
                            Throwable ending = ending(client);
                            endings.put(phase, ending == null ? none : ending);
                        });
                        ((ConfigurableApplicationContext) context.getSourceApplicationContext())
                                .getBeanFactory()
                                .registerSingleton("probe" + phase, probe);
                    }
                });

                assertThat(endings.get(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE))
                        .isSameAs(none);
                assertThat(endings.get(0)).isInstanceOf(ClientClosedException.class);
            }
        }

        @Test
        void doesNotComeWithAPause() {
            try (InteractionsService service = InteractionsService.start()) {
                service.hasInteractions(1);
                connected(nothing, service).run(context -> {
                    InteractionsClient client = context.getBean(InteractionsClient.class);
                    ConfigurableApplicationContext source =
                            (ConfigurableApplicationContext) context.getSourceApplicationContext();

                    source.stop();
                    assertThat(ending(client)).isNull();
                    source.start();
                    assertThat(ending(client)).isNull();
                });
            }
        }

        @Test
        void comesToAClientThatWasNeverStarted() {
            configured.run(context -> {
                InteractionsClient client = context.getBean(InteractionsClient.class);
                ((ConfigurableApplicationContext) context.getSourceApplicationContext()).close();

                assertThat(ending(client)).isInstanceOf(ClientClosedException.class);
            });
        }
    }

    private record Probe(int phase, Runnable onStop) implements SmartLifecycle {

        @Override
        public void start() {}

        @Override
        public void stop() {
            onStop.run();
        }

        @Override
        public boolean isRunning() {
            return true;
        }

        @Override
        public int getPhase() {
            return phase;
        }
    }

    @Nested
    class WithoutOptionalClasses {

        @ParameterizedTest
        @ValueSource(classes = {ReactorResourceFactory.class, SanitizingFunction.class})
        void theClientIsMade(Class<?> missing) {
            configured
                    .withClassLoader(new FilteredClassLoader(missing))
                    .run(context -> assertThat(context).hasSingleBean(InteractionsClient.class));
        }
    }
}

package dev.proxyflux.embedding;

import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.testkit.InteractionsService;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A WebFlux application as its user would write it, over a service, with small buffers towards its own clients. */
final class EmbeddedApplication implements AutoCloseable {

    static final int PAGE_SIZE = 20;

    /** Bytes; the kernel doubles it. */
    private static final int SEND_BUFFER = 8 * 1024;

    static {
        // The tests' own logging stays as it is.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    }

    private final ConfigurableApplicationContext context;

    private EmbeddedApplication(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static EmbeddedApplication over(InteractionsService service, Class<?>... more) {
        return new EmbeddedApplication(new SpringApplicationBuilder(Main.class)
                .sources(more)
                .web(WebApplicationType.REACTIVE)
                .registerShutdownHook(false)
                .bannerMode(Banner.Mode.OFF)
                .properties(Map.of(
                        "server.address", "127.0.0.1",
                        "server.port", "0",
                        "proxyflux.base-url", service.baseUrl(),
                        "proxyflux.account-sid", InteractionsService.USER,
                        "proxyflux.auth-token", InteractionsService.SECRET,
                        "proxyflux.page-size", PAGE_SIZE,
                        "proxyflux.retry.max-retries", "1",
                        "proxyflux.retry.first-backoff", "1ms",
                        "proxyflux.retry.first-throttled-backoff", "1ms"))
                .run());
    }

    int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    private static InteractionsQuery query(String session) {
        return InteractionsQuery.of(InteractionsService.SESSION.serviceSid(), session);
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Endpoints.class, OwnAnswer.class})
    static class Main {

        @Bean
        WebServerFactoryCustomizer<NettyReactiveWebServerFactory> smallBuffers() {
            return factory ->
                    factory.addServerCustomizers(http -> http.childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
                            .childOption(
                                    ChannelOption.WRITE_BUFFER_WATER_MARK,
                                    new WriteBufferWaterMark(SEND_BUFFER / 2, SEND_BUFFER)));
        }

        /** Closing an application disposes of Reactor Netty's global ones, which others run on. */
        @Bean
        ReactorResourceFactory resourcesOfItsOwn() {
            ReactorResourceFactory resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            resources.setShutdownQuietPeriod(Duration.ZERO);
            return resources;
        }

        @Bean
        RouterFunction<ServerResponse> functional(InteractionsClient client) {
            return RouterFunctions.route()
                    .GET(
                            "/functional/{session}",
                            request -> ServerResponse.ok()
                                    .contentType(MediaType.APPLICATION_NDJSON)
                                    .body(client.stream(query(request.pathVariable("session"))), Interaction.class))
                    .build();
        }
    }

    @RestController
    static class Endpoints {

        private final InteractionsClient client;

        Endpoints(InteractionsClient client) {
            this.client = client;
        }

        @GetMapping(path = "/ndjson/{session}", produces = MediaType.APPLICATION_NDJSON_VALUE)
        Flux<Interaction> ndjson(@PathVariable("session") String session) {
            return client.stream(query(session));
        }

        @GetMapping(path = "/sse/{session}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        Flux<Interaction> sse(@PathVariable("session") String session) {
            return client.stream(query(session));
        }

        @GetMapping("/count/{session}")
        Mono<Long> count(@PathVariable("session") String session) {
            return client.stream(query(session)).count();
        }

        @GetMapping("/ping")
        Mono<String> ping() {
            return Mono.just("pong");
        }
    }

    /** An endpoint whose application has its own idea of a failed stream. */
    @RestController
    static class OwnAnswer {

        private final InteractionsClient client;

        OwnAnswer(InteractionsClient client) {
            this.client = client;
        }

        @GetMapping(path = "/own/{session}", produces = MediaType.APPLICATION_NDJSON_VALUE)
        Flux<Interaction> ndjson(@PathVariable("session") String session) {
            return client.stream(query(session));
        }

        @ExceptionHandler
        ResponseEntity<String> handle(InteractionsException failure) {
            return ResponseEntity.status(HttpStatus.CONFLICT)
                    .body(failure.getClass().getSimpleName());
        }
    }
}

package dev.proxyflux.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.testkit.InteractionsService;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** README's application on a real port, with its three properties and its controller. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpringApplicationTest {

    private static final Pattern PROPERTIES = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL);
    private static final String SECRET = "hunter2-hunter2";

    private final InteractionsService service = InteractionsService.start("SK1", SECRET);
    private ConfigurableApplicationContext context;
    private WebTestClient web;

    @BeforeAll
    void start() throws IOException {
        service.hasInteractions(1_200);
        context = new SpringApplicationBuilder(Application.class)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .properties(readmesProperties())
                .properties(
                        "TWILIO_API_KEY=SK1",
                        "TWILIO_API_SECRET=" + SECRET,
                        "proxyflux.base-url=" + service.baseUrl(),
                        "server.port=0",
                        "spring.reactor.netty.shutdown-quiet-period=0s",
                        "management.endpoints.web.exposure.include=*",
                        "management.endpoint.env.show-values=always",
                        "management.endpoint.configprops.show-values=always")
                .run("--proxyflux.auth-token=another-" + SECRET);
        web = WebTestClient.bindToServer()
                .baseUrl("http://localhost:" + context.getEnvironment().getProperty("local.server.port"))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 * 1024 * 1024))
                .responseTimeout(Duration.ofSeconds(30))
                .build();
    }

    @AfterAll
    void stop() {
        context.close();
        service.close();
    }

    private static Map<String, Object> readmesProperties() throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(PROPERTIES
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(block -> block.group(1))
                .findFirst()
                .orElseThrow()));
        Map<String, Object> values = new HashMap<>();
        properties.forEach((name, value) -> values.put((String) name, value));
        return values;
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(InteractionsController.class)
    static class Application {}

    @RestController
    record InteractionsController(InteractionsClient client) {

        @GetMapping(path = "/interactions/{service}/{session}", produces = MediaType.APPLICATION_NDJSON_VALUE)
        Flux<Interaction> interactions(@PathVariable String service, @PathVariable String session) {
            return client.stream(InteractionsQuery.of(service, session));
        }
    }

    @Test
    void streamsAsJsonLines() {
        int before = service.pageRequests().size();

        String lines = web.get()
                .uri(
                        "/interactions/{service}/{session}",
                        InteractionsService.SESSION.serviceSid(),
                        InteractionsService.SESSION.sessionSid())
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.APPLICATION_NDJSON)
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        assertThat(lines.lines()).hasSize(1_200).allMatch(line -> line.startsWith("{\"sid\":\"KI"));
        assertThat(service.pageRequests().stream().skip(before))
                .hasSize(3)
                .first()
                .satisfies(request -> assertThat(request.uri()).endsWith("PageSize=500"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxyflux.pages", "proxyflux.page.fetch"})
    void countsAndObservesByItself(String meter) {
        context.getBean(InteractionsClient.class).stream(InteractionsQuery.of(InteractionsService.SESSION))
                .take(1)
                .as(StepVerifier::create)
                .expectNextCount(1)
                .verifyComplete();

        web.get()
                .uri("/actuator/metrics/{meter}", meter)
                .exchange()
                .expectStatus()
                .isOk();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/env", "/actuator/configprops"})
    void showsNoSecretToThoseWhoMaySeeValues(String endpoint) {
        String dump = web.get()
                .uri(endpoint)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        assertThat(dump)
                .contains("SK1", "500", "******")
                .containsPattern("(?i)api-?key-?secret")
                .doesNotContain(SECRET);
    }
}

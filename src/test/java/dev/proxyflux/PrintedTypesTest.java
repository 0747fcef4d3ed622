package dev.proxyflux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.proxyflux.error.ClientClosedException;
import dev.proxyflux.error.Failure;
import dev.proxyflux.error.ServiceAnswer;
import dev.proxyflux.json.DecodedPage;
import dev.proxyflux.json.ErrorBody;
import dev.proxyflux.json.PageDecoder;
import dev.proxyflux.link.BaseUrl;
import dev.proxyflux.link.CollectionLinks;
import dev.proxyflux.link.LinkRules;
import dev.proxyflux.link.SeenLinks;
import dev.proxyflux.micrometer.MicrometerListener;
import dev.proxyflux.model.Interaction;
import dev.proxyflux.model.InteractionField;
import dev.proxyflux.model.InteractionPage;
import dev.proxyflux.model.PageCursor;
import dev.proxyflux.model.PageMeta;
import dev.proxyflux.model.ResponseInfo;
import dev.proxyflux.model.SessionKey;
import dev.proxyflux.observe.Attempt;
import dev.proxyflux.observe.PageListener;
import dev.proxyflux.observe.PageStart;
import dev.proxyflux.paging.PageItems;
import dev.proxyflux.retry.PageRetry;
import dev.proxyflux.retry.RetryEvent;
import dev.proxyflux.retry.RetryPolicy;
import dev.proxyflux.text.SecretMask;
import dev.proxyflux.transport.DuePage;
import dev.proxyflux.transport.FetchSettings;
import dev.proxyflux.transport.HttpSettings;
import dev.proxyflux.transport.PageFetch;
import dev.proxyflux.transport.PageResponse;
import dev.proxyflux.transport.ReactorNettyExchange;
import dev.proxyflux.transport.ReceivedPage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.util.context.Context;

/** Sweeps the public types: whatever holds the secret or {@code data} shows nothing of it, nor may a new type go unswept. */
class PrintedTypesTest {

    private static final String SECRET = "hunter2-hunter2";
    private static final String DATA = "words between two people";
    private static final String DIGITS = "0123456789abcdef0123456789abcdef";
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Their static methods give out something else. */
    private static final Set<String> NEVER_HANDED_OUT = Set.of(PageDecoder.class.getName(), PageFetch.class.getName());

    private static List<Object> samples() {
        Credentials credentials = Credentials.apiKey("SK1", SECRET);
        InteractionsClientBuilder builder = InteractionsClient.builder(credentials);
        InteractionsClient client = builder.build();
        client.close();
        Interaction interaction = Interaction.ofTexts(
                Arrays.stream(InteractionField.values()).map(field -> DATA).toArray(String[]::new));
        Interaction message =
                interaction.with(InteractionField.DATA, "{\"body\":\"" + DATA + "\",\"duration\":\"86399\"}");
        PageCursor cursor = new PageCursor("https://proxy.example/page");
        PageMeta meta = new PageMeta("interactions", 0, 50, null, null, null, null);
        ResponseInfo info = new ResponseInfo(200, Map.of("Date", SECRET));
        SecretMask mask = credentials.mask();
        BaseUrl base = BaseUrl.parse("https://proxy.example");
        SessionKey session = new SessionKey("KS" + DIGITS, "KC" + DIGITS);
        LinkRules rules = new LinkRules(100, false);
        HttpSettings http = new HttpSettings(credentials.authorization(), "agent", SECOND, 1, 1);
        FetchSettings fetching = new FetchSettings(
                SECOND,
                1,
                RetryPolicy.DEFAULT,
                event -> {},
                (start, context) -> PageListener.NOOP,
                Clock.systemUTC(),
                mask,
                () -> false);
        return List.of(
                credentials,
                builder,
                client,
                InteractionsQuery.of(session),
                interaction,
                message,
                message.data(),
                new InteractionPage(cursor, List.of(message), meta, info),
                cursor,
                meta,
                info,
                session,
                mask,
                base,
                rules,
                new CollectionLinks(base, session, rules, mask),
                new SeenLinks(),
                new DecodedPage(List.of(message), meta),
                new ErrorBody(1, DATA + SECRET, SECRET),
                RetryPolicy.DEFAULT,
                new PageRetry(RetryPolicy.DEFAULT, event -> {}, Schedulers.immediate(), cursor),
                new RetryEvent(cursor, new ClientClosedException("m", Failure.at(cursor)), SECOND, null, 1),
                Failure.at(cursor),
                new PageStart(session, cursor, SECOND),
                new Attempt(1, SECOND, 200, false),
                new DuePage(session, cursor, 0),
                MicrometerListener.of(ObservationRegistry.create(), new SimpleMeterRegistry()),
                observed(new PageStart(session, cursor, SECOND), info),
                new ServiceAnswer(500, null, null, null, null),
                new PageItems<InteractionPage, Interaction>(InteractionPage::items, page -> {}),
                http,
                fetching,
                ReceivedPage.of(new InteractionPage(cursor, List.of(message), meta, info)),
                new PageResponse(info, (DATA + SECRET).getBytes(UTF_8), true),
                new ReactorNettyExchange(HttpClient.create(), http));
    }

    private static Observation.Context observed(PageStart start, ResponseInfo response) {
        List<Observation.Context> contexts = new ArrayList<>();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(context -> contexts.add(context));
        MicrometerListener.of(registry).onPage(start, Context.empty()).onReceived(1, response);
        return contexts.get(0);
    }

    @Test
    void showNeitherSecretNorData() {
        String withUser = Base64.getEncoder().encodeToString(("SK1:" + SECRET).getBytes(UTF_8));
        for (Object sample : samples()) {
            assertThat(String.valueOf(sample))
                    .as(sample.getClass().getName())
                    .doesNotContain(SECRET, withUser, DATA, "86399", "23H59M");
        }
    }

    @Test
    void areAllSwept() {
        List<String> instantiable = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.proxyflux")) {
            if (isSwept(type)) {
                instantiable.add(type.getName());
            }
        }

        assertThat(samples().stream().map(sample -> sample.getClass().getName()))
                .containsAll(instantiable);
        assertThat(instantiable).hasSizeGreaterThan(20);
    }

    /** Public and with state of its own. The testkit and the command line hold no user's secret in a printed type. */
    private static boolean isSwept(JavaClass type) {
        boolean hasState = type.getFields().stream()
                .anyMatch(field -> !field.getModifiers().contains(JavaModifier.STATIC));
        return hasState
                && type.getModifiers().contains(JavaModifier.PUBLIC)
                && !type.isEnum()
                && !NEVER_HANDED_OUT.contains(type.getName())
                && !Throwable.class.isAssignableFrom(type.reflect())
                && !type.getPackageName().matches("dev\\.proxyflux\\.(testkit|cli|spring)");
    }
}

package dev.proxyflux.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.proxyflux.Credentials;
import dev.proxyflux.InteractionsClient;
import dev.proxyflux.InteractionsClientBuilder;
import dev.proxyflux.retry.RetryPolicy;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;

class BuilderFromPropertiesTest {

    private static final String SECRET = "hunter2-hunter2";
    private static final List<String> API_KEY =
            List.of("proxyflux.api-key-sid=SK1", "proxyflux.api-key-secret=" + SECRET);

    private static ProxyfluxProperties bound(List<String> credentials, String... properties) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        Stream.concat(credentials.stream(), Stream.of(properties))
                .forEach(each -> source.put(each.replaceFirst("(?s)=.*", ""), each.replaceFirst("^[^=]*=", "")));
        return new Binder(source).bindOrCreate("proxyflux", ProxyfluxProperties.class);
    }

    /** {@return why the builder can't be made, as Spring Boot prints it} */
    private static FailureAnalysis refusal(List<String> credentials, String... properties) {
        return FirstAnalysis.of(catchThrowable(() -> BuilderFromProperties.build(bound(credentials, properties))));
    }

    @Nested
    class Properties {

        /** What each sets of the builder. Another line for each new property. */
        private static final Map<String, Map<String, Object>> SET = Map.ofEntries(
                Map.entry("allow-plain-http=true", Map.of("plainHttp", true)),
                Map.entry("rebase-links=true", Map.of("rebaseLinks", true)),
                Map.entry("page-size=7", Map.of("defaultPageSize", 7)),
                Map.entry("pool.max-connections=9", Map.of("maxConnections", 9)),
                Map.entry("pool.max-idle-time=11s", Map.of("maxIdleTime", Duration.ofSeconds(11))),
                Map.entry("timeouts.idle=12s", Map.of("idleTimeout", Duration.ofSeconds(12))),
                Map.entry("timeouts.total=13s", Map.of("attemptTimeout", Duration.ofSeconds(13))),
                Map.entry("retry.max-retries=0", Map.of("retry", RetryPolicy.DEFAULT.withMaxRetries(0))),
                Map.entry(
                        "retry.first-backoff=14ms",
                        Map.of("retry", RetryPolicy.DEFAULT.withBackoff(ms(14), ms(1_000), ms(20_000)))),
                Map.entry(
                        "retry.first-throttled-backoff=15ms",
                        Map.of("retry", RetryPolicy.DEFAULT.withBackoff(ms(400), ms(15), ms(20_000)))),
                Map.entry(
                        "retry.max-backoff=16ms",
                        Map.of("retry", RetryPolicy.DEFAULT.withBackoff(ms(400), ms(1_000), ms(16)))),
                Map.entry(
                        "retry.max-retry-after=17s",
                        Map.of("retry", RetryPolicy.DEFAULT.withMaxRetryAfter(ms(17_000)))),
                Map.entry("retry.page-timeout=18s", Map.of("retry", RetryPolicy.DEFAULT.withPageTimeout(ms(18_000)))),
                Map.entry("limits.max-page-bytes=19KB", Map.of("maxPageBytes", 19 * 1024)),
                Map.entry("limits.max-error-bytes=20", Map.of("maxErrorBytes", 20)),
                Map.entry("limits.max-link-length=21", Map.of("maxLinkLength", 21)),
                Map.entry("limits.max-empty-pages=22", Map.of("maxEmptyPages", 22)));

        private static Duration ms(long millis) {
            return Duration.ofMillis(millis);
        }

        private static Map<String, Object> builder(String... properties) {
            return fields(BuilderFromProperties.build(bound(API_KEY, properties)));
        }

        private static Map<String, Object> fields(InteractionsClientBuilder builder) {
            Map<String, Object> values = new TreeMap<>();
            for (Field field : InteractionsClientBuilder.class.getDeclaredFields()) {
                try {
                    field.setAccessible(true);
                    values.put(field.getName(), String.valueOf(field.get(builder)));
                } catch (IllegalAccessException never) {
                    throw new IllegalStateException(never);
                }
            }
            // Objects without a text of their own.
            List.of("scheduler", "customizer", "onRetry", "listeners").forEach(values::remove);
            return values;
        }

        @Test
        void haveTheBuildersDefaults() {
            assertThat(builder())
                    .isEqualTo(fields(InteractionsClient.builder(Credentials.apiKey("SK1", SECRET))))
                    .hasSizeGreaterThan(10);
        }

        @Test
        void setTheOptionOfTheirName() {
            Map<String, Object> defaults = builder();
            SET.forEach((property, options) -> {
                Map<String, Object> expected = new TreeMap<>(defaults);
                options.forEach((name, value) -> expected.put(name, value.toString()));
                assertThat(builder("proxyflux." + property)).as(property).isEqualTo(expected);
            });
        }

        @Test
        void areAllTried() {
            List<String> tried = Stream.concat(
                            Stream.of("api-key-sid", "api-key-secret", "account-sid", "auth-token", "base-url"),
                            SET.keySet().stream().map(property -> property.replaceFirst("=.*", "")))
                    .map(name -> "proxyflux." + name)
                    .toList();

            assertThat(DescribedProperty.all())
                    .extracting(DescribedProperty::name)
                    .containsExactlyInAnyOrderElementsOf(tried);
        }
    }

    @Nested
    class RefusedValues {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "page-size=0 | page size 0 is not 1 to 1000",
                    "page-size=1001 | page size 1001 is not 1 to 1000",
                    "pool.max-connections=0 | maxConnections 0 is not at least 1",
                    "pool.max-idle-time=0s | maxIdleTime PT0S is not PT0.001S to PT24H",
                    "timeouts.idle=25h | idle PT25H is not PT0.001S to PT24H",
                    "timeouts.total=0s | total PT0S is not PT0.001S to PT24H",
                    "retry.max-retries=-1 | maxRetries -1 is not 0 to 1000",
                    "retry.first-backoff=0s | firstBackoff PT0S is not PT0.001S to PT24H",
                    "retry.first-throttled-backoff=2d | PT48H is not PT0.001S to PT24H",
                    "retry.max-backoff=0s | PT0S is not PT0.001S to PT24H",
                    "retry.max-retry-after=-1s | maxRetryAfter PT-1S is not PT0S to PT24H",
                    "retry.page-timeout=0s | pageTimeout PT0S is not PT0.001S to PT24H",
                    "limits.max-page-bytes=0B | maxPageBytes 0 is not at least 1",
                    "limits.max-page-bytes=2GB | 2147483648B is more than 2147483647B",
                    "limits.max-error-bytes=-1B | maxErrorBytes -1 is not at least 1",
                    "limits.max-error-bytes=-8000000TB | is not at least 1",
                    "limits.max-link-length=0 | maxLinkLength 0 is not at least 1",
                    "limits.max-empty-pages=0 | maxEmptyPages 0 is not at least 1",
                    "base-url=ftp://x | base URL 'ftp://x' is not an http or https URL"
                })
        void areToldWithPropertyValueAndLimit(String property, String reason) {
            String name = "proxyflux." + property.replaceFirst("=.*", "");

            FailureAnalysis refusal = refusal(API_KEY, "proxyflux." + property);

            assertThat(refusal.getDescription()).startsWith(name + ": ").contains(reason);
            assertThat(refusal.getAction()).contains(name);
        }

        @Test
        void areBaseUrlsInTheClearUnlessThatIsMeant() {
            FailureAnalysis refusal = refusal(API_KEY, "proxyflux.base-url=http://10.0.0.1");

            assertThat(refusal.getDescription())
                    .isEqualTo(
                            "proxyflux.base-url: base URL 'http://10.0.0.1' would send the credentials in the clear.");
            assertThat(refusal.getAction()).contains("proxyflux.allow-plain-http");
            try (InteractionsClient client = BuilderFromProperties.build(
                            bound(API_KEY, "proxyflux.base-url=http://10.0.0.1", "proxyflux.allow-plain-http=true"))
                    .build()) {
                assertThat(client).hasToString("InteractionsClient[http://10.0.0.1]");
            }
        }

        @Test
        void areNotShownOfAUserInTheBaseUrl() {
            assertThat(refusal(API_KEY, "proxyflux.base-url=https://user:" + SECRET + "@host")
                            .getDescription())
                    .startsWith("proxyflux.base-url: ")
                    .doesNotContain(SECRET);
        }
    }

    @Nested
    class MissingCredentials {

        @Test
        void areNamedIfThereAreNone() {
            FailureAnalysis refusal = refusal(List.of());

            assertThat(refusal.getDescription())
                    .contains(
                            "proxyflux.api-key-sid and proxyflux.api-key-secret",
                            "proxyflux.account-sid and proxyflux.auth-token");
            assertThat(refusal.getAction()).contains("PROXYFLUX_APIKEYSID", "InteractionsClient bean");
        }

        @ParameterizedTest
        @CsvSource({
            "api-key-sid,api-key-secret",
            "api-key-secret,api-key-sid",
            "account-sid,auth-token",
            "auth-token,account-sid"
        })
        void areNamedIfThereIsHalf(String there, String missing) {
            String half = "proxyflux." + there + "=" + SECRET;
            FailureAnalysis refusal = refusal(List.of(half));

            assertThat(refusal.getDescription())
                    .isEqualTo("proxyflux." + missing + " is not set, but proxyflux." + there + " is set.");
            assertThat(refusal.getAction())
                    .isEqualTo("Set proxyflux." + missing + ", or remove proxyflux." + there + ".");
            assertThat(refusal(List.of(half), "proxyflux." + missing + "= ").getDescription())
                    .isEqualTo("proxyflux." + missing + " is empty, but proxyflux." + there + " is set.");
        }

        @Test
        void areNamedIfAPlaceholderIsLeft() {
            assertThat(refusal(API_KEY, "proxyflux.api-key-secret=${NO_SUCH_VARIABLE}")
                            .getDescription())
                    .startsWith("proxyflux.api-key-secret is a placeholder");
        }

        @Test
        void areNotShownIfTheyAreUnusable() {
            FailureAnalysis refusal = refusal(API_KEY, "proxyflux.api-key-secret=" + SECRET + "\n");

            assertThat(refusal.getDescription())
                    .startsWith("proxyflux.api-key-sid and proxyflux.api-key-secret are not usable: ")
                    .contains("control character")
                    .doesNotContain(SECRET);
        }
    }
}

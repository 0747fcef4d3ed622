package dev.proxyflux.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {

    private static final RetryPolicy DEFAULT = RetryPolicy.DEFAULT;
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);

    @Nested
    class Values {

        @Test
        void areTheDocumentedDefaults() {
            assertThat(DEFAULT)
                    .isEqualTo(new RetryPolicy(
                            4,
                            Duration.ofMillis(400),
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(20),
                            Duration.ofSeconds(60),
                            Duration.ofMinutes(5)));
        }

        @Test
        void areChangedOneByOne() {
            assertThat(DEFAULT.withMaxRetries(9))
                    .isEqualTo(new RetryPolicy(
                            9,
                            DEFAULT.firstBackoff(),
                            DEFAULT.firstThrottledBackoff(),
                            DEFAULT.maxBackoff(),
                            DEFAULT.maxRetryAfter(),
                            DEFAULT.pageTimeout()));
            assertThat(DEFAULT.withBackoff(MILLI, MILLI.multipliedBy(2), MILLI.multipliedBy(3)))
                    .isEqualTo(new RetryPolicy(
                            4,
                            MILLI,
                            MILLI.multipliedBy(2),
                            MILLI.multipliedBy(3),
                            DEFAULT.maxRetryAfter(),
                            DEFAULT.pageTimeout()));
            assertThat(DEFAULT.withMaxRetryAfter(MILLI).maxRetryAfter()).isEqualTo(MILLI);
            assertThat(DEFAULT.withMaxRetryAfter(MILLI).withMaxRetryAfter(Duration.ofSeconds(60)))
                    .isEqualTo(DEFAULT);
            assertThat(DEFAULT.withPageTimeout(MILLI).pageTimeout()).isEqualTo(MILLI);
            assertThat(DEFAULT.withPageTimeout(MILLI).withPageTimeout(Duration.ofMinutes(5)))
                    .isEqualTo(DEFAULT);
        }

        @Test
        void reachToTheirLimits() {
            assertThat(DEFAULT.withMaxRetries(0).maxRetries()).isZero();
            assertThat(DEFAULT.withMaxRetries(1_000).maxRetries()).isEqualTo(1_000);
            assertThat(DEFAULT.withBackoff(MILLI, MILLI, MILLI).maxBackoff()).isEqualTo(MILLI);
            assertThat(DEFAULT.withBackoff(DAY, DAY, DAY).maxBackoff()).isEqualTo(DAY);
            assertThat(DEFAULT.withMaxRetryAfter(Duration.ZERO).maxRetryAfter()).isZero();
            assertThat(DEFAULT.withMaxRetryAfter(DAY).maxRetryAfter()).isEqualTo(DAY);
            assertThat(DEFAULT.withPageTimeout(MILLI).pageTimeout()).isEqualTo(MILLI);
            assertThat(DEFAULT.withPageTimeout(DAY).pageTimeout()).isEqualTo(DAY);
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 1_001, Integer.MIN_VALUE, Integer.MAX_VALUE})
        void refuseANumberOfRetriesOutOfRange(int retries) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> DEFAULT.withMaxRetries(retries))
                    .withMessage("maxRetries " + retries + " is not 0 to 1000");
        }

        @Test
        void refuseDurationsOutOfRange() {
            Map<String, Function<Duration, RetryPolicy>> changes = Map.of(
                    "firstBackoff", value -> DEFAULT.withBackoff(value, MILLI, MILLI),
                    "firstThrottledBackoff", value -> DEFAULT.withBackoff(MILLI, value, MILLI),
                    "maxBackoff", value -> DEFAULT.withBackoff(MILLI, MILLI, value),
                    "pageTimeout", DEFAULT::withPageTimeout);
            changes.forEach((name, change) -> {
                for (Duration odd :
                        new Duration[] {Duration.ZERO, MILLI.minusNanos(1), MILLI.negated(), DAY.plusNanos(1)}) {
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> change.apply(odd))
                            .withMessage(name + " " + odd + " is not PT0.001S to PT24H");
                }
                assertThatNullPointerException()
                        .isThrownBy(() -> change.apply(null))
                        .withMessage(name);
            });
        }

        @Test
        void refuseACapOutOfRange() {
            for (Duration odd : new Duration[] {Duration.ofNanos(-1), DAY.plusNanos(1)}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> DEFAULT.withMaxRetryAfter(odd))
                        .withMessage("maxRetryAfter " + odd + " is not PT0S to PT24H");
            }
        }
    }

    @Nested
    class Delays {

        @ParameterizedTest
        @CsvSource({
            "1, false, 400", "2, false, 800", "3, false, 1600", "4, false, 3200", "6, false, 12800", "7, false, 20000",
            "1000, false, 20000", "1, true, 1000", "2, true, 2000", "5, true, 16000", "6, true, 20000",
                    "1000, true, 20000"
        })
        void liesBetweenHalfAndWhole(int retry, boolean throttled, long most) {
            assertThat(DEFAULT.delay(retry, throttled, 0)).isEqualTo(Duration.ofMillis(most / 2));
            assertThat(DEFAULT.delay(retry, throttled, 0.5)).isEqualTo(Duration.ofMillis(most * 3 / 4));
            assertThat(DEFAULT.delay(retry, throttled, 1)).isEqualTo(Duration.ofMillis(most));
        }

        @Test
        void takeThreeToSixSecondsInAll() {
            Duration least = Duration.ZERO;
            Duration most = Duration.ZERO;
            for (int retry = 1; retry <= DEFAULT.maxRetries(); retry++) {
                least = least.plus(DEFAULT.delay(retry, false, 0));
                most = most.plus(DEFAULT.delay(retry, false, 1));
            }

            assertThat(least).isEqualTo(Duration.ofSeconds(3));
            assertThat(most).isEqualTo(Duration.ofSeconds(6));
        }

        @Test
        void areCappedEvenAtFirst() {
            RetryPolicy policy =
                    DEFAULT.withBackoff(Duration.ofSeconds(9), Duration.ofSeconds(9), Duration.ofSeconds(2));

            assertThat(policy.delay(1, false, 1)).isEqualTo(Duration.ofSeconds(2));
        }
    }
}

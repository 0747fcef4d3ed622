package dev.proxyflux.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    /** A zone other than GMT must make no difference. */
    private static final ZoneId SOMEWHERE = ZoneId.of("Asia/Tokyo");

    private static Duration parse(String value, String now) {
        return RetryAfter.parse(value, Clock.fixed(Instant.parse(now), SOMEWHERE));
    }

    private static Duration parse(String value) {
        return parse(value, "1994-11-06T08:49:00Z");
    }

    @Nested
    class Seconds {

        @ParameterizedTest
        @CsvSource({
            "0,0",
            "1,1",
            "120,120",
            "' 5 ',5",
            "005,5",
            "0000000000000005,5",
            "0000000000,0",
            "999999999,999999999"
        })
        void areADuration(String value, long seconds) {
            assertThat(parse(value)).isEqualTo(Duration.ofSeconds(seconds));
        }

        @ParameterizedTest
        @ValueSource(strings = {"1000000000", "9999999999", "99999999999999999999999999999999"})
        void areFarAboveAnyCapWhenHuge(String value) {
            assertThat(parse(value)).isGreaterThan(Duration.ofDays(365));
        }
    }

    @Nested
    class Dates {

        @ParameterizedTest
        @ValueSource(
                strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"
                })
        void areReadInAllThreeForms(String value) {
            assertThat(parse(value)).isEqualTo(Duration.ofSeconds(37));
            assertThat(parse(value, "1994-11-06T08:49:36.500Z")).isEqualTo(Duration.ofMillis(500));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"
                })
        void areZeroWhenPast(String value) {
            assertThat(parse(value, "1994-11-06T08:49:37Z")).isZero();
            assertThat(parse(value, "1994-11-06T08:49:38Z")).isZero();
            assertThat(parse(value, "2026-01-01T00:00:00Z")).isIn(Duration.ZERO, null);
        }

        @Test
        void areReadOnEachDayOfAYear() {
            for (int day = 0; day < 366; day++) {
                Instant now = Instant.parse("2026-06-01T00:00:00Z").plus(Duration.ofDays(day));
                Instant then = now.plusSeconds(59);
                for (String pattern : new String[] {
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", "EEEE, dd-MMM-yy HH:mm:ss 'GMT'", "EEE MMM ppd HH:mm:ss yyyy"
                }) {
                    String value = DateTimeFormatter.ofPattern(pattern, Locale.US)
                            .withZone(ZoneOffset.UTC)
                            .format(then);
                    assertThat(parse(value, now.toString())).as(value).isEqualTo(Duration.ofSeconds(59));
                }
            }
        }

        @Test
        void haveTwoDigitYearsOfAtMostFiftyYearsAhead() {
            // 2076-01-01 is a Wednesday, 1977-01-01 a Saturday.
            assertThat(parse("Wednesday, 01-Jan-76 00:00:00 GMT", "2026-01-01T00:00:00Z"))
                    .isEqualTo(Duration.between(
                            Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2076-01-01T00:00:00Z")));
            assertThat(parse("Saturday, 01-Jan-77 00:00:00 GMT", "2026-01-01T00:00:00Z"))
                    .isZero();
        }
    }

    @Nested
    class Unusable {

        @ParameterizedTest
        @NullAndEmptySource
        @ValueSource(
                strings = {
                    " ",
                    "-1",
                    "+1",
                    "1.5",
                    "1,5",
                    "5s",
                    "0x5",
                    "٥",
                    "5 5",
                    "soon",
                    "GMT",
                    "Mon, 06 Nov 1994 08:49:37 GMT",
                    "Sun, 06 Nov 1994 08:49:37",
                    "Sun, 06 Nov 1994 08:49:37 UTC",
                    "Sun, 06 Nov 1994 08:49:37 +0000",
                    "Sun, 06 Nov 1994 08:49:37 GMT x",
                    "Sun, 06 Nov 1994 25:49:37 GMT",
                    "Sun, 06 Nov 1994 08:60:37 GMT",
                    "Sun, 32 Nov 1994 08:49:37 GMT",
                    "Sun, 06 Nox 1994 08:49:37 GMT",
                    "Sun, 6 Nov 1994 08:49:37 GMT",
                    "Sun, 06 Nov 94 08:49:37 GMT",
                    "Sunday, 06-Nov-1994 08:49:37 GMT",
                    "Monday, 06-Nov-94 08:49:37 GMT",
                    "Sun Nov 6 08:49:37 1994",
                    "Mon Nov  6 08:49:37 1994",
                    "Sun Nov  6 08:49:37 1994 GMT",
                    "1994-11-06T08:49:37Z"
                })
        void areNull(String value) {
            assertThat(parse(value)).isNull();
        }
    }
}

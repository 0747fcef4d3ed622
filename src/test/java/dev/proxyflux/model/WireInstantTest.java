package dev.proxyflux.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireInstantTest {

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private static @Nullable Instant byTheJdk(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException unparsable) {
            return null;
        }
    }

    private static void isAsTheJdks(String text) {
        Instant expected = byTheJdk(text);
        Instant parsed = WireInstant.parse(text);
        // A million assertThat() take longer than what they check.
        if (expected == null ? parsed != null : !expected.equals(parsed)) {
            assertThat(parsed).as(text).isEqualTo(expected);
        }
    }

    @Nested
    class Equality {

        @Test
        void holdsForAnySecondOfTenThousandYears() {
            holdsForSeconds(200_000);
        }

        @Test
        @Tag("full")
        void holdsForMillionsOfSuchSeconds() {
            holdsForSeconds(4_000_000);
        }

        private static void holdsForSeconds(int seconds) {
            long seed = new Random().nextLong();
            Random random = new Random(seed);
            for (int i = 0; i < seconds; i++) {
                Instant any = Instant.ofEpochSecond(random.nextLong(FIRST.getEpochSecond(), LAST.getEpochSecond() + 1));
                String text = any.toString();
                if (!any.equals(WireInstant.parse(text))) {
                    assertThat(WireInstant.parse(text)).as("seed " + seed).isEqualTo(any);
                }
                if (i % 4 == 0) {
                    isAsTheJdks(text);
                }
            }
        }

        @Test
        void holdsForEveryDayThatIsAndIsNotOfAllKindsOfYears() {
            holdsForEveryDayOf(IntStream.of(1900, 1999, 2000, 2001, 2015, 2016, 2017, 2018, 2026, 2100, 2400, 9999));
        }

        @Test
        @Tag("full")
        void holdsForEveryDayOfFourCenturiesThatAreAndAreNot() {
            holdsForEveryDayOf(IntStream.rangeClosed(1900, 2300));
        }

        private static void holdsForEveryDayOf(IntStream years) {
            for (int year : years.toArray()) {
                for (int month = 0; month <= 13; month++) {
                    for (int day = 0; day <= 32; day++) {
                        isAsTheJdks(String.format(Locale.ROOT, "%04d-%02d-%02dT20:00:00Z", year, month, day));
                    }
                }
            }
        }

        @Test
        void holdsForEveryTimeOfDayThatIsAndIsNot() {
            for (int hour = 0; hour <= 25; hour++) {
                for (int minute = 0; minute <= 61; minute++) {
                    for (int second = 0; second <= 61; second++) {
                        isAsTheJdks(String.format(Locale.ROOT, "2016-12-31T%02d:%02d:%02dZ", hour, minute, second));
                    }
                }
            }
        }

        @Test
        void holdsForDatesWithAnyOneOrTwoCharactersChanged() {
            holdsForChangedDates(50_000);
        }

        @Test
        @Tag("full")
        void holdsForAMillionSuchDates() {
            holdsForChangedDates(1_000_000);
        }

        private static void holdsForChangedDates(int dates) {
            long seed = new Random().nextLong();
            Random random = new Random(seed);
            String alphabet = "0123456789-:TZtz.+ \u0660\uFF11/;A";
            for (int i = 0; i < dates; i++) {
                StringBuilder text = new StringBuilder(
                        Instant.ofEpochSecond(random.nextInt()).toString());
                for (int changes = random.nextInt(1, 3); changes > 0; changes--) {
                    text.setCharAt(random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
                }
                isAsTheJdks(text.toString());
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "Z",
                    "2015-07-30",
                    "2015-07-30T20:00Z",
                    "2015-07-30T20:00:00",
                    "2015-07-30T20:00:00.0Z",
                    "2015-07-30T20:00:00.123456789Z",
                    "2015-07-30T20:00:00+02:00",
                    "+12015-07-30T20:00:00Z",
                    "-0001-07-30T20:00:00Z",
                    "2015-02-29T00:00:00Z",
                    "2016-02-29T00:00:00Z",
                    "2000-02-29T00:00:00Z",
                    "1900-02-29T00:00:00Z",
                    "2015-07-30T24:00:00Z",
                    "2015-12-31T24:00:00Z",
                    "2016-12-31T23:59:60Z",
                    "2015-07-30 20:00:00Z",
                    "Thu, 30 Jul 2015 20:00:00 +0000"
                })
        void holdsForOtherShapes(String text) {
            assertThat(WireInstant.parse(text)).isEqualTo(byTheJdk(text));
        }
    }

    @Test
    void readsNothingFromNothing() {
        assertThat(WireInstant.parse(null)).isNull();
    }

    /** Every day, as a fallback that is taken on some of them costs sixty times as much. */
    @Test
    void allocatesAnInstantAndNothingElseOnAnyDay() {
        String[] texts = new String[366 * 24];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = LocalDate.of(2024, 1, 1).plusDays(i / 24) + String.format(Locale.ROOT, "T%02d:59:59Z", i % 24);
        }
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Instant[] parsed = new Instant[texts.length];
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 40; round++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < texts.length; i++) {
                parsed[i] = WireInstant.parse(texts[i]);
            }
            least = Math.min(least, thread.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(parsed).doesNotContainNull();
        // An Instant takes 24 bytes, a LocalDate that is not optimised away another 24.
        assertThat(least / (double) texts.length).isBetween(16.0, 56.0);
    }
}

package dev.proxyflux.retry;

import java.text.ParsePosition;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The values of {@code Retry-After}, RFC 9110 section 10.2.3: seconds, or one of three forms of a date. Internal. */
public final class RetryAfter {

    /** More digits than any sensible wait has; they still read as far above any cap. */
    private static final int MAX_DIGITS = 9;

    private static final int YEARS_OF_TWO_DIGITS_AHEAD = 50;

    private RetryAfter() {}

    /**
     * How long a value asks to wait.
     *
     * @param value the header's value, or null
     * @param clock says what time it is
     * @return the duration, zero for a date that has passed, or null if the value is unusable
     */
    public static @Nullable Duration parse(@Nullable String value, Clock clock) {
        if (value == null || value.isBlank()) {
            return null;
        }
        String text = value.strip();
        if (text.chars().allMatch(character -> character >= '0' && character <= '9')) {
            String digits = text.replaceFirst("^0+(?=.)", "");
            return Duration.ofSeconds(digits.length() > MAX_DIGITS ? Integer.MAX_VALUE : Long.parseLong(digits));
        }
        Instant now = clock.instant();
        Instant then = parseDate(text, now);
        return then == null ? null : then.isBefore(now) ? Duration.ZERO : Duration.between(now, then);
    }

    private static @Nullable Instant parseDate(String text, Instant now) {
        for (DateTimeFormatter format : formats(now)) {
            ParsePosition from = new ParsePosition(0);
            TemporalAccessor date = format.parseUnresolved(text, from);
            if (date != null && from.getErrorIndex() < 0 && from.getIndex() == text.length()) {
                return resolve(text, format);
            }
        }
        return null;
    }

    private static @Nullable Instant resolve(String text, DateTimeFormatter format) {
        try {
            return LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException noSuchDate) {
            return null;
        }
    }

    /** The year of two digits of RFC 850 is at most 50 years ahead. */
    private static List<DateTimeFormatter> formats(Instant now) {
        int earliest = now.atZone(ZoneOffset.UTC).getYear() + YEARS_OF_TWO_DIGITS_AHEAD - 99;
        return List.of(
                format("EEE, dd MMM yyyy HH:mm:ss 'GMT'"),
                new DateTimeFormatterBuilder()
                        .appendPattern("EEEE, dd-MMM-")
                        .appendValueReduced(ChronoField.YEAR, 2, 2, earliest)
                        .appendPattern(" HH:mm:ss 'GMT'")
                        .toFormatter(Locale.US),
                format("EEE MMM ppd HH:mm:ss yyyy"));
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.US);
    }
}

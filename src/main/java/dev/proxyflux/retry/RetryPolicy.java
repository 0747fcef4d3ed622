package dev.proxyflux.retry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How often and how soon one page is tried again. Tries are counted per page, so a list of any length survives a fault on
 * each of its pages.
 *
 * <p>The delay before retry <i>n</i> is drawn evenly from [d/2, d], d being the first backoff doubled with each retry, up to
 * {@code maxBackoff}. A usable {@code Retry-After} is a floor below which no delay goes.
 *
 * @param maxRetries the tries after the first, 0 for none; default 4
 * @param firstBackoff d for the first retry; default 400 ms
 * @param firstThrottledBackoff d for the first retry after a 429; default 1 s
 * @param maxBackoff the largest d; default 20 s
 * @param maxRetryAfter the longest {@code Retry-After} that is waited for; a longer one fails at once; default 60 s
 * @param pageTimeout bounds one page's attempts and delays together; default 5 min
 */
public record RetryPolicy(
        int maxRetries,
        Duration firstBackoff,
        Duration firstThrottledBackoff,
        Duration maxBackoff,
        Duration maxRetryAfter,
        Duration pageTimeout) {

    private static final int MAX_RETRIES = 1_000;
    private static final Duration LONGEST = Duration.ofDays(1);

    /** The policy a client has unless told otherwise. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(
            4,
            Duration.ofMillis(400),
            Duration.ofSeconds(1),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofMinutes(5));

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if {@code maxRetries} is not 0 to 1000, {@code maxRetryAfter} is not 0 to 1 day, or
     *     another duration is not 1 ms to 1 day
     */
    public RetryPolicy {
        if (maxRetries < 0 || maxRetries > MAX_RETRIES) {
            throw new IllegalArgumentException("maxRetries " + maxRetries + " is not 0 to " + MAX_RETRIES);
        }
        check("firstBackoff", firstBackoff, Duration.ofMillis(1));
        check("firstThrottledBackoff", firstThrottledBackoff, Duration.ofMillis(1));
        check("maxBackoff", maxBackoff, Duration.ofMillis(1));
        check("maxRetryAfter", maxRetryAfter, Duration.ZERO);
        check("pageTimeout", pageTimeout, Duration.ofMillis(1));
    }

    private static void check(String name, Duration value, Duration least) {
        requireNonNull(value, name);
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " " + value + " is not " + least + " to " + LONGEST);
        }
    }

    /**
     * This policy with another number of retries.
     *
     * @param maxRetries the tries after the first, 0 to 1000
     * @return a copy
     */
    public RetryPolicy withMaxRetries(int maxRetries) {
        return new RetryPolicy(maxRetries, firstBackoff, firstThrottledBackoff, maxBackoff, maxRetryAfter, pageTimeout);
    }

    /**
     * This policy with other backoffs.
     *
     * @param firstBackoff d for the first retry
     * @param firstThrottledBackoff d for the first retry after a 429
     * @param maxBackoff the largest d
     * @return a copy
     */
    public RetryPolicy withBackoff(Duration firstBackoff, Duration firstThrottledBackoff, Duration maxBackoff) {
        return new RetryPolicy(maxRetries, firstBackoff, firstThrottledBackoff, maxBackoff, maxRetryAfter, pageTimeout);
    }

    /**
     * This policy with another cap on {@code Retry-After}.
     *
     * @param maxRetryAfter the longest that is waited for
     * @return a copy
     */
    public RetryPolicy withMaxRetryAfter(Duration maxRetryAfter) {
        return new RetryPolicy(maxRetries, firstBackoff, firstThrottledBackoff, maxBackoff, maxRetryAfter, pageTimeout);
    }

    /**
     * This policy with another bound on one page.
     *
     * @param pageTimeout bounds one page's attempts and delays together
     * @return a copy
     */
    public RetryPolicy withPageTimeout(Duration pageTimeout) {
        return new RetryPolicy(maxRetries, firstBackoff, firstThrottledBackoff, maxBackoff, maxRetryAfter, pageTimeout);
    }

    /** The delay before a retry, {@code random} being 0 to 1; {@code retry} counts from 1. */
    Duration delay(int retry, boolean throttled, double random) {
        long first = (throttled ? firstThrottledBackoff : firstBackoff).toNanos();
        double ceiling = Math.min((double) maxBackoff.toNanos(), (double) first * Math.pow(2, retry - 1));
        return Duration.ofNanos((long) (ceiling / 2 + ceiling / 2 * random));
    }
}

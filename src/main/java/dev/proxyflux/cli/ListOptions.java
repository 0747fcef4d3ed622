package dev.proxyflux.cli;

import dev.proxyflux.InteractionsQuery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that stream. */
final class ListOptions {

    @Option(
            names = "--page-size",
            paramLabel = "N",
            description =
                    "Ask for pages of N interactions, 1 to 1000. Default: 100, or with a limit as many as it needs.")
    @Nullable
    String pageSize;

    @Option(names = "--limit", paramLabel = "N", description = "Stop after N interactions, at least 1.")
    @Nullable
    String limit;

    InteractionsQuery applyTo(InteractionsQuery all) {
        InteractionsQuery query = all;
        if (pageSize != null) {
            query = query.withPageSize((int) number("--page-size", pageSize, InteractionsQuery.MAX_PAGE_SIZE));
        }
        return limit == null ? query : query.withLimit(number("--limit", limit, Long.MAX_VALUE));
    }

    /** Plain decimal digits: no sign, blank, radix or digit of another script, as the JDK's own parsers take. */
    private static long number(String option, String text, long max) {
        boolean isPlain = !text.isEmpty() && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        try {
            long number = isPlain ? Long.parseLong(text) : 0;
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException tooLarge) {
            // Said below.
        }
        throw new UsageException(option + " '" + text + "' is not a number of plain decimal digits from 1 to " + max);
    }
}

package dev.proxyflux.cli;

import dev.proxyflux.error.InteractionsException;
import dev.proxyflux.model.PageCursor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is said of a run that did not come to its end: why, and how to go on. One line each. */
final class Ending {

    private static final String RESUME_OPTION = "--from-page";
    private static final String IN_PART = ", whose interactions may be written in part";

    private final Messages messages;
    private final @Nullable Long limit;

    /** Endings of a run with a limit, or null. */
    Ending(Messages messages, @Nullable Long limit) {
        this.messages = messages;
        this.limit = limit;
    }

    String failed(InteractionsException failure, long printed) {
        PageCursor resumeAt = failure.resumeAt();
        return line(
                failure.getMessage() + details(failure),
                resumeAt == null ? "the list can't be continued from here" : resume(resumeAt, printed));
    }

    private static String details(InteractionsException failure) {
        String retries = switch (failure.retries()) {
            case 0 -> "";
            case 1 -> ", after 1 retry";
            default -> ", after " + failure.retries() + " retries";
        };
        return retries + (failure.requestId() == null ? "" : ", request " + failure.requestId());
    }

    String notWritten(IOException failure, PageCursor page, long printed) {
        String why = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return line("can't write to standard output: " + why, resume(page, printed) + IN_PART);
    }

    String broken(Throwable failure, @Nullable PageCursor next, long printed) {
        String what = failure instanceof OutOfMemoryError
                ? "out of memory"
                : "internal error: " + failure.getClass().getName();
        return line(what, next == null ? "run it again" : resume(next, printed));
    }

    String stopped(@Nullable PageCursor next, long printed) {
        return line("stopped", next == null ? "run it again" : resume(next, printed));
    }

    /** The reader stalled. */
    String stoppedWithin(@Nullable PageCursor page, long printed) {
        return stopped(page, printed) + (page == null ? "" : IN_PART);
    }

    private String line(String cause, String outlook) {
        // A service's text must not pass for the way to go on.
        String harmless = messages.printable(cause).replace(RESUME_OPTION, "(from-page)");
        return "proxyflux: " + harmless + "; " + outlook;
    }

    /** The link is one that the client has checked: printable, of the base URL, without the secret. */
    private String resume(PageCursor page, long printed) {
        String rest = limit == null ? "" : "--limit " + (limit - printed) + " ";
        return "continue with " + rest + RESUME_OPTION + " " + quoted(page.url());
    }

    /** {@return a text as one word of a shell} */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}

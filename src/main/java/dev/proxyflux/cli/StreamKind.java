package dev.proxyflux.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is behind a standard stream. */
enum StreamKind {
    TERMINAL,
    PIPE,
    OTHER;

    private static final int FORMAT = 0170000;
    private static final int FIFO = 0010000;
    private static final int SOCKET = 0140000;

    /** From this version on there is a console without a terminal too. */
    private static final int CONSOLE_ALWAYS = 22;

    /** {@return the kind of a file descriptor of this process} */
    static StreamKind of(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            int format = (Integer) Files.getAttribute(link, "unix:mode") & FORMAT;
            if (format == FIFO || format == SOCKET) {
                return PIPE;
            }
            return isTerminal(Files.readSymbolicLink(link).toString()) ? TERMINAL : OTHER;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
            return withoutProc();
        }
    }

    private static boolean isTerminal(String target) {
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
    }

    @SuppressWarnings("SystemConsoleNull") // the version is checked
    private static StreamKind withoutProc() {
        boolean hasProc = Files.exists(Path.of("/proc/self"));
        return !hasProc && Runtime.version().feature() < CONSOLE_ALWAYS && System.console() != null ? TERMINAL : OTHER;
    }
}

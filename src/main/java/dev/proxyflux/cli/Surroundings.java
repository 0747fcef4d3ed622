package dev.proxyflux.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * What a run has around it; a test brings its own.
 *
 * @param environment the environment's variables
 * @param out standard output
 * @param err standard error
 * @param stops tells of SIGINT and SIGTERM
 */
record Surroundings(Map<String, String> environment, Output out, ErrorStream err, Stops stops) {

    /**
     * Standard error.
     *
     * @param stream where bytes go
     * @param kind what is behind it
     */
    record ErrorStream(OutputStream stream, StreamKind kind) {}

    @SuppressWarnings("resource") // the standard streams stay open
    static Surroundings ofProcess() {
        return new Surroundings(
                System.getenv(),
                new Output(new FileOutputStream(FileDescriptor.out).getChannel(), StreamKind.of(1)),
                new ErrorStream(new FileOutputStream(FileDescriptor.err), StreamKind.of(2)),
                Stops.ofProcess());
    }

    Messages messages() {
        return new Messages(err.stream(), CredentialsFromEnvironment.masks(environment));
    }
}

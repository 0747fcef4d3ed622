package dev.proxyflux.cli;

import dev.proxyflux.Credentials;
import dev.proxyflux.InteractionsQuery;
import dev.proxyflux.model.PageCursor;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code proxyflux stream}. */
@Command(
        name = "stream",
        mixinStandardHelpOptions = true,
        versionProvider = Main.VersionText.class,
        description = "Writes a session's interactions to standard output as NDJSON, page by page.",
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  TWILIO_API_KEY + TWILIO_API_SECRET      an API key, preferred to",
            "  TWILIO_ACCOUNT_SID + TWILIO_AUTH_TOKEN  an account",
            "",
            "A failure is one line on standard error; it says how to go on from there."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is written, or the reader has enough",
            "1:the list or the output failed",
            "2:the arguments or the environment are not usable; nothing was requested",
            "130:stopped by Ctrl-C"
        })
final class StreamCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    ListOptions options;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            defaultValue = "https://proxy.twilio.com",
            description = "Where the service is: https, or http on this machine. Default: ${DEFAULT-VALUE}")
    String baseUrl;

    @Option(
            names = "--from-page",
            paramLabel = "URL",
            description = "Start at a page of this session's list, as a failure names it. The URL holds its page size.")
    @Nullable
    String fromPage;

    @Parameters(index = "0", paramLabel = "SERVICE_SID", description = "The service: KS and 32 hexadecimal digits.")
    String serviceSid;

    @Parameters(index = "1", paramLabel = "SESSION_SID", description = "The session: KC and 32 hexadecimal digits.")
    String sessionSid;

    StreamCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        InteractionsQuery query = options.applyTo(session());
        Credentials credentials = CredentialsFromEnvironment.read(surroundings.environment());
        return new StreamRun(surroundings, fromPage == null ? query : query.startingAt(new PageCursor(fromPage)))
                .run(credentials, baseUrl);
    }

    private InteractionsQuery session() {
        try {
            return InteractionsQuery.of(serviceSid, sessionSid);
        } catch (IllegalArgumentException malformed) {
            throw new UsageException(String.valueOf(malformed.getMessage()));
        }
    }
}

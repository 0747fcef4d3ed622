package dev.proxyflux.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxyflux.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;

/** The command line's entry. */
public final class Main {

    static final int OK = 0;
    static final int FAILED = 1;

    private Main() {}

    /**
     * Runs a command and ends the JVM: 0 for success, 1 for a failure, 2 for unusable arguments.
     *
     * @param args the command and its arguments
     */
    public static void main(String[] args) {
        silenceLogging();
        System.exit(run(args, Surroundings.ofProcess()));
    }

    /** Standard error belongs to the command's own messages; Reactor and Netty would log there. */
    private static void silenceLogging() {
        LogManager.getLogManager().reset();
        Logger.getLogger("").setLevel(Level.OFF);
    }

    /** Runs a command. {@return the exit code} */
    static int run(String[] args, Surroundings surroundings) {
        // Help, versions and completions are short: they are written at the end, as bytes and with errors told.
        StringWriter text = new StringWriter();
        Messages messages = surroundings.messages();
        int code = commandLine(surroundings, messages)
                .setOut(new PrintWriter(text))
                .execute(args);
        byte[] bytes = text.toString().getBytes(UTF_8);
        try {
            surroundings.out().write(bytes, 0, bytes.length);
            return code;
        } catch (IOException failure) {
            if (surroundings.out().isReaderGone(failure)) {
                return code;
            }
            messages.line(
                    "proxyflux: " + messages.printable("can't write to standard output: " + failure.getMessage()));
            return FAILED;
        }
    }

    private static CommandLine commandLine(Surroundings surroundings, Messages messages) {
        UsageErrors usageErrors = new UsageErrors(messages);
        return new CommandLine(new Commands())
                .addSubcommand(new StreamCommand(surroundings))
                .addSubcommand(new DemoCommand(surroundings))
                .addSubcommand(new GenerateCompletion())
                .setExpandAtFiles(false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setParameterExceptionHandler(usageErrors)
                .setExecutionExceptionHandler(usageErrors);
    }

    /** {@code proxyflux} itself: does nothing without a command. */
    @Command(
            name = "proxyflux",
            mixinStandardHelpOptions = true,
            versionProvider = VersionText.class,
            synopsisSubcommandLabel = "COMMAND",
            description = "Streams the interactions of Twilio Proxy's sessions.")
    private static final class Commands {}

    /** The version as it is printed. */
    static final class VersionText implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"proxyflux " + Version.current()};
        }
    }
}

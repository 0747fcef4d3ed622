package dev.proxyflux.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with arguments and environment, and where help is. */
final class UsageErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final Messages messages;

    UsageErrors(Messages messages) {
        this.messages = messages;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        String text = failure instanceof UnmatchedArgumentException unmatched
                ? describe(
                        unmatched.getUnmatched(),
                        !failure.getCommandLine().getSubcommands().isEmpty())
                : String.valueOf(failure.getMessage());
        return unusable(failure.getCommandLine(), text);
    }

    /** Arguments that were not expected may be secrets: only what looks like an option's name is repeated. */
    private static String describe(List<String> unmatched, boolean isCommandExpected) {
        String first = unmatched.get(0);
        if (!first.startsWith("-")) {
            if (isCommandExpected) {
                return "unknown command";
            }
            return unmatched.size() == 1 ? "one argument too many" : unmatched.size() + " arguments too many";
        }
        return "unknown option " + first.replaceFirst("(?s)=.*", "");
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof UsageException) {
            return unusable(command, String.valueOf(failure.getMessage()));
        }
        messages.line("proxyflux: internal error: " + failure.getClass().getName());
        return Main.FAILED;
    }

    private int unusable(CommandLine command, String text) {
        String name = command.getCommandSpec().qualifiedName();
        messages.line("proxyflux: " + messages.printable(text) + "\nTry '" + name + " --help'.");
        return ExitCode.USAGE;
    }
}

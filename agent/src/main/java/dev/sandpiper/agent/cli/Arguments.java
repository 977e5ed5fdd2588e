package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.command.Spans;
import dev.sandpiper.agent.config.Suggestion;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.tinylog.Logger;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** From the words of a command line to a subcommand and an exit code. */
public final class Arguments {
    private final Sandpiper sandpiper;
    private final CommandLine line;

    public Arguments(Console console) {
        this(console, InitPlace::real);
    }

    /** @param place where a first configuration is made */
    Arguments(Console console, Supplier<InitPlace> place) {
        sandpiper = new Sandpiper(console);
        line = new CommandLine(sandpiper)
                .addSubcommand(new RunCommand(sandpiper))
                .addSubcommand(new CheckCommand(sandpiper))
                .addSubcommand(new ReadCommand(sandpiper))
                .addSubcommand(new SetCommand(sandpiper))
                .addSubcommand(
                        new CommandLine(new OutboxCommand(sandpiper)).addSubcommand(new ExportCommand(sandpiper)))
                .addSubcommand(new HealthCommand(sandpiper))
                .addSubcommand(new SafeStateCommand(sandpiper))
                .addSubcommand(new SendCommand(sandpiper))
                .addSubcommand(new ScanCommand(sandpiper, Computer.real()))
                .addSubcommand(new InitCommand(sandpiper, place))
                .addSubcommand(new WatchCommand(sandpiper))
                .registerConverter(Duration.class, duration())
                .registerConverter(LogLevel.class, logLevel())
                .setOut(new PrintWriter(console.out(), true))
                .setErr(new PrintWriter(console.err(), true))
                .setParameterExceptionHandler((wrong, words) -> wrongUse(wrong))
                .setExecutionExceptionHandler((failed, command, parsed) -> failed(failed))
                .setExecutionStrategy(this::execute);
    }

    /** The commands and their descriptions. */
    CommandLine line() {
        return line;
    }

    /** Does what the words say; the process's exit code. */
    public int run(String... words) {
        var code = execute(words);
        // A full disk or a closed pipe behind standard output: what was asked for did not arrive.
        return code == 0 && sandpiper.console().out().checkError() ? Failure.FAILED : code;
    }

    // A jar that is missing or does not fit shows as an Error, which picocli lets pass.
    private int execute(String... words) {
        try {
            return line.execute(words);
        } catch (LinkageError | StackOverflowError | OutOfMemoryError broken) {
            return failed(broken);
        }
    }

    private int execute(ParseResult parsed) {
        if (!parsed.hasSubcommand() && !asksForHelp(parsed))
            throw new ParameterException(
                    line,
                    "name a command: " + String.join(", ", line.getSubcommands().keySet()));
        try {
            level(parsed).show();
        } catch (Failure wrong) {
            return failed(wrong);
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static boolean asksForHelp(ParseResult parsed) {
        return parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested();
    }

    private LogLevel level(ParseResult parsed) throws Failure {
        if (sandpiper.level().isPresent()) return sandpiper.level().get();
        return LogLevel.ofEnvironment().orElse(isRun(parsed) ? LogLevel.INFO : LogLevel.WARN);
    }

    private static boolean isRun(ParseResult parsed) {
        return parsed.hasSubcommand()
                && parsed.subcommand().commandSpec().name().equals("run");
    }

    private static ITypeConverter<LogLevel> logLevel() {
        return word -> LogLevel.named(word)
                .orElseThrow(() -> new TypeConversionException("'" + word + "', expected debug, info, warn or error"));
    }

    private static ITypeConverter<Duration> duration() {
        return word -> Spans.duration(word)
                .filter(Duration::isPositive)
                .orElseThrow(() -> new TypeConversionException(
                        "'" + word + "', expected one such as 30s or 1h30m, at most 36500d"));
    }

    private int wrongUse(ParameterException wrong) {
        var command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        sandpiper.console().say("%s; see %s --help".formatted(sentence(wrong), command));
        return Failure.USAGE;
    }

    private static String sentence(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched) return unmatched(unmatched);
        var text = wrong.getMessage().lines().findFirst().orElse("wrong arguments");
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private static String unmatched(UnmatchedArgumentException wrong) {
        var word = wrong.getUnmatched().getFirst();
        var atTop = wrong.getCommandLine().getParent() == null;
        var what = word.startsWith("-") ? "unknown option" : atTop ? "unknown command" : "unexpected";
        return "%s '%s'%s".formatted(what, word, suggestion(wrong, word));
    }

    private static String suggestion(UnmatchedArgumentException wrong, String word) {
        var command = wrong.getCommandLine();
        var known = word.startsWith("-")
                ? command.getCommandSpec().optionsMap().keySet()
                : command.getSubcommands().keySet();
        return Suggestion.of(word, known).map("; did you mean '%s'?"::formatted).orElse("");
    }

    private int failed(Throwable because) {
        if (because instanceof Failure failure) {
            failure.lines().forEach(sandpiper.console().err()::println);
            return failure.code();
        }
        sandpiper.console().say("a defect: " + because + "; please report it with --log-level debug");
        Logger.debug(because);
        return Failure.FAILED;
    }
}

package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.ConfigErrors;
import dev.sandpiper.agent.config.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command without a subcommand, and what all subcommands share. */
@Command(
        name = "sandpiper",
        description = "Reads sensors, drives outputs, and keeps both in touch with an MQTT broker.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong use, 78 wrong configuration.",
            "The log level can also be set by the variable SANDPIPER_LOG."
        })
final class Sandpiper {
    static final String USUAL = "/etc/sandpiper/agent.yaml";

    private final Console console;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The configuration (default: " + USUAL + ").")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            scope = ScopeType.INHERIT,
            description = "What is logged: debug, info, warn or error (default: info for run, else warn).")
    private Optional<LogLevel> level = Optional.empty();

    Sandpiper(Console console) {
        this.console = console;
    }

    Console console() {
        return console;
    }

    Optional<LogLevel> level() {
        return level;
    }

    /** The configuration that was named. */
    Optional<Path> named() {
        return file;
    }

    /** The configuration to read. */
    Path file() {
        return file.orElse(Path.of(USUAL));
    }

    /** The checked configuration. */
    AgentConfig config() throws Failure {
        return read(AgentConfig::read);
    }

    /** The same, with a look into the certificates, keys and secrets that it names. */
    AgentConfig configWithContents() throws Failure {
        return read(AgentConfig::readWithContents);
    }

    /** The same, where there is one: it may be unfinished, and the usual one may be missing. */
    Optional<AgentConfig> configIfAny() throws Failure {
        if (file.isEmpty() && !Files.exists(file())) return Optional.empty();
        return Optional.of(read(AgentConfig::readUnfinished));
    }

    private interface Reader {
        AgentConfig read(Path file, Environment environment) throws ConfigErrors;
    }

    private AgentConfig read(Reader reader) throws Failure {
        try {
            return reader.read(file(), Environment.ofThisMachine());
        } catch (ConfigErrors errors) {
            throw Failure.configuration(errors);
        }
    }
}

package dev.sandpiper.agent.pi;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.sensors.Option.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program of the configuration that cannot be started. No error: the agent runs all the same, and reads its other
 * sensors; the program may be installed later.
 */
final class MissingProgram implements Finding {
    @Override
    public List<String> of(AgentConfig config, Pi pi) {
        return Device.all(config).stream()
                .flatMap(device -> device.type().options().stream()
                        .filter(option -> option.kind() instanceof Kind.Command)
                        .map(option -> device.options().words(option.name()).getFirst())
                        .flatMap(program -> trouble(program, pi).stream())
                        .map(trouble -> device.id() + ": " + trouble))
                .toList();
    }

    private static Optional<String> trouble(String program, Pi pi) {
        if (!program.contains("/")) return named(program, pi);
        var file = Path.of(program);
        if (Files.isDirectory(file)) return Optional.of(program + " is a folder; name the program in it");
        if (!Files.exists(file))
            return Optional.of("there is no program %s; install it or correct command".formatted(program));
        return Files.isExecutable(file)
                ? Optional.empty()
                : Optional.of("%s may not be executed by %s; chmod +x %s".formatted(program, pi.user(), program));
    }

    private static Optional<String> named(String program, Pi pi) {
        var there = folders(pi).map(folder -> folder.resolve(program)).anyMatch(MissingProgram::runs);
        return there
                ? Optional.empty()
                : Optional.of("there is no program %s in the folders of PATH; install it or name it with its folder"
                        .formatted(program));
    }

    private static Stream<Path> folders(Pi pi) {
        return pi.programs().stream();
    }

    private static boolean runs(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}

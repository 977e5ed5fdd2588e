package dev.sandpiper.agent.safestate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tinylog.Logger;

/**
 * Where a plan is kept: in the service's run-time directory, which a full or broken disk does not matter to, and in the
 * outbox's directory, where somebody at the device finds it.
 */
public record PlanFiles(List<PlanFile> all) {
    private static final String RUNTIME = "RUNTIME_DIRECTORY";
    private static final Path USUAL = Path.of("/var/lib/sandpiper");
    /** In block or flow style, quoted or not: the only key of this name there is. */
    private static final Pattern DIRECTORY =
            Pattern.compile("\\bdirectory[\"']?\\s*:\\s*(?:\"([^\"\\n]+)\"|'([^'\\n]+)'|([^\\s,}#\"'][^,}#\\n]*))");

    /** Of an agent that begins. */
    public static PlanFiles of(Path configuration, Path outbox, String boot, Map<String, String> environment) {
        var directories = runtime(environment);
        directories.add(outbox);
        return in(directories, configuration, boot);
    }

    /**
     * Those that an agent on this configuration can have left. The file is searched, not read: it may have become wrong
     * since, and a parser takes its time.
     */
    public static PlanFiles left(Path configuration, String boot, Map<String, String> environment) {
        var directories = runtime(environment);
        var folder =
                Optional.ofNullable(configuration.toAbsolutePath().getParent()).orElse(Path.of("/"));
        var named = DIRECTORY.matcher(text(configuration));
        while (named.find()) directories.add(folder.resolve(word(named)));
        directories.add(USUAL);
        return in(directories, configuration, boot);
    }

    private static String word(Matcher found) {
        for (var group = 1; group < found.groupCount(); group++)
            if (found.group(group) != null) return found.group(group);
        return found.group(found.groupCount()).strip();
    }

    private static Set<Path> runtime(Map<String, String> environment) {
        var directories = new LinkedHashSet<Path>();
        // Several, where the unit names several: systemd.exec(5).
        for (var directory : environment.getOrDefault(RUNTIME, "").split(":"))
            if (!directory.isEmpty()) directories.add(Path.of(directory));
        return directories;
    }

    private static PlanFiles in(Set<Path> directories, Path configuration, String boot) {
        return new PlanFiles(directories.stream()
                .map(directory -> new PlanFile(directory, boot, configuration))
                .toList());
    }

    private static String text(Path configuration) {
        try {
            return Files.readString(configuration);
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** The first that counts. */
    public Optional<SafePlan> plan() {
        return all.stream().map(PlanFile::plan).flatMap(Optional::stream).findFirst();
    }

    /** Before the agent touches an output. */
    public void write(SafePlan plan) {
        for (var file : all) {
            try {
                file.write(plan);
            } catch (IOException | RuntimeException unwritable) {
                Logger.warn(
                        "{} cannot be written: {}; safe-state will go by the configuration",
                        file.file(),
                        unwritable.toString());
                forget(file);
            }
        }
    }

    private static void forget(PlanFile file) {
        try {
            file.forget();
        } catch (IOException unwritable) {
            Logger.debug(unwritable);
        }
    }

    /** The agent has stopped, and has left every output safe. */
    public void stopped() {
        for (var file : all) {
            try {
                file.stopped();
            } catch (IOException unwritable) {
                Logger.debug(unwritable);
            }
        }
    }
}

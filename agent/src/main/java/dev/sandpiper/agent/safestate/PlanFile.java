package dev.sandpiper.agent.safestate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A plan as the agent that runs, or ran last, has left it. It counts on the boot it was written on, since a restart of the
 * device takes the outputs out of the agent's hands, and for its configuration file: after a clean stop as long as
 * that is unchanged, and however it was changed since where the agent had no time to clean up.
 *
 * @param boot names the device's present boot
 * @param configuration the file the agent runs on
 */
public record PlanFile(Path directory, String boot, Path configuration) {
    static final String NAME = "safe-state.plan";

    private static final String FORMAT = "sandpiper safe-state 1";
    private static final String RUNS = "runs";
    private static final String STOPPED = "stopped";
    private static final String END = "end";
    /** Lines before the plan: format, boot, configuration, state of that file, state of the agent. */
    private static final int HEAD = 5;

    /** Before the agent touches an output. */
    public void write(SafePlan plan) throws IOException {
        replace(RUNS, PlanText.of(plan));
    }

    /** The agent has stopped, and has left every output safe. */
    public void stopped() throws IOException {
        var lines = lines();
        if (isOurs(lines)) replace(STOPPED, lines.subList(HEAD, lines.size() - 1));
    }

    /** Where it cannot be written: a former agent's must not be taken for this one's. */
    public void forget() throws IOException {
        Files.deleteIfExists(file());
    }

    /** The plan, where it counts. */
    public Optional<SafePlan> plan() {
        var lines = lines();
        if (!isOurs(lines)) return Optional.empty();
        if (lines.get(4).equals(STOPPED) && !lines.get(3).equals(state())) return Optional.empty();
        try {
            return Optional.of(PlanText.plan(lines.subList(HEAD, lines.size() - 1)));
        } catch (RuntimeException writtenByAnotherVersion) {
            return Optional.empty();
        }
    }

    private boolean isOurs(List<String> lines) {
        return lines.size() > HEAD
                && lines.getLast().equals(END)
                && lines.subList(0, 3).equals(List.of(FORMAT, boot, name()));
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file());
        } catch (IOException absent) {
            return List.of();
        }
    }

    /** Its name. */
    Path file() {
        return directory.resolve(NAME);
    }

    private String name() {
        try {
            return Words.of(configuration.toRealPath().toString());
        } catch (IOException gone) {
            return Words.of(configuration.toAbsolutePath().normalize().toString());
        }
    }

    private String state() {
        try {
            return Files.size(configuration) + "@" + Files.getLastModifiedTime(configuration);
        } catch (IOException gone) {
            return "gone";
        }
    }

    // Whole or not at all: whoever is killed here leaves the former one. Not forced to the disk: after a power cut no
    // plan counts.
    private void replace(String how, List<String> plan) throws IOException {
        var lines = new ArrayList<>(List.of(FORMAT, boot, name(), state(), how));
        lines.addAll(plan);
        lines.add(END);
        var fresh = directory.resolve(NAME + ".new");
        Files.write(fresh, lines);
        Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE);
    }
}

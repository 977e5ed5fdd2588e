package dev.sandpiper.agent.endtoend;

import dev.sandpiper.agent.testing.AgentCommand;
import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** {@code sandpiper run} as a process of its own, with a folder for its configuration, its outbox and its board's files. */
final class AgentProcess implements AutoCloseable {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Path folder;
    private List<String> starter = List.of();
    private int starts;
    private @Nullable Process process;

    private AgentProcess(Path folder) {
        this.folder = folder;
    }

    /** An agent that is not yet running; {@code folder} is its own and does not need to exist. */
    static AgentProcess in(Path folder, String yaml) {
        var agent = new AgentProcess(folder);
        agent.configure(yaml);
        return agent;
    }

    /** Another configuration, for the next start. */
    void configure(String yaml) {
        write("agent.yaml", yaml);
    }

    /** The same configuration with this line behind it, for the next start. */
    void configureWith(String line) {
        configure(text(file("agent.yaml")) + line + "\n");
    }

    /** Writes a file beside the configuration. */
    Path write(String name, String text) {
        try {
            Files.createDirectories(folder);
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Adds a line to the simulated board's control file. */
    void control(String line) {
        try {
            Files.writeString(file("control.txt"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Has it started by a program that becomes it, such as {@code prlimit}. */
    void startUnder(List<String> program) {
        starter = program;
    }

    /** Starts it, or starts it again in the same folder. */
    AgentProcess start() {
        starts++;
        var line = new ArrayList<>(starter);
        line.addAll(AgentCommand.line("run", "--config", file("agent.yaml")));
        try {
            process = new ProcessBuilder(line)
                    .redirectOutput(file("out-" + starts).toFile())
                    .redirectError(errors().toFile())
                    .start();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        RUNNING.add(process);
        return this;
    }

    private Path errors() {
        return file("err-" + starts);
    }

    /** What it has written to standard error since its last start. */
    String log() {
        return text(errors());
    }

    /** What it has written to standard output since its last start. */
    String output() {
        return text(file("out-" + starts));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    List<String> logLinesWith(String words) {
        return log().lines().filter(line -> line.contains(words)).toList();
    }

    /** Waits for these words on standard error. */
    void awaitLog(String words) {
        Eventually.until(() -> "the agent says '" + words + "'; it said:\n" + log(), () -> {
            if (log().contains(words)) return true;
            if (!running().isAlive())
                throw new AssertionError("the agent ended before it said '" + words + "':\n" + log());
            return false;
        });
    }

    /** The levels the simulated board has shown on a pin, oldest first. */
    List<String> levels(int pin) {
        return shown("gpio " + pin);
    }

    /**
     * What the simulated board has shown on an output, oldest first.
     *
     * @param output as in the trace: {@code pwm 18}
     */
    List<String> shown(String output) {
        if (!Files.exists(file("trace.log"))) return List.of();
        return text(file("trace.log"))
                .lines()
                .filter(line -> line.contains(" " + output + " "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    void awaitShown(String output, String level) {
        Eventually.until(
                () -> output + " shows " + level + "; it showed " + shown(output),
                () -> shown(output).contains(level));
    }

    void awaitLevels(int pin, String... expected) {
        Eventually.until(
                () -> "pin " + pin + " shows " + List.of(expected) + "; it showed " + levels(pin),
                () -> levels(pin).equals(List.of(expected)));
    }

    /** Ends it as systemd does; its exit code. */
    int terminate() {
        signal("-TERM");
        return exitCode();
    }

    /** Waits for its end; its exit code. */
    int exitCode() {
        var ending = running();
        Eventually.until("the agent has ended", () -> !ending.isAlive());
        RUNNING.remove(ending);
        return ending.exitValue();
    }

    /** As a crash would: it cannot do anything about it. */
    void kill() {
        running().destroyForcibly();
        exitCode();
    }

    /** @param signal such as {@code -TERM} */
    void signal(String signal) {
        Command.run("kill", signal, Long.toString(running().pid()));
    }

    long pid() {
        return running().pid();
    }

    /** The threads and open files it has at this moment. */
    Usage usage() {
        return Usage.of(running().pid());
    }

    private Process running() {
        if (process == null) throw new IllegalStateException("the agent was not started");
        return process;
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) kill();
    }
}

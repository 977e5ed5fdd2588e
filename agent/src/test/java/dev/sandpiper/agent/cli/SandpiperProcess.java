package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.testing.AgentCommand;
import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A command line as a process of its own. */
final class SandpiperProcess implements AutoCloseable {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger STARTED = new AtomicInteger();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Path out;
    private final Path err;
    private final Process process;

    private SandpiperProcess(Path out, Path err, Process process) {
        this.out = out;
        this.err = err;
        this.process = process;
    }

    /** @param folder where its streams are kept as files */
    static SandpiperProcess start(Path folder, Object... words) {
        return start(folder, Map.of(), words);
    }

    static SandpiperProcess start(Path folder, Map<String, String> environment, Object... words) {
        var number = STARTED.incrementAndGet();
        var err = folder.resolve("err-" + number);
        try {
            Files.createFile(err);
            return start(folder.resolve("out-" + number), err, environment, words);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** @param err exists already: its inode may be in the environment */
    static SandpiperProcess start(Path out, Path err, Map<String, String> environment, Object... words)
            throws IOException {
        var builder = new ProcessBuilder(AgentCommand.line(words))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("JOURNAL_STREAM");
        builder.environment().putAll(environment);
        var process = builder.start();
        RUNNING.add(process);
        return new SandpiperProcess(out, err, process);
    }

    String out() {
        return text(out);
    }

    String err() {
        return text(err);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Waits for these words on one of its streams. */
    SandpiperProcess says(String words) {
        Eventually.until(() -> "it says '" + words + "'; it said:\n" + out() + err(), () -> {
            var said = (out() + err()).contains(words);
            if (!said && !process.isAlive()) throw new AssertionError("it ended and had said:\n" + out() + err());
            return said;
        });
        return this;
    }

    /** @param signal such as {@code -INT} */
    SandpiperProcess signal(String signal) {
        Command.run("kill", signal, Long.toString(process.pid()));
        return this;
    }

    /** Waits for its end. */
    int code() {
        Eventually.until(() -> "it ends; it said:\n" + out() + err(), () -> !process.isAlive());
        RUNNING.remove(process);
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        code();
    }
}

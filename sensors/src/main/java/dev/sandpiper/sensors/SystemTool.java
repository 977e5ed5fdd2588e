package dev.sandpiper.sensors;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A small tool of the system, run for what it prints. */
final class SystemTool {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private SystemTool() {}

    /** What it prints; an end that is not a success is an error with the last thing it said. */
    static String output(String program, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE)) throw new IOException(program + " does not end");
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) throw new IOException(lastLine(said, program));
            return said;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(program + " was interrupted", interrupted);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String lastLine(String said, String program) {
        var last = said.lines().filter(line -> !line.isBlank()).reduce("failed", (_, line) -> line.strip());
        return last.startsWith(program) ? last : program + ": " + last;
    }
}

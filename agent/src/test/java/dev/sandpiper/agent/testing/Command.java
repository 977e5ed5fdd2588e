package dev.sandpiper.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a short-lived program of the system and insists on its success. */
public final class Command {
    private Command() {}

    /** @return what it wrote, both streams */
    public static String run(List<String> line) {
        return feed("", line);
    }

    /** Gives it something to read, as UTF-8: its arguments are written as the locale has them, where C has no umlauts. */
    public static String feed(String input, List<String> line) {
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new AssertionError(String.join(" ", line) + " ended with " + status + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public static String run(String... line) {
        return run(List.of(line));
    }
}

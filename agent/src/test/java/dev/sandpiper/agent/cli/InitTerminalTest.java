package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.AgentCommand;
import dev.sandpiper.agent.testing.Folders;
import dev.sandpiper.agent.testing.Mosquitto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The first configuration at a real terminal: that of {@code script}, which each Debian has. */
@Execution(ExecutionMode.CONCURRENT)
class InitTerminalTest {
    private final Path folder = Folders.temporary();
    private final StringBuilder seen = new StringBuilder();

    @AfterEach
    void leaveNothing() {
        Folders.delete(folder);
    }

    @Test
    void whatIsTypedIsHeededAndThePasswordIsNotShown() throws IOException, InterruptedException {
        var configuration = folder.resolve("made").resolve("agent.yaml");
        var process = terminal("init", "--config", configuration);
        type(process, "invented chips? [Y/n]: ", "");
        type(process, "Name of this device", "hut");
        type(process, "Home Assistant by itself? [y/N]: ", "");
        type(process, "only its host: ", "mqtt://127.0.0.1:" + Mosquitto.freePort());
        type(process, "(Enter: none): ", "ada");
        type(process, "Password: ", "hush-hush");
        type(process, "try again? [Y/n]: ", "n");
        seen.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(1, process.waitFor(), seen.toString());
        assertEquals("hush-hush\n", Files.readString(configuration.resolveSibling("password")));
        assertTrue(Files.readString(configuration).contains("username: \"ada\""));
        assertFalse(seen.toString().contains("hush"), seen.toString());
    }

    private static Process terminal(Object... words) throws IOException {
        var line =
                AgentCommand.line(words).stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        return new ProcessBuilder("script", "-qec", line, "/dev/null")
                .redirectErrorStream(true)
                .start();
    }

    private void type(Process process, String prompt, String answer) throws IOException {
        var begun = seen.length();
        while (seen.indexOf(prompt, begun) < 0) {
            var next = process.getInputStream().read();
            if (next < 0) throw new AssertionError("it ended before '" + prompt + "'; seen was:\n" + seen);
            seen.append((char) next);
        }
        process.getOutputStream().write((answer + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }
}

package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.ScriptedBroker;
import dev.sandpiper.agent.testing.ScriptedBroker.Published;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several commands that one read from the network brings: one after the other, each judged and answered by itself. */
class CommandsTogetherTest {
    private static final String ON = "{\"id\":\"a\",\"value\":true}";
    private static final String OFF = "{\"id\":\"b\",\"value\":false}";

    @TempDir
    Path folder;

    @Test
    void commandsInOneSegmentAreCarriedOutInTheirOrderAndOneThatIsThereTwiceOnlyOnce() throws IOException {
        try (var broker = ScriptedBroker.acknowledging(Integer.MAX_VALUE);
                var _ = RunningAgent.in(folder, """
                        device: { id: hut }
                        broker: { url: "%s" }
                        outbox: { directory: outbox }
                        board: { type: simulated, trace: trace.log }
                        actuators: [ { id: pump, type: gpio-output, pin: 22, late_commands: execute } ]
                        """.formatted(broker.address().url()))) {
            Eventually.until(
                    "the agent has subscribed",
                    () -> broker.connections().stream().anyMatch(ScriptedBroker.Connection::subscribed));
            var connection = broker.connections().getFirst();
            connection.sendsTogether("sandpiper/hut/command/pump", ON, ON, OFF, ON + OFF);
            Eventually.until("each is answered", () -> answers(connection).size() == 4);
            assertEquals(List.of("a done", "a done again", "b done", " rejected"), answers(connection));
            assertEquals(List.of("low", "high", "low"), levels());
            Eventually.until(
                    "each is acknowledged",
                    () -> connection.acknowledged().stream().sorted().toList().equals(List.of(1, 2, 3, 4)));
        }
    }

    private static List<String> answers(ScriptedBroker.Connection connection) {
        return connection.published().stream()
                .filter(message -> message.topic().equals("sandpiper/hut/reply/pump"))
                .map(Published::payload)
                .map(CommandsTogetherTest::shortened)
                .sorted()
                .sorted((one, other) -> Boolean.compare(one.startsWith(" "), other.startsWith(" ")))
                .toList();
    }

    private static String shortened(String reply) {
        var id = reply.replaceAll("^(?:\\{\"id\":\"(.)\".*|.*)$", "$1");
        var result = reply.replaceAll("^.*\"result\":\"([a-z]+)\".*$", "$1");
        return id + " " + result + (reply.contains("\"duplicate\":true") ? " again" : "");
    }

    private List<String> levels() throws IOException {
        return Files.readAllLines(folder.resolve("trace.log")).stream()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }
}

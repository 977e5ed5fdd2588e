package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.chip.Drivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every configuration in the folder config is one the agent accepts, with the files it names beside it. */
class ShippedExamplesTest {
    @TempDir
    Path folder;

    private final Path shipped = Path.of("").toAbsolutePath().resolveSibling("config");
    private Configurations configurations;

    @BeforeEach
    void theFilesTheyName() throws IOException {
        configurations = new Configurations(folder, Machine.named("hut"), Drivers.ALL);
        configurations.file("password", "secret", "rw-------");
        configurations.file("ca.pem", "");
        configurations.file("client.pem", "");
        configurations.file("client.key", "", "rw-------");
        configurations.file("passphrase", "", "rw-------");
        Files.createDirectories(folder.resolve("replay/sys"));
    }

    private AgentConfig read(String yaml) throws ConfigErrors {
        return configurations.read(yaml.replace("/etc/sandpiper", folder.toString()));
    }

    private String commented() throws IOException {
        return Files.readString(shipped.resolve("agent.yaml"));
    }

    @Test
    void theCommentedExampleIsAccepted() throws IOException, ConfigErrors {
        assertFalse(read(commented()).sensors().isEmpty());
    }

    /** Keys that are commented out have no blank behind the number sign, remarks have one. */
    @Test
    void theCommentedExampleIsAcceptedWithEverythingSwitchedOn() throws IOException, ConfigErrors {
        var everything = commented().replaceAll("#(?=[a-z-])", "").replace("type: auto", "type: simulated");
        assertTrue(read(everything).broker().tls().keyFile().isPresent());
    }

    @Test
    void theCommentedExampleShowsEveryKey() throws IOException {
        var text = commented();
        var missing = keys(Vocabulary.FILE)
                .distinct()
                .filter(key -> !text.matches("(?s).*\\b" + key + ":.*"))
                .toList();
        assertEquals(List.of(), missing);
    }

    private static Stream<String> keys(Shape shape) {
        return switch (shape) {
            case Shape.Fields fields -> keys(fields.keys());
            case Shape.Named named -> keys(named.keys());
            case Shape.ListOf list -> keys(list.each());
            case Shape.Device device -> keys(Vocabulary.common(device.role()));
            case Shape.OfScalar _,
                    Shape.FromTo _,
                    Shape.Points _,
                    Shape.Coefficients _,
                    Shape.OneOrMore _,
                    Shape.Command _,
                    Shape.Registers _,
                    Shape.Replies _ -> Stream.empty();
        };
    }

    private static Stream<String> keys(List<Key> keys) {
        return keys.stream()
                .filter(key -> !(key.presence() instanceof Key.Presence.Later))
                .flatMap(key -> Stream.concat(Stream.of(key.name()), keys(key.shape())));
    }

    @Test
    void everyExampleIsAccepted() throws IOException, ConfigErrors {
        assertTrue(accepted("examples") >= 8);
    }

    /** docs/brokers.md tells what belongs to them at the broker. */
    @Test
    void theExampleForEachBrokerIsAccepted() throws IOException, ConfigErrors {
        assertEquals(4, accepted("brokers"));
    }

    private int accepted(String name) throws IOException, ConfigErrors {
        try (var examples = Files.list(shipped.resolve(name))) {
            var all = examples.sorted().toList();
            for (var example : all) {
                var config = read(Files.readString(example));
                assertEquals(example.getFileName().toString(), config.device().id() + ".yaml");
            }
            return all.size();
        }
    }
}

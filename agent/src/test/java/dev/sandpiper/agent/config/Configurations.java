package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sandpiper.sensors.DriverType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** Reads configurations in a folder of the test. */
record Configurations(Path folder, Environment machine, List<DriverType> drivers) {
    /** A configuration without an error; with {@link #WITH_BROKER} the shortest beginning of one. */
    static final String SHORTEST = """
            broker: { url: mqtts://broker.example.com }
            sensors: [ { id: air, type: bme280 } ]
            """;

    static final String WITH_SENSOR = "sensors: [ { id: air, type: bme280 } ]\n";
    static final String WITH_BROKER = "broker: { url: mqtts://broker.example.com }\n";

    static Configurations in(Path folder) {
        return new Configurations(folder, Machine.named("greenhouse-1"), SomeDrivers.ALL);
    }

    Configurations on(Machine other) {
        return new Configurations(folder, other, drivers);
    }

    /** As {@link #read}, without an editor's word: for thousands of them. */
    AgentConfig readQuickly(String yaml) throws ConfigErrors {
        return ConfigReader.read(file("agent.yaml", yaml), machine, drivers);
    }

    /** What the agent makes of it; an editor with the schema has to be content as well. */
    AgentConfig read(String yaml) throws ConfigErrors {
        var config = readQuickly(yaml);
        assertEquals(Optional.of(List.of()), Editor.of(drivers).objections(yaml), "an editor objects to what is right");
        return config;
    }

    /** The errors, without the folder in front. An editor has to see those that it can. */
    List<String> errors(String yaml) {
        var lines = assertThrows(ConfigErrors.class, () -> read(yaml)).lines().stream()
                .map(line -> line.replace(folder + "/", ""))
                .toList();
        if (Editor.of(drivers).accepts(yaml))
            assertEquals(
                    List.of(),
                    BlindSpots.without(lines, yaml),
                    "an editor accepts what is wrong: say it in EditorRules, or add it to BlindSpots where no schema can");
        return lines;
    }

    /** Asserts that this is the only thing wrong. */
    void refuse(String yaml, String line) {
        assertEquals(List.of(line), errors(yaml));
    }

    Path file(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    Path file(String name, String content, String mode) {
        var file = file(name, content);
        try {
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

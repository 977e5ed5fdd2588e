package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The drivers' examples, read by the agent. */
final class Examples {

    private Examples() {}

    /** The options of each example, by the type's name; a hub has none. */
    static Map<String, Section> of(List<DriverType> drivers) {
        var sections = new HashMap<String, Section>();
        for (var driver : drivers) {
            if (driver.example().isEmpty()) continue;
            var config = read(file(driver, driver.example()), drivers);
            for (var sensor : config.sensors()) sections.put(driver.name(), sensor.options());
            for (var actuator : config.actuators()) sections.put(driver.name(), actuator.options());
        }
        return sections;
    }

    /** The shortest file with an entry of the type. */
    static String file(DriverType driver, String entry) {
        var list = Vocabulary.role(driver) == Shape.Role.SENSOR ? "sensors" : "actuators";
        return Configurations.WITH_BROKER + list + ":\n  - " + entry + "\n";
    }

    private static AgentConfig read(String yaml, List<DriverType> drivers) {
        try {
            var file = Files.createTempFile("example", ".yaml");
            try {
                return ConfigReader.read(Files.writeString(file, yaml), Machine.named("hut"), drivers);
            } finally {
                Files.delete(file);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (ConfigErrors wrong) {
            throw new AssertionError(yaml, wrong);
        }
    }
}

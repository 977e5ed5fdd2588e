package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.chip.Drivers;
import java.nio.file.Path;
import java.util.List;

/** Reads configurations of one sensor, given by its keys, with all drivers of the product. */
record OneSensor(Path folder) {
    private static String file(String keys) {
        return "sensors: [ { " + keys + " } ]\n" + Configurations.WITH_BROKER;
    }

    private Configurations configurations() {
        return new Configurations(folder, Machine.named("greenhouse-1"), Drivers.ALL);
    }

    SensorConfig of(String keys) throws ConfigErrors {
        return configurations().read(file(keys)).sensors().getFirst();
    }

    /** The errors, each from the sensor's key on. */
    List<String> errors(String keys) {
        return configurations().errors(file(keys)).stream()
                .map(line -> line.replaceFirst("agent.yaml:1:\\d+: sensors\\[0]\\.?", ""))
                .toList();
    }
}

package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.ConfigErrors;
import dev.sandpiper.agent.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShapingShownTest {
    @TempDir
    Path folder;

    private List<String> shown(String sensors) throws IOException, ConfigErrors {
        var file = Files.writeString(
                folder.resolve("agent.yaml"), "broker: { url: mqtts://b.example }\nsensors: [ " + sensors + " ]\n");
        return ShapingShown.of(AgentConfig.read(file, Environment.ofThisMachine()))
                .lines()
                .map(line -> line.replaceAll(" {2,}", " | ").strip())
                .toList();
    }

    @Test
    void withoutShapingNothingIsShown() throws IOException, ConfigErrors {
        assertEquals(List.of(), shown("{ id: air, type: bme280, values: { humidity: {} } }"));
    }

    @Test
    void eachValueHasItsStepsInOrder() throws IOException, ConfigErrors {
        assertEquals(
                List.of(
                        "value | what is done to it, in this order",
                        "air temperature | minus 0.4; rejected outside of -40 to 60; rejected when it changes by more than 0.5 a second; median of 5; mean of the last 10; exponential mean with 0.2; published when it has changed by 0.1, or after 5m",
                        "air humidity | corrected by 2 points; at each full 5m published: humidity_min, humidity_mean",
                        "air pressure | corrected by a polynomial of degree 1; times 2",
                        "air dew_point | from temperature and humidity",
                        "air altitude | from pressure, with 1013.25 hPa at sea level"),
                shown("""
                        { id: air, type: bme280, align: true, derive: [dew_point, altitude], values: {
                          temperature: { offset: -0.4, deadband: 0.1, heartbeat: 5m, limits: [-40, 60], max_change: 0.5, median: 5, average: 10, exponential: 0.2 },
                          humidity: { points: [[12, 11], [75, 76]], window: 5m, aggregate: [mean, min] },
                          pressure: { polynomial: [0.5, 1.0], scale: 2 } } }"""));
    }
}

package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeAssistantSectionTest {
    private static final String OUTPUTS =
            """
            device: { id: hut }
            broker: { url: "mqtt://127.0.0.1" }
            """ + "actuators: [ { id: fan, type: pwm-output, pin: 18 }, { id: pump, type: gpio-output, pin: 22 } ]\n";

    @TempDir
    private Path folder;

    private HomeAssistantConfig section(String keys) throws ConfigErrors, IOException {
        var file = Files.writeString(folder.resolve("agent.yaml"), OUTPUTS + keys);
        return AgentConfig.read(file, Environment.ofThisMachine()).homeAssistant();
    }

    private void refuse(String numbers, String error) {
        var errors =
                assertThrows(ConfigErrors.class, () -> section("home_assistant: { numbers: %s }".formatted(numbers)));
        var where = folder.resolve("agent.yaml") + ":4:28: home_assistant.numbers: ";
        assertEquals(List.of(where + error), errors.lines());
    }

    @Test
    void itIsToldNothingUnlessTheFileSaysSo() throws Exception {
        var usual = section("");
        assertFalse(usual.discovery());
        assertEquals("homeassistant/device/hut/config", usual.topic("hut"));
        assertEquals("homeassistant/status", usual.status());
        assertEquals(Set.of(), usual.numbers());
    }

    @Test
    void everyKeyCounts() throws Exception {
        var section = section("home_assistant: { discovery: true, prefix: plant/house, numbers: [fan] }");
        assertTrue(section.discovery());
        assertEquals("plant/house/device/hut/config", section.topic("hut"));
        assertEquals("plant/house/status", section.status());
        assertEquals(Set.of("fan"), section.numbers());
    }

    @Test
    void numbersAreActuatorsThatTakeThem() {
        refuse("[fna]", "no actuator 'fna'; did you mean 'fan'?");
        refuse("[valve]", "no actuator 'valve'; there are fan, pump");
        refuse("[pump]", "'pump' is on or off and takes no numbers; leave it out");
    }
}

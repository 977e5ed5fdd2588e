package dev.sandpiper.agent.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.store.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoTest {
    @TempDir
    Path folder;

    /** What {@code info} says of the values of one sensor. */
    private String values(String keys) throws Exception {
        var file = Files.writeString(folder.resolve("agent.yaml"), """
                        broker: { url: "mqtt://127.0.0.1" }
                        sensors: [ { id: air, %s } ]
                        """.formatted(keys));
        var config = AgentConfig.read(file, Environment.ofThisMachine());
        var run = new Run(1_000_000_000L, "boot", Instant.EPOCH, Optional.empty(), Map.of());
        return JsonParser.parseString(Info.message("1.0.0", run, "simulated", config))
                .getAsJsonObject()
                .getAsJsonObject("sensors")
                .getAsJsonObject("air")
                .get("values")
                .toString();
    }

    @Test
    void aStepIsToldAsAPersonWouldWriteIt() throws Exception {
        assertEquals(
                "{\"voltage\":{\"unit\":\"V\",\"resolution\":0.000125}}",
                values("type: ads1115, gain: 4.096, channel: \"0-1\""));
        assertEquals(
                "{\"voltage\":{\"unit\":\"V\",\"resolution\":0.0001125}}",
                values("type: ads1115, values: { voltage: { scale: 1.8 } }"));
        assertEquals(
                "{\"voltage\":{\"unit\":\"V\",\"resolution\":25.0}}",
                values("type: ads1115, gain: 4.096, values: { voltage: { scale: 200000 } }"));
    }

    @Test
    void whatIsNotKnownBeforeIsNotTold() throws Exception {
        assertEquals("{}", values("type: hwmon, device: lm75"));
        assertEquals(
                "{\"temperature\":{\"unit\":\"°C\"},\"mood\":{}}",
                values("type: exec, command: soil, values: { temperature: { scale: 1.8 }, mood: {} }"));
        assertEquals(
                "{\"temperature\":{\"unit\":\"°C\"}}",
                values(
                        "type: register, address: 0x44, read: 4, values: { temperature: { bytes: \"0-3\", as: float32 } }"));
    }
}

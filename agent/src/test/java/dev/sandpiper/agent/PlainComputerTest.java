package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.RaspberryPi;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that is no Pi, as this one mostly is. */
class PlainComputerTest {
    @TempDir
    Path folder;

    @BeforeEach
    void onNoPi() {
        assumeFalse(RaspberryPi.present());
    }

    private Board board(String rest) throws Exception {
        var file = Files.writeString(
                folder.resolve("agent.yaml"), "broker: { url: \"mqtt://127.0.0.1\" }\n" + rest + "\n");
        return Boards.open(AgentConfig.read(file, Environment.ofThisMachine()));
    }

    @Test
    void thePackagesConfigurationNeedsNoPi() throws Exception {
        var config = AgentConfig.read(Path.of("../packaging/agent.yaml"), Environment.ofThisMachine());
        try (var board = Boards.open(config)) {
            assertEquals(System.getProperty("os.arch"), board.model());
        }
    }

    @Test
    void aBusOrAPinOrAnOutputDoes() {
        for (var wired : new String[] {
            "sensors: [ { id: air, type: bme280 } ]",
            "sensors: [ { id: door, type: gpio-input, pin: 17 } ]",
            "actuators: [ { id: pump, type: gpio-output, pin: 22 } ]",
            "board: { type: raspberry-pi }\nsensors: [ { id: computer, type: system } ]"
        }) {
            var fault = assertThrows(DeviceFault.class, () -> board(wired), wired);
            assertTrue(fault.getMessage().startsWith("this is no Raspberry Pi with"), fault::getMessage);
        }
    }

    @Test
    void whatIsAddedWhileItRunsIsAFaultOfItsOwn() throws Exception {
        try (var board = board("sensors: [ { id: computer, type: system } ]")) {
            assertThrows(DeviceFault.class, () -> board.i2c(1, 0x76));
            assertThrows(DeviceFault.class, () -> board.output(22, false));
        }
    }
}

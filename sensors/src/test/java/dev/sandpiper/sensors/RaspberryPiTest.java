package dev.sandpiper.sensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.provider.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaspberryPiTest {
    @TempDir
    Path deviceTree;

    private void writeModel(String model) throws IOException {
        Files.writeString(deviceTree.resolve("model"), model + "\0");
    }

    @Test
    void isPresentWhereTheDeviceTreeSaysSo() throws IOException {
        writeModel("Raspberry Pi 4 Model B Rev 1.4");
        assertTrue(RaspberryPi.present(deviceTree, "aarch64"));
    }

    @Test
    void isNotPresentOnA32BitSystemOrAnotherBoardOrALaptop() throws IOException {
        assertFalse(RaspberryPi.present(deviceTree, "amd64"));
        writeModel("Radxa ROCK 5B");
        assertFalse(RaspberryPi.present(deviceTree, "aarch64"));
        writeModel("Raspberry Pi 3 Model B Rev 1.2");
        assertFalse(RaspberryPi.present(deviceTree, "arm"));
    }

    @Test
    void aLaptopIsToldToUseTheSimulatedBoard() {
        var fault = assertThrows(DeviceFault.class, () -> RaspberryPi.open(deviceTree, "amd64"));
        assertEquals(
                "this is no Raspberry Pi with a 64-bit system (amd64): set board: { type: simulated } to try Sandpiper here",
                fault.getMessage());
    }

    @Test
    void anotherBoardIsNamed() throws IOException {
        writeModel("Radxa ROCK 5B");
        var fault = assertThrows(DeviceFault.class, () -> RaspberryPi.open(deviceTree, "aarch64"));
        assertEquals(
                "this is no Raspberry Pi with a 64-bit system (Radxa ROCK 5B, aarch64): set board: { type: simulated } to try Sandpiper here",
                fault.getMessage());
    }

    @Test
    void itsProvidersAreTheRealOnesOnly() {
        assertEquals(
                List.of("gpiod-digital-output", "linuxfs-i2c"),
                RaspberryPi.providers().stream().map(Provider::id).toList());
    }

    @Test
    void noMockOfPi4jIsOnTheClassPath() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("com.pi4j.plugin.mock.MockPlugin"));
    }
}

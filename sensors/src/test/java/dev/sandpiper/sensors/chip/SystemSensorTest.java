package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Sysfs;
import dev.sandpiper.sensors.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemSensorTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeFilesAsAPiHasThem() throws IOException {
        Files.writeString(folder.resolve("loadavg"), "0.52 0.58 0.59 1/1044 12345\n");
        Files.writeString(folder.resolve("uptime"), "86461.73 341234.20\n");
        Files.writeString(
                folder.resolve("meminfo"),
                "MemTotal:         948304 kB\nMemFree:          124000 kB\nMemAvailable:     711228 kB\n");
    }

    private SystemSensor sensor() {
        return new SystemSensor(folder, Path.of("/"), Sysfs.at(folder));
    }

    private void writeTemperature(String text) throws IOException {
        var zone = Files.createDirectories(folder.resolve("class/thermal/thermal_zone0"));
        Files.writeString(zone.resolve("temp"), text);
    }

    @Test
    void readsWhatTheKernelTells() throws IOException, DeviceFault {
        writeTemperature("51234\n");
        var values = sensor().read().values();
        assertEquals("51.23", values.get("temperature").toString());
        assertEquals("0.52", values.get("load").toString());
        // (948304 - 711228) / 948304 = 25.0000...
        assertEquals("25.0", values.get("memory_used").toString());
        assertEquals(new Value.Count(86461), values.get("uptime"));
    }

    @Test
    void theDiskIsBetweenEmptyAndFull() throws DeviceFault {
        var used = ((Value.Decimal) sensor().read().values().get("disk_used")).number();
        assertTrue(used > 0 && used <= 100, "disk_used " + used);
    }

    @Test
    void aMachineWithoutThermometerHasNoTemperature() throws DeviceFault {
        assertFalse(sensor().read().values().containsKey("temperature"));
    }

    @Test
    void aThermometerThatTellsNoNumberIsAFault() throws IOException {
        writeTemperature("hot\n");
        var file = folder.resolve("class/thermal/thermal_zone0/temp");
        assertFault(file + ": expected a number, found 'hot'", () -> sensor().read());
    }
}

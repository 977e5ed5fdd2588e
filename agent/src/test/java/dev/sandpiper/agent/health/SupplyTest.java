package dev.sandpiper.agent.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.health.Supply.Flags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flags of the Pi's firmware, in the files of the kernel's driver raspberrypi-hwmon. */
class SupplyTest {
    @TempDir
    private Path sysfs;

    private Supply supply;

    @BeforeEach
    void aComputer() {
        supply = new Supply(sysfs);
    }

    private Flags look() {
        supply.find();
        return supply.look();
    }

    private void file(String path, String text) throws IOException {
        var file = sysfs.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** As a Pi 5 has it: the folder of the firmware has another name than on all Pis before. */
    private void driver(String alarm) throws IOException {
        file("class/hwmon/hwmon0/name", "cpu_thermal\n");
        file("class/hwmon/hwmon0/in0_lcrit_alarm", "1\n");
        file("class/hwmon/hwmon3/name", "rpi_volt\n");
        file("class/hwmon/hwmon3/in0_lcrit_alarm", alarm);
        var device = Files.createDirectories(sysfs.resolve("devices/platform/axi/axi:firmware/raspberrypi-hwmon"));
        Files.createSymbolicLink(sysfs.resolve("class/hwmon/hwmon3/device"), device);
    }

    private void throttled(String flags) throws IOException {
        file("devices/platform/axi/axi:firmware/get_throttled", flags);
    }

    private static Flags flags(boolean undervoltage, boolean throttled) {
        return new Flags(Optional.of(undervoltage), Optional.of(throttled));
    }

    @Test
    void whereThereIsNoSuchDriverNothingIsKnown() throws IOException {
        assertEquals(new Flags(Optional.empty(), Optional.empty()), look());
        file("class/hwmon/hwmon0/name", "cpu_thermal\n");
        assertEquals(new Flags(Optional.empty(), Optional.empty()), look());
    }

    @Test
    void theAlarmOfTheDriverIsUnderVoltage() throws IOException {
        driver("0\n");
        assertEquals(new Flags(Optional.of(false), Optional.empty()), look());
        file("class/hwmon/hwmon3/in0_lcrit_alarm", "1\n");
        assertEquals(new Flags(Optional.of(true), Optional.empty()), look());
    }

    @Test
    void theDriverMayComeAfterTheAgent() throws IOException {
        look();
        driver("1\n");
        assertEquals(Optional.of(true), look().undervoltage());
    }

    /** raspberrypi/documentation, get_throttled: bit 0 under-voltage, 1 capped, 2 throttled, 3 soft limit, 16 to 19 of before. */
    @Test
    void theFlagsBesideTheDriversDeviceAreHexadecimal() throws IOException {
        driver("0\n");
        throttled("0\n");
        assertEquals(flags(false, false), look());
        throttled("50005\n");
        assertEquals(flags(true, true), look());
        throttled("50000\n");
        assertEquals(flags(false, false), look());
        throttled("20002\n");
        assertEquals(flags(false, true), look());
        throttled("80008\n");
        assertEquals(flags(false, false), look());
    }

    @Test
    void theFlagsAreFoundWhereAllPisBeforeThePi5HaveThem() throws IOException {
        file("devices/platform/soc/soc:firmware/get_throttled", "5\n");
        assertEquals(flags(true, true), look());
    }

    @Test
    void whatIsNoNumberIsNotKnown() throws IOException {
        driver("?\n");
        throttled("none\n");
        assertEquals(new Flags(Optional.empty(), Optional.empty()), look());
    }
}

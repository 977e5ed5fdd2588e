package dev.sandpiper.agent.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.testing.SimulatedTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the device is a problem, from when and until when: the table in docs/operating.md. */
class BoardWatchTest {
    private static final String WEAK =
            "the Pi's supply is too weak, use a stronger one and a shorter cable: under-voltage";
    private static final String HOT = "the Pi is too hot, give it air or a heat sink: its processor slows down";

    @TempDir
    private Path sysfs;

    private final SimulatedTime time = new SimulatedTime();
    private BoardWatch watch;

    @BeforeEach
    void aHealthyPi() throws IOException {
        file("class/hwmon/hwmon1/name", "rpi_volt\n");
        alarm(0);
        flags("0");
        celsius(51.2);
        watch = new BoardWatch(sysfs, sysfs, sysfs, time);
    }

    private void file(String path, String text) throws IOException {
        var file = sysfs.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void alarm(int raised) throws IOException {
        file("class/hwmon/hwmon1/in0_lcrit_alarm", raised + "\n");
    }

    private void flags(String hexadecimal) throws IOException {
        file("devices/platform/soc/soc:firmware/get_throttled", hexadecimal + "\n");
    }

    private void celsius(double degrees) throws IOException {
        file("class/thermal/thermal_zone0/temp", Math.round(degrees * 1000) + "\n");
    }

    private List<String> after(int seconds) {
        for (var second = 0; second < seconds; second++) {
            time.pass(Duration.ofSeconds(1));
            watch.look();
        }
        return watch.report().problems().stream().map(Concern.Problem::sentence).toList();
    }

    private Supply.Flags flags() {
        return watch.report().supply();
    }

    @Test
    void aHealthyPiHasNoProblem() {
        assertEquals(List.of(), after(100));
        assertEquals(new Supply.Flags(Optional.of(false), Optional.of(false)), flags());
        assertEquals(Optional.of(51.2), watch.report().celsius());
    }

    @Test
    void underVoltageIsOneProblemUntilAMinuteWithoutIt() throws IOException {
        for (var dip = 0; dip < 10; dip++) {
            alarm(1);
            assertEquals(List.of(WEAK), after(4));
            alarm(0);
            assertEquals(List.of(WEAK), after(50));
        }
        assertEquals(
                SimulatedTime.START.plusSeconds(1),
                watch.report().problems().getFirst().since());
        assertEquals(Optional.of(true), flags().undervoltage());
        assertEquals(List.of(), after(11));
        assertEquals(Optional.of(false), flags().undervoltage());
    }

    @Test
    void aProcessorThatIsSlowedDownIsHot() throws IOException {
        flags("20002");
        assertEquals(List.of(HOT), after(1));
        assertEquals(Optional.of(true), flags().throttled());
        flags("0");
        assertEquals(List.of(HOT), after(59));
        assertEquals(List.of(), after(2));
    }

    @Test
    void aProcessorThatTheSupplySlowsDownIsNotHot() throws IOException {
        alarm(1);
        flags("50005");
        assertEquals(List.of(WEAK), after(1));
        assertEquals(Optional.of(true), flags().throttled());
        alarm(0);
        flags("0");
        assertEquals(List.of(WEAK), after(59));
        assertEquals(List.of(), after(1));
    }

    @Test
    void aKernelThatTellsOnlyOfTheSupplyIsJudgedByTheTemperature() throws IOException {
        Files.delete(sysfs.resolve("devices/platform/soc/soc:firmware/get_throttled"));
        celsius(79.9);
        assertEquals(List.of(), after(60));
        celsius(80);
        assertEquals(List.of(HOT), after(60));
        assertEquals(Optional.empty(), flags().throttled());
        celsius(75.5);
        assertEquals(List.of(HOT), after(120));
        celsius(74.9);
        assertEquals(List.of(), after(120));
    }

    @Test
    void theTemperatureOfAnotherComputerIsAFigureOnly() throws IOException {
        Files.delete(sysfs.resolve("devices/platform/soc/soc:firmware/get_throttled"));
        Files.delete(sysfs.resolve("class/hwmon/hwmon1/name"));
        celsius(97);
        watch = new BoardWatch(sysfs, sysfs, sysfs, time);
        assertEquals(List.of(), after(60));
        assertEquals(Optional.of(97.0), watch.report().celsius());
    }

    @Test
    void aWornDiskIsAProblem() throws IOException {
        var number = Disk.name((Long) Files.getAttribute(sysfs, "unix:dev"));
        var worn = "the disk of %s is nearly worn out, replace it soon".formatted(sysfs);
        file("dev/block/" + number + "/device/life_time", "0x09 0x09\n");
        file("dev/block/" + number + "/device/pre_eol_info", "0x01\n");
        assertEquals(List.of(), after(60));
        file("dev/block/" + number + "/device/pre_eol_info", "0x02\n");
        assertEquals(List.of(worn), after(60));
        file("dev/block/" + number + "/device/pre_eol_info", "0x01\n");
        file("dev/block/" + number + "/device/life_time", "0x01 0x0a\n");
        assertEquals(List.of(worn), after(60));
    }
}

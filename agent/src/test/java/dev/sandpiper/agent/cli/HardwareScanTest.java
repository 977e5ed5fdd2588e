package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sandpiper.agent.json.JsonObject;
import dev.sandpiper.sensors.kernel.GpioChip;
import dev.sandpiper.sensors.kernel.GpioLine;
import dev.sandpiper.sensors.kernel.GpioLine.Direction;
import dev.sandpiper.sensors.kernel.GpioLines;
import dev.sandpiper.sensors.kernel.I2cBus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A computer whose {@code /dev} and {@code /sys} are folders, and whose kernel answers as Linux does. */
class HardwareScanTest {
    @TempDir
    private Path folder;

    private Path sys = Path.of("");

    @BeforeEach
    void setUp() throws IOException {
        Files.createDirectories(folder.resolve("dev"));
        sys = Files.createDirectories(folder.resolve("sys"));
    }

    private void device(String name) throws IOException {
        Files.createFile(folder.resolve("dev").resolve(name));
    }

    private Path put(String file, String text) throws IOException {
        var path = sys.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text + "\n");
    }

    /** A BMP280 at 0x76; at 0x50 a kernel's driver whose name no folder tells. */
    private static final class Wire implements I2cBus {
        @Override
        public void knock(int address) throws IOException {
            if (address != 0x76) throw new IOException("/dev/i2c-1: Remote I/O error");
        }

        @Override
        public byte[] transfer(int address, byte[] written, int length) throws IOException {
            if (address == 0x50) throw new IOException("/dev/i2c-1: Device or resource busy");
            knock(address);
            var bytes = new byte[length];
            if (length > 0 && written.length == 1 && written[0] == (byte) 0xD0) bytes[0] = 0x58;
            return bytes;
        }

        @Override
        public void close() {}
    }

    private Computer computer(Computer.Gpio gpio) {
        return new Computer(folder.resolve("dev"), sys, device -> new Wire(), gpio);
    }

    private Scanned scanned(Computer computer) throws Exception {
        try (var scan = Scan.open(Optional.empty(), computer)) {
            return scan.of(scan.buses().only(1));
        }
    }

    private static List<GpioLines> gpio() {
        return List.of(new GpioLines(
                new GpioChip(Path.of("/dev/gpiochip0"), "pinctrl-bcm2711"),
                List.of(
                        new GpioLine(16, "GPIO16", Direction.INPUT, Optional.empty()),
                        new GpioLine(17, "GPIO17", Direction.INPUT, Optional.of("sandpiper-pin-17")),
                        new GpioLine(42, "STATUS_LED", Direction.OUTPUT, Optional.of("ACT")))));
    }

    private void kernelsDevices() throws IOException {
        put("bus/i2c/devices/1-0048/name", "lm75");
        Files.createDirectories(sys.resolve("bus/i2c/devices/1-0048/driver"));
        put("bus/i2c/devices/1-0048/hwmon/hwmon2/name", "lm75");
        put("class/hwmon/hwmon2/name", "lm75");
        put("class/hwmon/hwmon2/temp1_input", "21500");
        put("class/hwmon/hwmon0/name", "cpu_thermal");
        put("class/hwmon/hwmon0/temp1_input", "48000");
        put("bus/iio/devices/iio:device0/name", "ads7828");
        put("bus/iio/devices/iio:device0/in_voltage0_raw", "1");
        put("bus/iio/devices/iio:device0/in_voltage1_raw", "1");
        Files.createDirectories(sys.resolve("bus/w1/devices/28-0000075565ad"));
        Files.createDirectories(sys.resolve("bus/w1/devices/w1_bus_master1"));
    }

    @Test
    void everythingThatIsThereIsListed() throws Exception {
        device("i2c-1");
        device("i2c-20");
        kernelsDevices();
        assertEquals("""
                i2c-1
                  0x48  UU      kernel   its driver lm75 has it; read it with { type: hwmon, device: lm75 }
                  0x50  UU      kernel   one of its drivers has it; it gives no values there
                  0x76  bmp280  certain  0xd0 is 0x58

                1-Wire
                  28-0000075565ad

                read by the kernel
                  iio    ads7828      voltage0, voltage1
                  hwmon  cpu_thermal  temperature
                  hwmon  lm75         temperature

                gpiochip0 (pinctrl-bcm2711), 3 lines, in use:
                  17  GPIO17      input   sandpiper-pin-17
                  42  STATUS_LED  output  ACT

                # beneath broker:
                sensors:
                  - { id: hwmon, type: hwmon, device: lm75, values: { temperature: {} }, every: 30s }
                  - { id: bmp280, type: bmp280, bus: 1, address: 0x76, every: 10s }
                  - { id: ds18b20, type: ds18b20, device: 28-0000075565ad, every: 30s }
                  - { id: iio, type: iio, device: ads7828, values: { voltage0: { channel: voltage0 }, voltage1: { channel: voltage1 } }, every: 10s }""", new ScanReport(scanned(computer(HardwareScanTest::gpio))).text());
    }

    @Test
    void itsEntriesAreAConfiguration() throws Exception {
        device("i2c-1");
        kernelsDevices();
        var snippet = scanned(computer(List::of)).snippet();
        var file = Files.writeString(
                folder.resolve("agent.yaml"),
                "broker: { url: \"mqtt://127.0.0.1:1\" }\nboard: { type: simulated }\n" + snippet);
        var checked = Typed.line("check", "--config", file);
        assertEquals(0, checked.code(), checked.err());
    }

    @Test
    void programsGetAllLines() throws Exception {
        device("i2c-1");
        var object = JsonObject.parse(new ScanJson(scanned(computer(HardwareScanTest::gpio))).text());
        var chip = (JsonObject) object.get("gpio", List.class).orElseThrow().getFirst();
        assertEquals(
                "{\"chip\":\"gpiochip0\",\"label\":\"pinctrl-bcm2711\",\"lines\":[{\"direction\":\"input\",\"line\":16.0,\"name\":\"GPIO16\",\"user\":null},{\"direction\":\"input\",\"line\":17.0,\"name\":\"GPIO17\",\"user\":\"sandpiper-pin-17\"},{\"direction\":\"output\",\"line\":42.0,\"name\":\"STATUS_LED\",\"user\":\"ACT\"}]}",
                chip.canonical());
    }

    @Test
    void whoMayNotListPinsIsToldWhichGroupToJoin() throws Exception {
        device("i2c-1");
        var remarks = scanned(computer(() -> {
                    throw new IOException("/dev/gpiochip0: Permission denied");
                }))
                .remarks();
        assertEquals(
                List.of(
                        "the GPIO chips cannot be listed: /dev/gpiochip0: Permission denied; add the user to the group gpio"),
                remarks);
    }

    @Test
    void whoMayNotUseABusIsToldWhichGroupToJoin() throws Exception {
        device("i2c-1");
        var locked = new Computer(
                folder.resolve("dev"),
                sys,
                device -> {
                    throw new IOException(device + ": Permission denied");
                },
                List::of);
        assertEquals(
                Optional.of("no permission for /dev/i2c-1; add the user to the group i2c: sudo usermod -aG i2c $USER"),
                scanned(locked).buses().getFirst().trouble());
    }

    @Test
    void withoutTheUsualBusItSaysHowToSwitchI2cOn() throws Exception {
        device("i2c-20");
        var failure = assertThrows(Failure.class, () -> scanned(computer(List::of)));
        assertEquals(1, failure.code());
        assertEquals(
                List.of("I2C is switched off on this Pi: run 'sudo raspi-config nonint do_i2c 0', then scan again"),
                failure.lines());
    }
}

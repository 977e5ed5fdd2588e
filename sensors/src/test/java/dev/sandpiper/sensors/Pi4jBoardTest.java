package dev.sandpiper.sensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pi4j.Pi4J;
import com.pi4j.exception.Pi4JException;
import dev.sandpiper.sensors.Board.Pull;
import dev.sandpiper.sensors.Board.Trigger;
import dev.sandpiper.sensors.DeviceFault.Nature;
import dev.sandpiper.sensors.sim.Fault;
import dev.sandpiper.sensors.sim.SimulatedBoard.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Pi4jBoardTest {
    @TempDir
    Path folder;

    /** As the linuxfs provider of Pi4J 3.0.4 throws it: wrapped twice around the kernel's text. */
    private static Pi4JException wrapped(String kernel) {
        return new Pi4JException(
                "Failed to execute action for device 118 on bus 1",
                new Pi4JException("Failed to execute ioctl for device 118 on bus 1", new IOException(kernel)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Remote I/O error                 | SILENT    | no acknowledgement from 0x76 on i2c-1
            No such device or address        | SILENT    | no acknowledgement from 0x76 on i2c-1
            Connection timed out             | HELD      | no end of the transfer with 0x76: i2c-1 is held down; check wiring and pull-up resistors
            Failed to get I2C lock on bus 1  | HELD      | no turn for 0x76 within 1 s: i2c-1 is occupied by a transfer that does not end
            Device or resource busy          | LASTING   | 0x76 on i2c-1 belongs to a driver of the kernel; remove its dtoverlay from /boot/firmware/config.txt and restart
            Permission denied                | LASTING   | no permission to reach 0x76 on i2c-1; add the user to the group i2c
            Resource temporarily unavailable | BROKEN_OFF | disturbed transfer with 0x76 on i2c-1; check wiring, cable length and pull-up resistors
            Input/output error               | BROKEN_OFF | disturbed transfer with 0x76 on i2c-1; check wiring, cable length and pull-up resistors
            100% odd                         | LASTING   | transfer with 0x76 on i2c-1 failed: 100% odd
            """)
    void eachErrorOfATransferIsASentence(String kernel, Nature nature, String sentence) {
        var fault = I2cFaults.during(1, 0x76, wrapped(kernel));
        assertEquals(sentence, fault.getMessage());
        assertEquals(nature, fault.nature());
    }

    /** The texts are those of LinuxFsI2CBus of Pi4J 3.0.4. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Devfs validation failed for I2C bus 1: path '/dev/i2c-1' does not exist.  | I2C is switched off on this Pi (there is no /dev/i2c-1); switch it on with: sudo raspi-config nonint do_i2c 0
            Devfs validation failed for I2C bus 1: path '/dev/i2c-1' is not readable. | no permission for /dev/i2c-1; add the user to the group i2c: sudo usermod -aG i2c $USER
            something else                                                            | i2c-1 cannot be opened: something else
            """)
    void eachErrorOfABusIsASentence(String said, String sentence) {
        assertEquals(
                sentence, I2cFaults.whileOpening(1, new Pi4JException(said)).getMessage());
    }

    @Test
    void aMissingNativeLibraryIsASentence() {
        assertEquals(
                "i2c-1: the native library of Pi4J cannot be loaded here (UNKNOWN/UNSUPPORTED 'os.arch' : [amd64]); it exists for 64-bit Raspberry Pi OS",
                I2cFaults.whileOpening(
                                1,
                                new ExceptionInInitializerError(
                                        new IllegalStateException("UNKNOWN/UNSUPPORTED 'os.arch' : [amd64]")))
                        .getMessage());
    }

    /** The texts are those of GpioD and GpioDContext of Pi4J 3.0.4. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            c_gpiod_line_request_output failed: -1 (Device or resource busy) | pin 22 is in use by another program or a driver of the kernel; gpioinfo names it
            c_gpiod_chip_open failed! (Permission denied)                    | pin 22 is not permitted; add the user to the group gpio: sudo usermod -aG gpio $USER
            No gpio chip yet initialized!                                    | pin 22: no GPIO chip of a Raspberry Pi was found (its label would contain 'pinctrl')
            c_gpiod_line_set_value failed: -1 (Bad file descriptor)          | pin 22 cannot be set high: c_gpiod_line_set_value failed: -1 (Bad file descriptor)
            """)
    void eachErrorOfAPinIsASentence(String said, String sentence) {
        var failure = new IllegalStateException("Failed to initialize IO", new Pi4JException(said));
        assertEquals(sentence, PinFaults.of(22, "set high", failure).getMessage());
    }

    @Test
    void aWrongCheckSumSaysWhatCameAndIsWorthAnotherQuestion() throws DeviceFault {
        try (var bench = Bench.withRegisters(0x44, Map.of(0, "61 B8 3D"))) {
            var fault = DeviceFault.checksum(bench.board.i2c(1, 0x44), 0x3D, 0x3C);
            assertEquals(
                    "wrong check sum from i2c-1 at 0x44: found 0x3d, expected 0x3c; check wiring, cable length and pull-up resistors",
                    fault.getMessage());
            assertEquals(Nature.DISTURBED, fault.nature());
        }
    }

    @Test
    void aShortTransferIsWorthAnotherQuestion() {
        assertEquals(Nature.DISTURBED, I2cFaults.shortRead(1, 0x76, 1, 2).nature());
        assertEquals(Nature.DISTURBED, I2cFaults.shortWrite(1, 0x76, 1, 2).nature());
    }

    /** As the kernel lays them out: the device and its {@code driver} are links, {@code hwmon/hwmon2/name} and {@code iio:device0/name}. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lm75     | hwmon/hwmon2 | lm75      | read it there with type: hwmon, device: lm75, or remove
            bmp280   | iio:device0  | bme280    | read it there with type: iio, device: bme280, or remove
            rtc-ds1307 | rtc/rtc0   | rtc-ds1307 1-0076 | remove
            """)
    void anAddressThatTheKernelOwnsIsRefusedWithTheWayToReadIt(String driver, String kind, String name, String advice)
            throws IOException {
        var chip = Files.createDirectories(folder.resolve("devices/platform/i2c-1/1-0076"));
        Files.createSymbolicLink(
                Files.createDirectories(folder.resolve("bus/i2c/devices")).resolve("1-0076"), chip);
        var drivers = Files.createDirectories(folder.resolve("bus/i2c/drivers").resolve(driver));
        Files.createSymbolicLink(chip.resolve("driver"), drivers);
        Files.writeString(Files.createDirectories(chip.resolve(kind)).resolve("name"), name + "\n");
        Files.writeString(chip.resolve("name"), "not this one\n");
        try (var board = Pi4jBoard.real(Pi4J.newContextBuilder().build(), new NoInputs(), "test", folder)) {
            var fault = assertThrows(DeviceFault.class, () -> board.i2c(1, 0x76));
            assertEquals(
                    "0x76 on i2c-1 belongs to the kernel's driver " + driver + "; " + advice
                            + " its dtoverlay from /boot/firmware/config.txt and restart",
                    fault.getMessage());
        }
    }

    @Test
    void theSimulatedBoardsKernelOwnsChipsToo() throws IOException, DeviceFault {
        Files.createDirectories(folder.resolve("bus/i2c/devices/1-0076/driver"));
        try (var bench = new Bench(new Setup(Optional.empty(), Optional.empty(), Optional.of(folder), List.of()))) {
            assertEquals(
                    "0x76 on i2c-1 belongs to a driver of the kernel; remove its dtoverlay from /boot/firmware/config.txt and restart",
                    assertThrows(DeviceFault.class, () -> bench.board.i2c(1, 0x76))
                            .getMessage());
            assertEquals("i2c-1 at 0x77", bench.board.i2c(1, 0x77).place());
        }
    }

    @Test
    void theSameAddressCanBeOpenedTwiceAndAgainAfterClosing() throws DeviceFault {
        try (var bench = Bench.withRegisters(0x48, Map.of(0, "19 10"))) {
            var first = bench.board.i2c(1, 0x48);
            var second = bench.board.i2c(1, 0x48);
            first.close();
            first.close();
            assertArrayEquals(Bench.bytes("19 10"), second.readRegister(0, 2));
            assertEquals(
                    "i2c-1 at 0x48: closed",
                    assertThrows(DeviceFault.class, () -> first.read(1)).getMessage());
            assertArrayEquals(Bench.bytes("19 10"), bench.board.i2c(1, 0x48).readRegister(0, 2));
        }
    }

    @Test
    void afterAFaultTheNextTransferIsAnOrdinaryOne() throws DeviceFault {
        try (var bench = Bench.withRegisters(0x48, Map.of(0, "19 10"))) {
            var port = bench.board.i2c(1, 0x48);
            bench.board.inject(1, 0x48, new Fault.NoAnswer());
            assertThrows(DeviceFault.class, () -> port.write((byte) 0));
            bench.board.heal(1, 0x48);
            assertArrayEquals(Bench.bytes("19 10"), port.readRegister(0, 2));
        }
    }

    @Test
    void anOutputHasItsLevelFromTheFirstMoment() throws DeviceFault {
        try (var bench = new Bench();
                var _ = bench.board.output(22, true)) {
            assertTrue(bench.board.level(22));
        }
    }

    @Test
    void closingTheBoardLeavesOutputsAtTheirLevel() throws DeviceFault {
        var bench = new Bench();
        bench.board.output(22, true);
        bench.close();
        bench.close();
        assertTrue(bench.board.level(22));
    }

    @Test
    void onePinHasOneUser() throws DeviceFault {
        try (var bench = new Bench();
                var _ = bench.board.output(22, true)) {
            var fault = assertThrows(DeviceFault.class, () -> bench.board.input(22, Pull.OFF, Trigger.BOTH));
            assertEquals("pin 22 is already in use by this program", fault.getMessage());
            assertTrue(bench.board.level(22));
        }
    }
}

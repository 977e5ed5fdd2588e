package dev.sandpiper.sensors.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.Board.Pull;
import dev.sandpiper.sensors.Board.Trigger;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DeviceFault.Nature;
import dev.sandpiper.sensors.chip.Ds18b20;
import dev.sandpiper.sensors.chip.Lm75;
import dev.sandpiper.sensors.sim.SimulatedBoard.Contents;
import dev.sandpiper.sensors.sim.SimulatedBoard.Device;
import dev.sandpiper.sensors.sim.SimulatedBoard.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlTest {
    @TempDir
    Path folder;

    private Path file;
    private Bench bench;

    @BeforeEach
    void open() throws DeviceFault {
        file = folder.resolve("control.txt");
        var registers = new Contents.Registers(Map.of(0x00, Bench.bytes("20 00")));
        bench = new Bench(new Setup(
                Optional.empty(), Optional.of(file), Optional.empty(), List.of(new Device(1, 0x49, registers))));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        bench.board.followControl();
    }

    private void replace(String text) throws IOException {
        var other = Files.writeString(folder.resolve("other"), text);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        bench.board.followControl();
    }

    private String registers() throws DeviceFault {
        var bytes = bench.board.i2c(1, 0x49).readRegister(0, 2);
        return "%02x %02x".formatted(bytes[0], bytes[1]);
    }

    @Test
    void isReadFromItsBeginningBeforeTheFirstPinIsRequested() throws IOException, DeviceFault {
        Files.writeString(file, "gpio 17 low\n");
        try (var door = bench.board.input(17, Pull.UP, Trigger.BOTH)) {
            assertFalse(door.level().high());
        }
    }

    @Test
    void isFollowedAndDrivesInputs() throws IOException, DeviceFault {
        var edges = new ArrayList<Boolean>();
        try (var door = bench.board.input(17, Pull.UP, Trigger.BOTH)) {
            door.onEdge(edge -> edges.add(edge.high()));
            append("gpio 17 low\n");
            append("gpio 17 high\ngpio 17 low\n");
        }
        assertEquals(List.of(false, true, false), edges);
    }

    @Test
    void aLastLineWithoutItsEndWaitsForTheRest() throws IOException {
        append("gpio 17 hi");
        assertFalse(bench.board.level(17));
        append("gh");
        assertFalse(bench.board.level(17));
        append("\n");
        assertTrue(bench.board.level(17));
        assertEquals(List.of(), bench.complaints);
    }

    @Test
    void silencesAChipAndLetsItAnswerAgain() throws IOException, DeviceFault {
        append("i2c 1 0x49 fail\n");
        var fault = assertThrows(DeviceFault.class, this::registers);
        assertEquals("no acknowledgement from 0x49 on i2c-1", fault.getMessage());
        append("i2c 1 0x49 ok\n");
        assertEquals("20 00", registers());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unplug        | no acknowledgement from 0x49 on i2c-1
            held          | no end of the transfer with 0x49: i2c-1 is held down; check wiring and pull-up resistors
            short 1       | short read from 0x49 on i2c-1: 1 of 2 bytes
            """)
    void givesAChipAFaultUntilItIsOk(String words, String sentence) throws IOException, DeviceFault {
        append("i2c 1 0x49 " + words + "\n");
        for (var again = 0; again < 2; again++)
            assertEquals(
                    sentence, assertThrows(DeviceFault.class, this::registers).getMessage());
        append("i2c 1 0x49 ok\n");
        assertEquals("20 00", registers());
    }

    @ParameterizedTest
    @CsvSource({"flip 1 0x03, 20 03", "flip 0 0xff, df 00", "low 0x20, 00 00", "high 0x81, a1 81", "stuck, 20 00"})
    void disturbsWhatAChipSays(String words, String said) throws IOException, DeviceFault {
        append("i2c 1 0x49 " + words + "\n");
        assertEquals(said, registers());
        assertEquals(said, registers());
        append("i2c 1 0x49 ok\n");
        assertEquals("20 00", registers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail", "held", "short 1"})
    void aFaultOnceIsFeltOnce(String words) throws IOException, DeviceFault {
        append("i2c 1 0x49 once " + words + "\n");
        assertThrows(DeviceFault.class, this::registers);
        assertEquals("20 00", registers());
    }

    @Test
    void aBitThatFlipsOnceIsRightTheNextTime() throws IOException, DeviceFault {
        append("i2c 1 0x49 once flip 0 0x01\n");
        assertEquals("21 00", registers());
        assertEquals("20 00", registers());
    }

    @Test
    void aBrownOutBringsBackWhatIsListed() throws IOException, DeviceFault {
        bench.board.i2c(1, 0x49).write((byte) 0, (byte) 0x11);
        append("i2c 1 0x49 0x00 77 66\n");
        assertEquals("77 66", registers());
        append("i2c 1 0x49 reset\n");
        assertEquals("20 00", registers());
    }

    @Test
    void aWholeBusIsHeldUntilItIsOk() throws IOException, DeviceFault {
        append("i2c 1 held\n");
        assertEquals(
                Nature.HELD, assertThrows(DeviceFault.class, this::registers).nature());
        assertEquals(
                Nature.SILENT,
                assertThrows(DeviceFault.class, () -> bench.board.i2c(3, 0x49).read(1))
                        .nature());
        append("i2c 1 ok\n");
        assertEquals("20 00", registers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"once", "once upon", "short", "short 1 2", "flip 1", "flip 1 256", "fail now", "broken"})
    void aFaultThatMeansNothingIsToldAndChangesNothing(String words) throws IOException, DeviceFault {
        append("i2c 1 0x49 " + words + "\n");
        assertEquals(1, bench.complaints.size());
        assertEquals("20 00", registers());
    }

    @Test
    void putsRegistersOfARegisterFile() throws IOException, DeviceFault {
        append("i2c 1 0x49 0x00 19 10\n");
        assertEquals("19 10", registers());
    }

    @Test
    void putsRegistersOfAModelOfAChip() throws IOException, DeviceFault {
        var sensor = bench.open(Lm75.TYPE, Map.of());
        append("i2c 1 0x48 0x00 1910\n");
        assertEquals("25.0", bench.read(sensor).values().get("temperature").toString());
    }

    @Test
    void aFileThatWasCutIsReadFromItsBeginning() throws IOException {
        append("gpio 17 high\ngpio 18 high\n");
        Files.writeString(file, "gpio 17 low\n");
        bench.board.followControl();
        assertFalse(bench.board.level(17));
        assertTrue(bench.board.level(18));
    }

    @Test
    void aFileThatWasReplacedIsReadFromItsBeginning() throws IOException {
        append("gpio 17 high\n");
        replace("gpio 17 low\ngpio 18 high\ngpio 19 high\n");
        assertFalse(bench.board.level(17));
        assertTrue(bench.board.level(19));
    }

    @Test
    void aFileThatWasWrittenAnewWithTheSameLengthIsReadFromItsBeginning() throws IOException, DeviceFault {
        append("i2c 1 0x49 0x00 11 11\n");
        Files.writeString(file, "i2c 1 0x49 0x00 22 22\n");
        // The kernel's time stamps move in steps of some milliseconds; the two must differ.
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        bench.board.followControl();
        assertEquals("22 22", registers());
    }

    @Test
    void aFileThatIsNotThereYetIsWaitedFor() throws IOException {
        bench.board.followControl();
        append("gpio 4 high\n");
        assertTrue(bench.board.level(4));
        Files.delete(file);
        bench.board.followControl();
        append("gpio 4 low\n");
        assertFalse(bench.board.level(4));
        assertEquals(List.of(), bench.complaints);
    }

    @Test
    void aFileThatCannotBeReadIsComplainedOfOnce() throws IOException {
        Files.createDirectory(file);
        bench.board.followControl();
        bench.board.followControl();
        assertEquals(1, bench.complaints.size());
    }

    @Test
    void commentsAndEmptyLinesMeanNothing() throws IOException {
        append("# a storm\n\n   \n  gpio   17   high  \r\n");
        assertTrue(bench.board.level(17));
        assertEquals(List.of(), bench.complaints);
    }

    @Test
    void eachLineThatMeansNothingIsComplainedOfOnce() throws IOException, DeviceFault {
        try (var _ = bench.board.output(22, false)) {
            append("gpio 17 lo\nspi 0 1\ngpio 28 high\ngpio 17\ngpio 22 high\n");
            append("i2c 1 0x50 0x00 11\ni2c 1 0x49 0x00 1\ni2c 1 0x49 0x00\ni2c 1 0x78 ok\ni2c 1\n");
            bench.board.followControl();
        }
        assertEquals(
                List.of(
                        ":1: gpio 17 lo: expected high or low",
                        ":2: spi 0 1: expected gpio, i2c, w1, iio or hwmon",
                        ":3: gpio 28 high: expected a number from 0 to 27, found 28",
                        ":4: gpio 17: expected: gpio PIN high|low, or: gpio PIN pulse [COUNT] [RATE]",
                        ":5: gpio 22 high: pin 22 is an output",
                        ":6: i2c 1 0x50 0x00 11: nothing is at this address",
                        ":7: i2c 1 0x49 0x00 1: expected bytes such as 19 10, found 1",
                        ":8: i2c 1 0x49 0x00: expected ok, reset, a fault, or a pointer with bytes after it",
                        ":9: i2c 1 0x78 ok: expected a number from 0 to 119, found 0x78",
                        ":10: i2c 1: expected: i2c BUS ADDRESS fail|ok, or: i2c BUS ADDRESS POINTER BYTES"),
                bench.complaints.stream()
                        .map(line -> line.substring(file.toString().length()))
                        .toList());
    }

    @Test
    void drivesWhatTheKernelReads() throws IOException, DeviceFault {
        var tank = bench.open(Ds18b20.TYPE, Map.of("device", "28-0000075565ad"));
        append("w1 28-0000075565ad 23125\n");
        assertEquals("23.125", bench.read(tank).values().get("temperature").toString());
        assertEquals(List.of(), bench.complaints);
    }

    @Test
    void theFilesOfAFolderInItsPlaceAreNotDriven() throws IOException, DeviceFault {
        Files.writeString(file, "w1 28-0000075565ad fail\n");
        try (var replay = new Bench(new Setup(Optional.empty(), Optional.of(file), Optional.of(folder), List.of()))) {
            replay.board.followControl();
            assertEquals(
                    List.of(file + ":1: w1 28-0000075565ad fail: the kernel's files are those of the folder `sysfs`"),
                    replay.complaints);
        }
    }
}

package dev.sandpiper.sensors.chip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Actuator;
import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Tended;
import dev.sandpiper.sensors.Value;
import dev.sandpiper.sensors.sim.Fault;
import dev.sandpiper.sensors.sim.SimulatedBoard.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NXP PCA9685, Rev. 4, 16 April 2015. */
class Pca9685Test {
    private static final int ADDRESS = 0x40;

    private static Value value(double part) {
        var actions = Pca9685.TYPE.repertoire().apply(new Section(Map.of())).actions();
        return ((Action.Set) actions.apply(part).orElseThrow()).value();
    }

    private static Actuator open(Bench bench, int channel, double initial, Object... more) throws DeviceFault {
        var given = new HashMap<String, Object>(Map.of("channel", Integer.toString(channel)));
        for (var i = 0; i < more.length; i += 2) given.put((String) more[i], more[i + 1]);
        return bench.open(Pca9685.TYPE, given, value(initial));
    }

    private static byte[] registers(Bench bench, int first, int count) throws DeviceFault {
        try (var port = bench.board.i2c(1, ADDRESS)) {
            return port.readRegister(first, count);
        }
    }

    /**
     * Section 7.3.5: the worked example, 200 Hz is 0x1E; table 5 of UM10574: 1526 Hz is 3, 24 Hz is 255. The rest with
     * equation 1 by hand: 50 Hz is round(25e6 / 204800) - 1 = round(122.07) - 1.
     */
    @ParameterizedTest
    @CsvSource({"200, 0x1E", "1526, 0x03", "24, 0xFD", "50, 0x79", "1000, 0x05", "500, 0x0B"})
    void thePrescalerFollowsTheEquation(double frequency, String prescale) {
        assertEquals(Integer.decode(prescale), Pca9685.prescale(frequency));
    }

    /**
     * Section 7.3.3, example 1 without its delay: on for 20 % is 819 of 4096, 0x333; table 7: bit 4 of the high bytes is
     * full on and full off.
     */
    @ParameterizedTest
    @CsvSource({
        "0, 00 00 00 10",
        "1, 00 10 00 00",
        "0.2, 00 00 33 03",
        "0.5, 00 00 00 08",
        "0.9998, 00 00 FF 0F",
        "0.0002, 00 00 01 00",
        "0.0001, 00 00 00 10",
        "0.99999, 00 10 00 00"
    })
    void eachPartHasItsRegisters(double part, String bytes) {
        assertArrayEquals(Bench.bytes(bytes), Pca9685.registers(part));
    }

    @Test
    void wakesTheChipAtItsFrequencyAndSwitchesTheOtherAddressesOff() throws DeviceFault {
        try (var bench = new Bench();
                var _ = open(bench, 3, 0.5, "frequency", 50.0)) {
            assertArrayEquals(Bench.bytes("20 04"), registers(bench, 0x00, 2));
            assertArrayEquals(Bench.bytes("79"), registers(bench, 0xFE, 1));
            assertArrayEquals(Bench.bytes("00 00 00 08"), registers(bench, 0x12, 4));
        }
    }

    @Test
    void aChipThatRunsIsNotPutToSleepAndTheOtherOutputsStayAsTheyAre() throws DeviceFault {
        try (var bench = new Bench();
                var first = open(bench, 0, 0.25);
                var last = open(bench, 15, 1)) {
            assertArrayEquals(Bench.bytes("00 00 00 04"), registers(bench, 0x06, 4));
            last.set(value(0));
            assertArrayEquals(Bench.bytes("00 00 00 10"), registers(bench, 0x42, 4));
            first.set(value(0.5));
            assertArrayEquals(Bench.bytes("00 00 00 08"), registers(bench, 0x06, 4));
            assertArrayEquals(Bench.bytes("00 00 00 10"), registers(bench, 0x42, 4));
        }
    }

    @Test
    void anOutputThatIsOpenedBesideARunningOneNeverStopsIt(@TempDir Path folder) throws DeviceFault, IOException {
        var trace = folder.resolve("trace.log");
        var setup = new Setup(Optional.of(trace), Optional.empty(), Optional.empty(), List.of());
        try (var bench = new Bench(setup)) {
            open(bench, 0, 0.5).close();
            open(bench, 15, 1).close();
            open(bench, 0, 0.5).close();
        }
        var shown = Files.readAllLines(trace).stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
        assertEquals(List.of("i2c 1 0x40 0 0.5", "i2c 1 0x40 15 1.0"), shown);
    }

    @Test
    void theOtherAddressesAreSwitchedOffOnAChipThatRunsAlready() throws DeviceFault {
        try (var bench = new Bench()) {
            open(bench, 0, 0.5).close();
            bench.board.put(1, ADDRESS, 0x00, (byte) 0x21);
            open(bench, 0, 0.5).close();
            assertArrayEquals(Bench.bytes("20"), registers(bench, 0x00, 1));
        }
    }

    @Test
    void activeLowIsLowWhenOn() throws DeviceFault {
        try (var bench = new Bench();
                var lamp = open(bench, 1, 0, "active", "low")) {
            assertArrayEquals(Bench.bytes("00 10 00 00"), registers(bench, 0x0A, 4));
            lamp.set(value(0.25));
            assertArrayEquals(Bench.bytes("00 00 00 0C"), registers(bench, 0x0A, 4));
        }
    }

    @Test
    void aChipThatLostItsSupplyIsSetUpAnewAndHasItsValueAgain() throws DeviceFault {
        try (var bench = new Bench();
                var lamp = open(bench, 2, 0.5, "frequency", 1000.0)) {
            var tended = (Tended) lamp;
            assertEquals(Optional.empty(), tended.tend());
            bench.board.unplug(1, ADDRESS);
            ContractTest.assertFault("no acknowledgement from 0x40 on i2c-1", tended::tend);
            bench.board.heal(1, ADDRESS);
            assertEquals(
                    Optional.of(
                            "output 2 of i2c-1 at 0x40 had lost its value and has 0.5 again; check the supply of the chip"),
                    tended.tend());
            assertArrayEquals(Bench.bytes("20"), registers(bench, 0x00, 1));
            assertArrayEquals(Bench.bytes("05"), registers(bench, 0xFE, 1));
            assertArrayEquals(Bench.bytes("00 00 00 08"), registers(bench, 0x0E, 4));
            assertEquals(Optional.empty(), tended.tend());
        }
    }

    @Test
    void aRegisterThatDoesNotTakeTheValueIsAFault() throws DeviceFault {
        try (var bench = new Bench();
                var lamp = open(bench, 2, 0)) {
            bench.board.inject(1, ADDRESS, new Fault.BitFlip(3, 0x01));
            ContractTest.assertFault(
                    "output 2 of i2c-1 at 0x40 does not take its value: found 00 00 00 09, expected 00 00 00 08 in its registers",
                    () -> lamp.set(value(0.5)));
            assertEquals("0.0", lamp.value().toString());
        }
    }

    @Test
    void worksOnAPlainRegisterFile() throws DeviceFault {
        try (var bench = Bench.withRegisters(ADDRESS, Map.of(0x00, "11 04", 0xFE, "1E"));
                var lamp = open(bench, 4, 0)) {
            lamp.set(value(0.2));
            assertArrayEquals(Bench.bytes("00 00 33 03"), registers(bench, 0x16, 4));
        }
    }

    /** Table 4 with its notes: power-on values, reserved addresses, the prescaler behind SLEEP. */
    @Test
    void theModelIsTheDataSheets() throws DeviceFault {
        try (var bench = new Bench()) {
            bench.board.expect(1, ADDRESS, "pca9685");
            var port = bench.board.i2c(1, ADDRESS);
            assertArrayEquals(Bench.bytes("11 11"), port.readRegister(0x00, 2));
            assertArrayEquals(Bench.bytes("1E"), port.readRegister(0xFE, 1));
            assertArrayEquals(Bench.bytes("10"), port.readRegister(0x09, 1));
            port.write((byte) 0x00, (byte) 0x20);
            port.write((byte) 0xFE, (byte) 0x79);
            assertArrayEquals(Bench.bytes("1E 20 04"), port.readRegister(0xFE, 3));
            port.write((byte) 0xFA, (byte) 0, (byte) 0x10, (byte) 0, (byte) 0);
            assertArrayEquals(Bench.bytes("00 10 00 00 20"), port.readRegister(0x42, 5));
            ContractTest.assertFault("no acknowledgement from 0x40 on i2c-1", () -> port.write((byte) 0x46, (byte) 0));
        }
    }
}

package dev.sandpiper.sensors.chip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Actuator;
import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Repertoire;
import dev.sandpiper.sensors.Tended;
import dev.sandpiper.sensors.Value;
import dev.sandpiper.sensors.sim.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Microchip MCP4725, DS22039D. */
class Mcp4725Test {
    private static final int ADDRESS = 0x60;

    private static Repertoire repertoire(double supply) {
        return Mcp4725.TYPE.repertoire().apply(Bench.section(Mcp4725.TYPE, Map.of("supply", supply)));
    }

    private static Value volts(double asked) {
        return ((Action.Set) repertoire(5).actions().apply(asked).orElseThrow()).value();
    }

    private static Actuator open(Bench bench, double initial) throws DeviceFault {
        return bench.open(Mcp4725.TYPE, Map.of("supply", 5.0), volts(initial));
    }

    private static byte[] held(Bench bench) throws DeviceFault {
        try (var port = bench.board.i2c(1, ADDRESS)) {
            return port.read(5);
        }
    }

    /** Equation 1-1 and table 6-1: V = supply * code / 4096; the highest code is a step below the supply. */
    @ParameterizedTest
    @CsvSource({
        "0, 5, 0x000",
        "5, 5, 0xFFF",
        "2.5, 5, 0x800",
        "1.25, 5, 0x400",
        "0.00122, 5, 0x001",
        "3.3, 3.3, 0xFFF",
        "1.65, 3.3, 0x800",
        "1, 4.096, 0x3E8"
    })
    void eachVoltageHasItsCode(double volts, double supply, String code) {
        assertEquals(Integer.decode(code), Mcp4725.code(volts, supply));
    }

    /** Figure 6-1: 0x4D2 as a fast write is 04 D2; figure 6-3: read, it is in 4D 20, and the EEPROM is as delivered. */
    @Test
    void theEepromIsNeverWritten() throws DeviceFault {
        try (var bench = new Bench();
                var valve = open(bench, 0)) {
            valve.set(volts(5.0 * 0x4D2 / 4096));
            assertArrayEquals(Bench.bytes("C0 4D 20 08 00"), held(bench));
        }
    }

    @Test
    void theInitialVoltageIsThereAtOnce() throws DeviceFault {
        try (var bench = new Bench();
                var valve = open(bench, 2.5)) {
            assertArrayEquals(Bench.bytes("C0 80 00"), java.util.Arrays.copyOf(held(bench), 3));
            assertEquals("2.5", valve.value().toString());
        }
    }

    @Test
    void itTakesVoltagesUpToItsSupplyOnly() {
        for (var beyond : new Object[] {-0.001, 3.31, "on", true, "toggle", "3V"})
            assertTrue(repertoire(3.3).actions().apply(beyond).isEmpty(), beyond.toString());
        assertTrue(repertoire(3.3).actions().apply("3.3").isPresent());
        assertEquals("0 to 3.3 V", repertoire(3.3).accepts());
        assertEquals("0.0", repertoire(3.3).safe().toString());
    }

    @Test
    void aChipThatLostItsSupplyHasItsVoltageAgain() throws DeviceFault {
        try (var bench = new Bench();
                var valve = open(bench, 1.25)) {
            var tended = (Tended) valve;
            assertEquals(Optional.empty(), tended.tend());
            bench.board.unplug(1, ADDRESS);
            ContractTest.assertFault("no acknowledgement from 0x60 on i2c-1", tended::tend);
            bench.board.heal(1, ADDRESS);
            assertEquals(
                    Optional.of("i2c-1 at 0x60 had lost its value and has 1.25 V again; check the supply of the chip"),
                    tended.tend());
            assertEquals(Optional.empty(), tended.tend());
        }
    }

    @Test
    void oneThatIsSwitchedOffIsSwitchedOn() throws DeviceFault {
        try (var bench = new Bench();
                var valve = open(bench, 1.25)) {
            bench.board.i2c(1, ADDRESS).write((byte) 0x14, (byte) 0x00);
            assertTrue(((Tended) valve).tend().isPresent());
            assertArrayEquals(Bench.bytes("C0 40 00"), java.util.Arrays.copyOf(held(bench), 3));
        }
    }

    @Test
    void aDacThatDoesNotTakeTheValueIsAFault() throws DeviceFault {
        try (var bench = new Bench();
                var valve = open(bench, 0)) {
            bench.board.inject(1, ADDRESS, new Fault.BitFlip(1, 0x80));
            ContractTest.assertFault(
                    "i2c-1 at 0x60 does not take its value: found 0x000, expected 0x800 in its DAC register",
                    () -> valve.set(volts(2.5)));
            assertEquals("0.0", valve.value().toString());
        }
    }

    /** What does not answer a question has still acknowledged its value. */
    @Test
    void worksWhereOnlyTheWriteIsAcknowledged() throws DeviceFault {
        try (var bench = Bench.withReplies(ADDRESS, Map.of("08 00", "C0 80 00 08 00"));
                var valve = open(bench, 0)) {
            valve.set(volts(2.5));
            valve.set(volts(1));
            assertEquals("1.0", valve.value().toString());
        }
    }

    /** Section 6.1.3: three bytes write DAC and EEPROM, which takes up to 50 ms and ignores commands. */
    @Test
    void theModelIsTheDataSheets() throws DeviceFault {
        try (var bench = new Bench()) {
            bench.board.expect(1, ADDRESS, "mcp4725");
            assertArrayEquals(Bench.bytes("C0 80 00 08 00"), held(bench));
            var port = bench.board.i2c(1, ADDRESS);
            port.write((byte) 0x60, (byte) 0x12, (byte) 0x30);
            assertArrayEquals(Bench.bytes("40 12 30 01 23"), held(bench));
            port.write((byte) 0x0F, (byte) 0xFF);
            assertArrayEquals(Bench.bytes("40 12 30 01 23"), held(bench));
            bench.pass(Duration.ofMillis(50));
            port.write((byte) 0x40, (byte) 0xFF, (byte) 0xF0, (byte) 0x40, (byte) 0x80, (byte) 0x00);
            assertArrayEquals(Bench.bytes("C0 80 00 01 23 C0"), port.read(6));
            bench.board.unplug(1, ADDRESS);
            bench.board.heal(1, ADDRESS);
            assertArrayEquals(Bench.bytes("C0 12 30 01 23"), held(bench));
        }
    }
}

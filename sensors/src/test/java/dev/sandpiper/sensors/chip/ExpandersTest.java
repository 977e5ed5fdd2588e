package dev.sandpiper.sensors.chip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.ExpanderType;
import dev.sandpiper.sensors.ExpandedBoard;
import dev.sandpiper.sensors.Hub;
import dev.sandpiper.sensors.Lines;
import dev.sandpiper.sensors.Pin;
import dev.sandpiper.sensors.sim.SimulatedBoard.Contents;
import dev.sandpiper.sensors.sim.SimulatedBoard.Device;
import dev.sandpiper.sensors.sim.SimulatedBoard.Setup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MCP23008 (DS21919E, table 1-3), MCP23017 (DS20001952C, table 3-5), PCF8574 (NXP, Rev. 5, section 8). */
class ExpandersTest {
    private Bench bench;

    @BeforeEach
    void open() throws DeviceFault {
        bench = new Bench();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Board.I2cPort port(ExpanderType type) throws DeviceFault {
        bench.board.expect(1, 0x20, type.name());
        return bench.board.i2c(1, 0x20);
    }

    @Test
    void theRegistersOfAnMcp23008() throws DeviceFault {
        var port = port(Mcp23008.TYPE);
        var chip = Mcp23008.TYPE.opener().open(port);
        assertEquals(new Lines(0x00, 0x00, 0x00), chip.found());
        chip.make(new Lines(0x81, 0x80, 0x02));
        // IODIR, IPOL, GPINTEN, DEFVAL, INTCON, IOCON, GPPU, INTF, INTCAP, GPIO, OLAT.
        assertArrayEquals(Bench.bytes("7E 00 00 00 00 00 02 00 00 82 80"), port.readRegister(0x00, 11));
        assertTrue(chip.are(new Lines(0x81, 0x80, 0x02)));
        assertFalse(chip.are(new Lines(0x81, 0x00, 0x02)));
        assertEquals(0x82, chip.levels());
    }

    @Test
    void theRegistersOfAnMcp23017() throws DeviceFault {
        var port = port(Mcp23017.TYPE);
        var chip = Mcp23017.TYPE.opener().open(port);
        assertEquals(new Lines(0x0000, 0x0000, 0x0000), chip.found());
        chip.make(new Lines(0x8001, 0x8000, 0x4002));
        assertArrayEquals(Bench.bytes("FE 7F 00 00"), port.readRegister(0x00, 4));
        assertArrayEquals(Bench.bytes("02 40"), port.readRegister(0x0C, 2));
        assertArrayEquals(Bench.bytes("02 C0 00 80"), port.readRegister(0x12, 4));
        assertTrue(chip.are(new Lines(0x8001, 0x8000, 0x4002)));
        assertFalse(chip.are(new Lines(0x8001, 0x8001, 0x4002)));
        assertEquals(0xC002, chip.levels());
    }

    /** A polarity that another program set would turn what is read round. */
    @Test
    void thePolarityIsThatOfThePins() throws DeviceFault {
        var port = port(Mcp23017.TYPE);
        port.write((byte) 0x02, (byte) 0xFF, (byte) 0xFF);
        Mcp23017.TYPE.opener().open(port).make(new Lines(0, 0, 0));
        assertArrayEquals(Bench.bytes("00 00"), port.readRegister(0x02, 2));
    }

    @Test
    void thePortOfAPcf8574() throws DeviceFault {
        var port = port(Pcf8574.TYPE);
        var chip = Pcf8574.TYPE.opener().open(port);
        assertArrayEquals(Bench.bytes("FF FF"), port.read(2));
        assertEquals(new Lines(0x00, 0xFF, 0xFF), chip.found());
        chip.make(new Lines(0x0F, 0x05, 0xFF));
        assertArrayEquals(Bench.bytes("F5"), port.read(1));
        assertTrue(chip.are(new Lines(0x0F, 0x05, 0xFF)));
        bench.board.put(1, 0x20, 0, (byte) 0x7E);
        assertEquals(0x74, chip.levels());
    }

    @Test
    void anInputOfAPcf8574IsHighWhateverItsLevelWas() throws DeviceFault {
        var port = port(Pcf8574.TYPE);
        port.write((byte) 0x00);
        var board = board(Pcf8574.TYPE);
        board.input(line(Pcf8574.TYPE, 3), Board.Pull.UP, Board.Trigger.BOTH);
        assertArrayEquals(Bench.bytes("08"), port.read(1));
    }

    @Test
    void aLoadThatPullsAHighOutputOfAPcf8574DownIsNoFaultAndLeavesTheOthersAlone() throws DeviceFault {
        port(Pcf8574.TYPE);
        bench.board.put(1, 0x20, 0, (byte) 0xFE);
        var board = board(Pcf8574.TYPE);
        var lamp = board.output(line(Pcf8574.TYPE, 0), true);
        var relay = board.output(line(Pcf8574.TYPE, 1), false);
        relay.set(true);
        assertTrue(lamp.tend().isEmpty());
        bench.board.put(1, 0x20, 0, (byte) 0xFF);
        assertArrayEquals(Bench.bytes("FF"), bench.board.i2c(1, 0x20).read(1));
    }

    @Test
    void aPcf8574ThatLostItsSupplyIsLowAgainWhereItWas() throws DeviceFault {
        var port = port(Pcf8574.TYPE);
        var relay = board(Pcf8574.TYPE).output(line(Pcf8574.TYPE, 6), false);
        bench.board.unplug(1, 0x20);
        bench.board.heal(1, 0x20);
        assertArrayEquals(Bench.bytes("FF"), port.read(1));
        assertTrue(relay.tend().isPresent());
        assertArrayEquals(Bench.bytes("BF"), port.read(1));
        assertTrue(relay.tend().isEmpty());
    }

    @Test
    void anMcp23017WorksOnAPlainRegisterFile() throws DeviceFault {
        var registers = new Contents.Registers(Map.of(0x00, Bench.bytes("FF FF"), 0x12, Bench.bytes("00 80")));
        try (var file = new Bench(Setup.plain().with(new Device(1, 0x20, registers)))) {
            var board = ExpandedBoard.of(file.board, List.of(hub(Mcp23017.TYPE)), () -> 0);
            var relay = board.output(line(Mcp23017.TYPE, 8), true);
            relay.set(false);
            relay.set(true);
            var door = board.input(line(Mcp23017.TYPE, 15), Board.Pull.UP, Board.Trigger.BOTH);
            assertTrue(door.level().high());
            var port = file.board.i2c(1, 0x20);
            assertArrayEquals(Bench.bytes("FF FE"), port.readRegister(0x00, 2));
            assertArrayEquals(Bench.bytes("00 81"), port.readRegister(0x14, 2));
            assertArrayEquals(Bench.bytes("00 80"), port.readRegister(0x0C, 2));
        }
    }

    private static Hub hub(ExpanderType type) {
        return new Hub("expander1", type, Bench.section(type, Map.of()));
    }

    private static Pin line(ExpanderType type, int number) {
        return new Pin.Line(hub(type), number);
    }

    private ExpandedBoard board(ExpanderType type) {
        return ExpandedBoard.of(bench.board, List.of(hub(type)), () -> 0);
    }
}

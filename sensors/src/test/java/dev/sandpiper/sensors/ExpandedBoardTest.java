package dev.sandpiper.sensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.Board.Edge;
import dev.sandpiper.sensors.Board.EdgeListener;
import dev.sandpiper.sensors.Board.Pull;
import dev.sandpiper.sensors.Board.Trigger;
import dev.sandpiper.sensors.chip.Mcp23008;
import dev.sandpiper.sensors.chip.Tca9548a;
import dev.sandpiper.sensors.sim.Fault;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Lines of an MCP23008 as pins; its registers are those of DS21919E, table 1-3. */
class ExpandedBoardTest {
    private static final int ADDRESS = 0x20;
    private static final Hub EXPANDER = new Hub("expander1", Mcp23008.TYPE, Bench.section(Mcp23008.TYPE, Map.of()));

    private static final int IODIR = 0x00;
    private static final int GPPU = 0x06;
    private static final int GPIO = 0x09;
    private static final int OLAT = 0x0A;

    private final List<String> told = new ArrayList<>();
    private Bench bench;
    private ExpandedBoard board;

    @BeforeEach
    void aBoardWithAnExpander() throws DeviceFault {
        bench = new Bench();
        bench.board.expect(EXPANDER);
        board = ExpandedBoard.of(bench.board, List.of(EXPANDER), () -> 42);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static Pin pin(int line) {
        return new Pin.Line(EXPANDER, line);
    }

    private String register(int register) throws DeviceFault {
        try (var port = bench.board.i2c(1, ADDRESS)) {
            return HexFormat.of().formatHex(port.readRegister(register, 1));
        }
    }

    private static void assertFault(String sentence, Executable action) {
        assertEquals(sentence, assertThrows(DeviceFault.class, action).getMessage());
    }

    @Test
    void anOutputHasItsLevelBeforeItDrives() throws DeviceFault {
        var writes = new ArrayList<String>();
        var overheard = ExpandedBoard.of(
                new Overheard(
                        bench.board,
                        (_, bytes) -> writes.add(HexFormat.ofDelimiter(" ").formatHex(bytes))),
                List.of(EXPANDER),
                () -> 0);
        overheard.output(pin(3), true);
        var latch = writes.indexOf("0a 08");
        var direction = writes.indexOf("00 f7");
        assertEquals(true, latch >= 0 && direction > latch, writes.toString());
    }

    @Test
    void settingOneLineLeavesTheOthersAsTheyAre() throws DeviceFault {
        var first = board.output(pin(0), true);
        var second = board.output(pin(7), false);
        second.set(true);
        first.set(false);
        assertEquals("80", register(OLAT));
        assertEquals("7e", register(IODIR));
    }

    @Test
    void whatTheProcessBeforeLeftOnLinesThatNobodyUsesStays() throws DeviceFault {
        bench.board.put(1, ADDRESS, OLAT, (byte) 0x50);
        bench.board.put(1, ADDRESS, GPPU, (byte) 0x02);
        bench.board.put(1, ADDRESS, IODIR, (byte) 0x0F);
        board.output(pin(5), true);
        assertEquals("70", register(OLAT));
        assertEquals("02", register(GPPU));
        assertEquals("0f", register(IODIR));
    }

    @Test
    void afterABrownOutAllLinesAreAsTheyWereAndItIsTold() throws DeviceFault {
        var first = board.output(pin(0), true);
        var second = board.output(pin(1), false);
        assertEquals(Optional.empty(), first.tend());
        bench.board.unplug(1, ADDRESS);
        assertFault("no acknowledgement from 0x20 on i2c-1", first::tend);
        bench.board.heal(1, ADDRESS);
        assertEquals("ff", register(IODIR));
        assertEquals(
                Optional.of(
                        "expander1 (i2c-1 0x20) had lost its lines' levels and directions and has them again; check its supply"),
                second.tend());
        assertEquals("fc", register(IODIR));
        assertEquals(true, (HexFormat.fromHexDigits(register(OLAT)) & 3) == 1);
    }

    @Test
    void eachOutputIsToldOfABrownOutWhoeverFindsIt() throws DeviceFault {
        var pump = board.output(pin(2), true);
        var lamp = board.output(pin(3), true);
        bench.board.unplug(1, ADDRESS);
        bench.board.heal(1, ADDRESS);
        assertTrue(pump.tend().isPresent());
        assertTrue(lamp.tend().isPresent());
        assertEquals(Optional.empty(), pump.tend());
        assertEquals(Optional.empty(), lamp.tend());
        assertEquals(Optional.empty(), board.output(pin(4), true).tend());
    }

    @Test
    void settingOneAfterABrownOutBringsTheOthersBack() throws DeviceFault {
        board.output(pin(0), true);
        var second = board.output(pin(1), false);
        bench.board.unplug(1, ADDRESS);
        bench.board.heal(1, ADDRESS);
        second.set(true);
        assertEquals("fc", register(IODIR));
        assertEquals("03", register(OLAT));
        assertEquals(true, second.tend().isPresent(), "it is told nevertheless");
        assertEquals(Optional.empty(), second.tend());
    }

    @Test
    void aLatchThatIsStuckIsAFaultAndTheLineKeepsItsLevel() throws DeviceFault {
        var relay = board.output(pin(0), false);
        bench.board.inject(1, ADDRESS, new Fault.BitFlip(0, 0x40));
        assertFault(
                "expander1 (i2c-1 0x20) does not take its lines' levels and directions; found others in its registers",
                () -> relay.set(true));
        bench.board.heal(1, ADDRESS);
        assertEquals("01", register(OLAT));
        assertEquals(true, relay.tend().isPresent());
        assertEquals("00", register(OLAT));
    }

    @Test
    void aLineHasOneUserAndIsFreeAfterwards() throws DeviceFault {
        var relay = board.output(pin(2), true);
        assertFault(
                "pin expander1/2 is already in use by this program", () -> board.input(pin(2), Pull.UP, Trigger.BOTH));
        relay.close();
        relay.close();
        assertFault("pin expander1/2: closed", () -> relay.set(false));
        assertEquals("04", register(OLAT));
        board.input(pin(2), Pull.UP, Trigger.BOTH).close();
        board.output(pin(2), false).close();
    }

    @Test
    void oneThatDoesNotAnswerCanBeTriedAgain() throws DeviceFault {
        bench.board.fail(1, ADDRESS);
        assertFault("no acknowledgement from 0x20 on i2c-1", () -> board.output(pin(2), true));
        assertFault("no acknowledgement from 0x20 on i2c-1", () -> board.input(pin(3), Pull.UP, Trigger.BOTH));
        bench.board.heal(1, ADDRESS);
        board.output(pin(2), true);
        board.input(pin(3), Pull.UP, Trigger.BOTH);
        assertEquals("fb", register(IODIR));
        assertEquals("08", register(GPPU));
    }

    @Test
    void anInputTellsItsEdgesWhenItIsLookedAt() throws DeviceFault {
        var door = board.input(pin(4), Pull.UP, Trigger.BOTH);
        var bell = board.input(pin(5), Pull.OFF, Trigger.RISING);
        door.onEdge(edge -> told.add("door " + edge));
        bell.onEdge(edge -> told.add("bell " + edge));
        board.poll(EXPANDER);
        outside(0x20);
        board.poll(EXPANDER);
        outside(0x10);
        board.poll(EXPANDER);
        board.poll(EXPANDER);
        assertEquals(
                List.of(
                        "door " + new Edge(false, 42, 0),
                        "bell " + new Edge(true, 42, 0),
                        "door " + new Edge(true, 42, 0)),
                told);
        assertEquals(true, door.level().high());
        assertEquals(false, bell.level().high());
    }

    private void outside(int levels) {
        bench.board.put(1, ADDRESS, GPIO, (byte) levels);
    }

    @Test
    void oneThatDoesNotAnswerTellsItsInputsOnce() throws DeviceFault {
        var door = board.input(pin(4), Pull.UP, Trigger.BOTH);
        door.onEdge(new EdgeListener() {
            @Override
            public void edge(Edge edge) {
                told.add("edge " + edge.high());
            }

            @Override
            public void troubled() {
                told.add("troubled");
            }
        });
        bench.board.fail(1, ADDRESS);
        assertThrows(DeviceFault.class, () -> board.poll(EXPANDER));
        assertThrows(DeviceFault.class, () -> board.poll(EXPANDER));
        assertEquals(List.of("troubled"), told);
        bench.board.heal(1, ADDRESS);
        outside(0);
        board.poll(EXPANDER);
        assertEquals(List.of("troubled", "edge false"), told);
    }

    @Test
    void whatIsReadWithoutItsResistorIsNoReading() throws DeviceFault {
        var door = board.input(pin(4), Pull.UP, Trigger.BOTH);
        assertEquals(true, door.level().high());
        bench.board.unplug(1, ADDRESS);
        bench.board.heal(1, ADDRESS);
        var fault = assertThrows(DeviceFault.class, door::level);
        assertEquals(DeviceFault.Nature.DISTURBED, fault.nature());
        assertEquals("10", register(GPPU));
        assertEquals(true, door.level().high());
    }

    @Test
    void thereIsNoResistorToGround() {
        assertFault(
                "pin expander1/4: mcp23008 has no resistor to ground; set pull: up, or off with a resistor of your own",
                () -> board.input(pin(4), Pull.DOWN, Trigger.BOTH));
    }

    @Test
    void anExpanderMayBeBehindAMultiplexer() throws DeviceFault {
        var mux = new Hub("mux1", Tca9548a.TYPE, Bench.section(Tca9548a.TYPE, Map.of()));
        var behind = new Hub(
                "expander2", Mcp23008.TYPE, Bench.section(Mcp23008.TYPE, Map.of("bus", new Bus.Channel(mux, 5))));
        List.of(mux, behind).forEach(bench.board::expect);
        var both = ExpandedBoard.of(bench.board, List.of(mux, behind), () -> 0);
        both.output(new Pin.Line(behind, 6), true);
        assertArrayEquals(
                Bench.bytes("40"), both.i2c(new Bus.Channel(mux, 5), ADDRESS).readRegister(OLAT, 1));
    }

    @Test
    void aBoardWithoutExpandersSaysSo() {
        assertFault("pin expander1/1: this board has no expanders", () -> bench.board.output(pin(1), true));
        assertFault(
                "pin expander1/1: this board has no expanders",
                () -> bench.board.input(pin(1), Pull.OFF, Trigger.BOTH));
    }
}

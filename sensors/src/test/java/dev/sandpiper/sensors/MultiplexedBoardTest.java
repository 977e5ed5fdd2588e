package dev.sandpiper.sensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sandpiper.sensors.chip.Tca9548a;
import dev.sandpiper.sensors.sim.Fault;
import dev.sandpiper.sensors.sim.SimulatedBoard.Contents;
import dev.sandpiper.sensors.sim.SimulatedBoard.Device;
import dev.sandpiper.sensors.sim.SimulatedBoard.Setup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two multiplexers on bus 1, a third behind the first; behind each of some channels a chip that says which it is. */
class MultiplexedBoardTest {
    private static final int CHIP = 0x48;

    private static final Hub MUX1 = multiplexer("mux1", new Bus.Own(1), 0x70);
    private static final Hub MUX2 = multiplexer("mux2", new Bus.Own(1), 0x71);
    private static final Hub INNER = multiplexer("inner", new Bus.Channel(MUX1, 7), 0x72);

    private final List<String> sent = new ArrayList<>();
    private Bench bench;
    private Board board;

    private static Hub multiplexer(String id, Bus bus, long address) {
        return new Hub(id, Tca9548a.TYPE, new Section(Map.of("bus", bus, "address", address)));
    }

    private static Device chip(Hub hub, int channel, int says) {
        return new Device(
                new Bus.Channel(hub, channel), CHIP, new Contents.Registers(Map.of(0, new byte[] {(byte) says})));
    }

    @BeforeEach
    void open() throws DeviceFault {
        bench = new Bench(Setup.plain()
                .with(chip(MUX1, 0, 0x10))
                .with(chip(MUX1, 3, 0x13))
                .with(chip(MUX2, 0, 0x20))
                .with(chip(INNER, 5, 0x75)));
        List.of(MUX1, MUX2, INNER).forEach(bench.board::expect);
        board = new MultiplexedBoard(new Overheard(bench.board, this::overhear), List.of(MUX1, MUX2, INNER));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** Notes what is written to the multiplexers: {@code 70<08}. */
    private void overhear(int address, byte[] bytes) {
        if (address != CHIP) sent.add("%02x<%02x".formatted(address, bytes[0]));
    }

    private int ask(Hub hub, int channel) throws DeviceFault {
        return board.i2c(new Bus.Channel(hub, channel), CHIP).readRegister(0, 1)[0];
    }

    private String fault(Hub hub, int channel) {
        return assertThrows(DeviceFault.class, () -> ask(hub, channel)).getMessage();
    }

    @Test
    void theSameAddressBehindEachChannelIsAnotherChip() throws DeviceFault {
        for (var round = 0; round < 2; round++) {
            assertEquals(0x10, ask(MUX1, 0));
            assertEquals(0x13, ask(MUX1, 3));
            assertEquals(0x20, ask(MUX2, 0));
            assertEquals(0x75, ask(INNER, 5));
        }
    }

    @Test
    void atFirstTheOtherMultiplexersAreDisconnectedWhateverTheyHadBefore() throws DeviceFault {
        bench.board.put(1, 0x71, 0, (byte) 0x01);
        assertEquals(0x10, ask(MUX1, 0));
        assertEquals(List.of("71<00", "70<01"), sent);
    }

    @Test
    void aChannelStaysConnectedUntilAnotherIsWanted() throws DeviceFault {
        ask(MUX1, 3);
        sent.clear();
        ask(MUX1, 3);
        ask(MUX1, 3);
        assertEquals(List.of(), sent);
        ask(MUX1, 0);
        assertEquals(List.of("70<01"), sent);
    }

    @Test
    void twoSideBySideAreNeverConnectedBoth() throws DeviceFault {
        ask(MUX1, 0);
        sent.clear();
        ask(MUX2, 0);
        assertEquals(List.of("70<00", "71<01"), sent);
    }

    @Test
    void oneBehindAnotherIsReachedThroughIt() throws DeviceFault {
        ask(MUX1, 0);
        sent.clear();
        ask(INNER, 5);
        assertEquals(List.of("70<80", "72<20"), sent);
    }

    @Test
    void aMultiplexerThatLostItsSettingIsToldAgainAfterTheFirstFault() throws DeviceFault {
        ask(MUX1, 3);
        bench.board.unplug(1, 0x70);
        bench.board.heal(1, 0x70);
        assertEquals("no acknowledgement from 0x48 on i2c-1 (behind mux1/3)", fault(MUX1, 3));
        assertEquals(0x13, ask(MUX1, 3));
    }

    @Test
    void aMultiplexerThatDoesNotAnswerIsNamed() {
        bench.board.fail(1, 0x70);
        assertEquals("no acknowledgement from 0x70 on i2c-1 (multiplexer mux1)", fault(MUX1, 3));
    }

    @Test
    void aDeadMultiplexerDoesNotKeepOthersFromTheirs() throws DeviceFault {
        bench.board.unplug(1, 0x70);
        assertEquals(0x20, ask(MUX2, 0));
    }

    @Test
    void oneThatMayStillBeConnectedDoesKeepOthersFromTheirs() {
        bench.board.inject(1, 0x70, new Fault.HeldBus());
        assertEquals(
                "no end of the transfer with 0x70: i2c-1 is held down; check wiring and pull-up resistors (multiplexer mux1)",
                fault(MUX2, 0));
    }

    @Test
    void theBoardsOwnBusNeedsNoMultiplexer() throws DeviceFault {
        bench.board.put(1, 0x70, 0, (byte) 0x08);
        assertArrayEquals(
                new byte[] {0x13}, board.i2c(new Bus.Own(1), CHIP).readRegister(0, 1), "the model connects it");
        assertEquals(List.of(), sent);
    }

    @Test
    void twoChipsThatAnswerTogetherPullEachOthersBitsDown() throws DeviceFault {
        bench.board.put(1, 0x70, 0, (byte) 0x09);
        bench.board.put(1, 0x71, 0, (byte) 0x01);
        assertArrayEquals(new byte[] {0x10 & 0x13 & 0x20}, board.i2c(1, CHIP).readRegister(0, 1));
    }

    @Test
    void aFaultBehindOneChannelIsNoneOfTheOthers() throws DeviceFault {
        bench.board.inject(new Bus.Channel(MUX1, 3), CHIP, new Fault.NoAnswer());
        assertEquals("no acknowledgement from 0x48 on i2c-1 (behind mux1/3)", fault(MUX1, 3));
        assertEquals(0x10, ask(MUX1, 0));
    }

    @Test
    void itsPlaceNamesTheChannel() throws DeviceFault {
        assertEquals("mux1/3 at 0x48", board.i2c(new Bus.Channel(MUX1, 3), CHIP).place());
        assertEquals("i2c-1 at 0x48", board.i2c(new Bus.Own(1), CHIP).place());
    }

    @Test
    void aBoardThatKnowsNoMultiplexersSaysSo() {
        assertEquals(
                "mux1/3: this board has no multiplexers",
                assertThrows(DeviceFault.class, () -> bench.board.i2c(new Bus.Channel(MUX1, 3), CHIP))
                        .getMessage());
    }
}

package dev.sandpiper.sensors.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.Board.I2cPort;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.sim.SimulatedBoard.Contents;
import dev.sandpiper.sensors.sim.SimulatedBoard.Device;
import dev.sandpiper.sensors.sim.SimulatedBoard.Reply;
import dev.sandpiper.sensors.sim.SimulatedBoard.Setup;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplyListTest {
    private static final Reply MEASURED = new Reply(Bench.bytes("24 00"), Bench.bytes("61 B8 3C 7F 2E 90"));

    private final Bench bench;
    private final I2cPort port;

    ReplyListTest() throws DeviceFault {
        bench = new Bench(Setup.plain().with(new Device(1, 0x44, new Contents.Replies(List.of(MEASURED)))));
        port = bench.board.i2c(1, 0x44);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void assertNoAcknowledgement() {
        var fault = assertThrows(DeviceFault.class, () -> port.read(2));
        assertEquals("no acknowledgement from 0x44 on i2c-1", fault.getMessage());
    }

    @Test
    void answersWithTheBytesListedForTheLastWrite() throws DeviceFault {
        port.write(Bench.bytes("24 00"));
        assertArrayEquals(Bench.bytes("61 B8 3C 7F 2E 90"), port.read(6));
        assertArrayEquals(Bench.bytes("61 B8 3C"), port.read(3));
    }

    @Test
    void aReadBeforeAnyWriteIsNotAcknowledged() {
        assertNoAcknowledgement();
    }

    @Test
    void aWriteThatIsNotListedIsAcknowledgedButThenThereIsNothingToRead() throws DeviceFault {
        port.write(Bench.bytes("24 00"));
        port.write(Bench.bytes("30 A2"));
        assertNoAcknowledgement();
    }

    @Test
    void askingForMoreThanIsListedIsAShortRead() throws DeviceFault {
        port.write(Bench.bytes("24 00"));
        var fault = assertThrows(DeviceFault.class, () -> port.read(9));
        assertEquals("short read from 0x44 on i2c-1: 6 of 9 bytes", fault.getMessage());
    }

    /** A PCF8574 has no pointer: its lines can be read before anything was written. */
    @Test
    void whatIsListedForNoBytesIsReadBeforeAnyWrite() throws DeviceFault {
        var replies = List.of(reply("", "7F"), reply("FF", "3F"), reply("30 A2", ""));
        try (var bare = new Bench(Setup.plain().with(new Device(1, 0x20, new Contents.Replies(replies))))) {
            var expander = bare.board.i2c(1, 0x20);
            assertArrayEquals(Bench.bytes("7F"), expander.read(1));
            expander.write((byte) 0xFF);
            assertArrayEquals(Bench.bytes("3F"), expander.read(1));
            expander.write(Bench.bytes("30 A2"));
            assertThrows(DeviceFault.class, () -> expander.read(1));
        }
    }

    private static Reply reply(String written, String answer) {
        return new Reply(Bench.bytes(written), Bench.bytes(answer));
    }
}

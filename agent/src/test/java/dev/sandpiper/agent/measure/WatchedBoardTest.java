package dev.sandpiper.agent.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.Board.I2cPort;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DeviceFault.Nature;
import dev.sandpiper.sensors.sim.Fault;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An expander at 0x20 and a thermometer at 0x48 share a bus; the expander is watched. */
class WatchedBoardTest {
    private static final Bus.Own BUS = new Bus.Own(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final SimulatedTime time = new SimulatedTime();
    private final BusWatch watch = new BusWatch("i2c-1", time, Optional::empty);
    private SimulatedBoard inside;
    private WatchedBoard board;
    private I2cPort expander;

    @BeforeEach
    void open() throws DeviceFault {
        inside = new SimulatedBoard(
                SimulatedBoard.Setup.plain(), new SimulatedBoard.Clock(time::now, time::wall), complaint -> {});
        inside.expect(1, 0x20, "mcp23008");
        inside.expect(1, 0x48, "lm75");
        board = new WatchedBoard(inside, new WatchedBoard.Chip(BUS, 0x20)::equals, _ -> watch, time);
        expander = board.i2c(BUS, 0x20);
    }

    @AfterEach
    void close() {
        inside.close();
    }

    /** Whether the chip was asked: the fault is over after it was felt once. */
    private boolean isAsked() {
        inside.inject(1, 0x20, new Fault.Once(new Fault.HeldBus()));
        assertThrows(DeviceFault.class, () -> expander.readRegister(0, 1));
        var asked = true;
        try {
            inside.i2c(1, 0x20).readRegister(0, 1);
        } catch (DeviceFault stillThere) {
            asked = false;
        }
        inside.heal(1, 0x20);
        return asked;
    }

    @Test
    void aChipThatHoldsItsBusIsLeftAloneForLongerAndLonger() {
        var asked = 0;
        for (var second = 0; second < 3600; second++) {
            if (isAsked()) asked++;
            time.pass(SECOND);
        }
        assertTrue(asked >= 120 && asked <= 126, "seconds of the hour in the kernel: " + asked);
    }

    @Test
    void itIsAskedAgainWithinThirtySecondsAndThenEachTime() throws DeviceFault {
        for (var second = 0; second < 3600; second++) {
            isAsked();
            time.pass(SECOND);
        }
        time.pass(Duration.ofSeconds(30));
        expander.readRegister(0, 1);
        assertTrue(isAsked());
    }

    @Test
    void oneThatDoesNotAcknowledgeCostsNextToNothingAndIsAskedEachTime() throws DeviceFault {
        inside.inject(1, 0x20, new Fault.NoAnswer());
        for (var i = 0; i < 5; i++) {
            var fault = assertThrows(DeviceFault.class, () -> expander.write((byte) 0, (byte) 0));
            assertEquals(Nature.SILENT, fault.nature());
        }
        inside.heal(1, 0x20);
        expander.write((byte) 0, (byte) 0);
    }

    @Test
    void itCountsForItsBus() throws DeviceFault {
        watch.watch("i2c-1 0x48");
        watch.judged("i2c-1 0x48", new DeviceFault(Nature.HELD, "no end of the transfer"));
        assertEquals(Optional.empty(), watch.closed());
        isAsked();
        assertTrue(watch.closed().isPresent(), "no transfer ends with any of its chips");
        time.pass(SECOND);
        expander.readRegister(0, 1);
        assertEquals(Optional.empty(), watch.closed());
    }

    @Test
    void othersSeeToThatThemselves() throws DeviceFault {
        var thermometer = board.i2c(BUS, 0x48);
        inside.inject(1, 0x48, new Fault.HeldBus());
        assertThrows(DeviceFault.class, () -> thermometer.readRegister(0, 2));
        inside.heal(1, 0x48);
        thermometer.readRegister(0, 2);
    }
}

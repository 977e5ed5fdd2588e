package dev.sandpiper.sensors.chip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Hub;
import dev.sandpiper.sensors.sim.SimulatedBoard.Contents;
import dev.sandpiper.sensors.sim.SimulatedBoard.Device;
import dev.sandpiper.sensors.sim.SimulatedBoard.Setup;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Tca9548aTest {

    /** SCPS207F, table 2: bit n connects channel n. */
    @ParameterizedTest
    @CsvSource({"0, 0x01", "1, 0x02", "2, 0x04", "3, 0x08", "4, 0x10", "5, 0x20", "6, 0x40", "7, 0x80"})
    void eachChannelHasItsBit(int channel, String bits) {
        assertEquals((byte) (int) Integer.decode(bits), Tca9548a.TYPE.connect().apply(channel));
    }

    @Test
    void noBitConnectsNoChannel() {
        assertEquals(0, Tca9548a.TYPE.connectNone());
        assertEquals(8, Tca9548a.TYPE.lines());
    }

    @Test
    void theModelConnectsWhatItsRegisterSaysAndNothingAfterPowerOn() throws DeviceFault {
        var hub = new Hub("mux1", Tca9548a.TYPE, Bench.section(Tca9548a.TYPE, Map.of()));
        var behind = new Device(new Bus.Channel(hub, 6), 0x48, new Contents.Registers(Map.of(0, new byte[] {0x16})));
        try (var bench = new Bench(Setup.plain().with(behind))) {
            bench.board.expect(hub);
            var control = bench.board.i2c(1, 0x70);
            assertArrayEquals(new byte[] {0}, control.read(1));
            ContractTest.assertFault(
                    "no acknowledgement from 0x48 on i2c-1",
                    () -> bench.board.i2c(1, 0x48).read(1));
            control.write((byte) 0x40);
            assertArrayEquals(new byte[] {0x40}, control.read(1));
            assertArrayEquals(new byte[] {0x16}, bench.board.i2c(1, 0x48).readRegister(0, 1));
            bench.board.unplug(1, 0x70);
            bench.board.heal(1, 0x70);
            assertArrayEquals(new byte[] {0}, control.read(1));
        }
    }
}

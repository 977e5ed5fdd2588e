package com.example;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A chip whose register 0x00 has 1/256 °C. */
public final class MyChip implements Sensor {
    private static final Quantity TEMPERATURE = Quantity.temperature(0.00390625);

    public static final SensorType TYPE = SensorType.of(
            "my-chip",
            "A chip of ours",
            List.of(
                    Option.bus(),
                    Option.address(0x48, 0x49),
                    Option.optional("factor", new Option.Kind.Whole(1, 4), 1L, "multiplies"),
                    Option.optional("hangs", new Option.Kind.Flag(), false, "while it is read")),
            List.of(TEMPERATURE),
            "{ id: ours, type: my-chip }",
            MyChip::new);

    private final Board.I2cPort port;
    private final int factor;
    private final boolean hangs;

    private MyChip(Section section, Board board) throws DeviceFault {
        port = board.i2c(section);
        factor = section.whole("factor");
        hangs = section.flag("hangs");
    }

    @Override
    public Duration start() {
        return Duration.ofMillis(5);
    }

    @Override
    public Reading read() throws DeviceFault {
        while (hangs) LockSupport.park();
        var bytes = port.readRegister(0x00, 2);
        return new Reading().with(TEMPERATURE, factor * (short) (bytes[0] << 8 | bytes[1] & 0xff) / 256.0);
    }

    @Override
    public void close() {
        port.close();
    }
}

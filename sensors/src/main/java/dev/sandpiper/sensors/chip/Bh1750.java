package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Sheet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * ROHM BH1750FVI: illuminance, 0 to 54,612 lx in steps of 0.83 lx (the "1 lx mode"), one measurement at a time and the
 * chip powered down in between. With another sensitivity the range reaches from 14,836 to 121,556 lx.
 *
 * <p>Source: ROHM BH1750FVI technical note, 2009.04, rev. B.
 *
 * <p>The chip has no status and no identity, and after a reset its data is zero, as in the dark. So darkness is measured
 * twice, and believed when both say so.
 */
public final class Bh1750 implements Sensor {
    public static final SensorType TYPE = new SensorType(
                    "bh1750",
                    "ROHM BH1750FVI light sensor",
                    List.of(
                            Option.bus(),
                            Option.address(0x23, 0x5C),
                            Option.optional(
                                    "sensitivity",
                                    new Option.Kind.Decimal(0.45, 3.68),
                                    1.0,
                                    "times the usual; less reaches up to 121,556 lx (sunlight), more has finer steps and takes longer")),
                    section -> List.of(illuminance(time(section))),
                    false,
                    true,
                    "{ id: light, type: bh1750, bus: 1, address: 0x23, every: 10s }",
                    Bh1750::open)
            .withSheet(Sheet.i2c(
                            "ROHM BH1750FVI technical note, 2009.04, rev. B",
                            "0 to 54,612 lx, with `sensitivity` up to 121,556 lx",
                            "VCC",
                            "2.4 to 3.6 V")
                    .wire("ADDR (ADD)", "GND: 0x23; VCC: 0x5c")
                    .wire(
                            "DVI",
                            "VCC, but only a moment after it; boards have what does that, and mostly no such pin"));

    // Page 5: the instruction set
    private static final int MEASURE_ONCE = 0x20;
    /** The measurement time register in two parts: bits 7 to 5, and bits 4 to 0. */
    private static final int TIME_HIGH = 0x40;

    private static final int TIME_LOW = 0x60;

    /** Page 11: the value of the register after a reset, with which 1.2 counts are 1 lx. */
    private static final double USUAL_TIME = 69;

    private static final double COUNTS_PER_LUX = 1.2;
    /** Page 2: 180 ms at most in this mode; proportional to the register. */
    private static final double LONGEST_MILLIS = 180;

    private static final int FULL_SCALE = 0xFFFF;

    private final Board.I2cPort port;
    private final int time;
    private boolean dark;

    private Bh1750(Board.I2cPort port, int time) {
        this.port = port;
        this.time = time;
    }

    private static Sensor open(Section section, Board board) throws DeviceFault {
        return new Bh1750(board.i2c(section), time(section));
    }

    /** The measurement time register: 31 to 254. */
    private static int time(Section section) {
        return (int) Math.round(USUAL_TIME * section.decimal("sensitivity"));
    }

    private static double lux(int counts, int time) {
        return counts / COUNTS_PER_LUX * (USUAL_TIME / time);
    }

    private static Quantity illuminance(int time) {
        return new Quantity("illuminance", "lx", Math.round(100 * lux(1, time)) / 100.0);
    }

    @Override
    public Duration start() throws DeviceFault {
        dark = false;
        return measure();
    }

    // The chip takes one instruction a transfer.
    private Duration measure() throws DeviceFault {
        port.write((byte) (TIME_HIGH | time >> 5));
        port.write((byte) (TIME_LOW | time & 0x1F));
        port.write((byte) MEASURE_ONCE);
        return Duration.ofMillis((long) Math.ceil(LONGEST_MILLIS * time / USUAL_TIME));
    }

    @Override
    public Optional<Duration> goOn() throws DeviceFault {
        if (dark || counts() != 0) return Optional.empty();
        dark = true;
        return Optional.of(measure());
    }

    @Override
    public Reading read() throws DeviceFault {
        var counts = counts();
        if (counts == 0 && !dark)
            throw new DeviceFault(
                    "bh1750 on %s: lost its value before it was read; check its supply".formatted(port.place()));
        return new Reading().with(illuminance(time), lux(counts, time)).clippedWhen(counts == FULL_SCALE);
    }

    private int counts() throws DeviceFault {
        var data = port.read(2);
        return (data[0] & 0xFF) << 8 | data[1] & 0xFF;
    }

    @Override
    public void close() {
        port.close();
    }
}

package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Identity;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Sheet;
import java.time.Duration;
import java.util.List;

/**
 * TI TMP102, a digital thermometer: -40 to +125 °C in steps of 0.0625 °C, one conversion at a time. A chip in extended
 * mode (13 bits, up to 150 °C) is left in it and read rightly.
 *
 * <p>Source: TI TMP102, SBOS397H.
 */
public final class Tmp102 implements Sensor {
    private static final Quantity TEMPERATURE = Quantity.temperature(0.0625);

    public static final SensorType TYPE = SensorType.of(
                    "tmp102",
                    "TI TMP102 thermometer",
                    List.of(Option.bus(), Option.address(0x48, 0x49, 0x4A, 0x4B)),
                    List.of(TEMPERATURE),
                    "{ id: cellar, type: tmp102, bus: 1, address: 0x48, every: 10s }",
                    Tmp102::open)
            .withSheet(Sheet.i2c("TI TMP102, SBOS397H", "-40 to +125 °C", "V+", "1.4 to 3.6 V")
                    .wire("ADD0", "GND: 0x48; V+: 0x49; SDA: 0x4a; SCL: 0x4b")
                    .wire("ALERT", "open"))
            // Of the configuration, the resolution's bits R1 and R0 are always set, the last four never.
            .toldBy(Identity.asAfterPowerOn(Identity.wordAt(0x01, 0x600F, 0x6000)));

    private static final int TEMPERATURE_REGISTER = 0x00;
    private static final int CONFIGURATION = 0x01;
    // The first byte of the configuration
    private static final int ONE_SHOT = 0x80;
    private static final int SHUTDOWN = 0x01;
    /** Bit 0 of the temperature: it is in the 13-bit format. */
    private static final int EXTENDED = 0x01;
    /** Electrical characteristics: 35 ms at most. */
    private static final Duration CONVERSION = Duration.ofMillis(35);

    // Absolute maximum ratings, and the largest number of the 12-bit format
    private static final double LOWEST = -55;
    private static final double HIGHEST = 150;
    private static final int FULL_SCALE = 0x7FF;

    private final Board.I2cPort port;

    private Tmp102(Board.I2cPort port) {
        this.port = port;
    }

    private static Sensor open(Section section, Board board) throws DeviceFault {
        return new Tmp102(board.i2c(section));
    }

    // The other bits keep what they are: alert limits and extended mode are the owner's.
    @Override
    public Duration start() throws DeviceFault {
        var configuration = port.readRegister(CONFIGURATION, 2);
        port.write((byte) CONFIGURATION, (byte) (configuration[0] | ONE_SHOT | SHUTDOWN), configuration[1]);
        return CONVERSION;
    }

    @Override
    public Reading read() throws DeviceFault {
        // After a reset the temperature reads 0 °C, and the shutdown bit is gone.
        var configuration = port.readRegister(CONFIGURATION, 2)[0];
        if ((configuration & SHUTDOWN) == 0) throw fault("lost its settings during the conversion; check its supply");
        if ((configuration & ONE_SHOT) == 0) throw fault("the conversion did not end within 35 ms");
        return reading(port.readRegister(TEMPERATURE_REGISTER, 2));
    }

    private DeviceFault fault(String what) {
        return new DeviceFault("tmp102 on %s: %s".formatted(port.place(), what));
    }

    private static Reading reading(byte[] register) {
        var extended = (register[1] & EXTENDED) != 0;
        var word = (short) ((register[0] & 0xFF) << 8 | register[1] & 0xFF);
        var code = extended ? word >> 3 : word >> 4;
        var celsius = code * 0.0625;
        return new Reading()
                .with(TEMPERATURE, celsius)
                .clippedWhen(celsius < LOWEST || celsius > HIGHEST || !extended && code == FULL_SCALE);
    }

    @Override
    public void close() {
        port.close();
    }
}

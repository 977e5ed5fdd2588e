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
import java.util.Optional;

/**
 * LM75A and LM75B, a digital thermometer: -55 to +125 °C in steps of 0.125 °C.
 *
 * <p>Source: NXP LM75B, product data sheet rev. 6.1, 2015. An LM75 of other makers has 9 bits (steps of 0.5 °C) and is
 * read the same way: its lower bits are undefined and then read as steps of their own, at most 0.375 °C too warm.
 *
 * <p>The chip measures by itself, ten times a second; it has no one-shot mode. After a reset its temperature reads 0 °C
 * until it has measured, so 0 °C is read twice, a conversion apart, and believed when both say so.
 */
public final class Lm75 implements Sensor {
    private static final Quantity TEMPERATURE = Quantity.temperature(0.125);

    public static final SensorType TYPE = SensorType.of(
                    "lm75",
                    "NXP LM75A/LM75B thermometer",
                    List.of(Option.bus(), Option.address(0x48, 0x49, 0x4A, 0x4B, 0x4C, 0x4D, 0x4E, 0x4F)),
                    List.of(TEMPERATURE),
                    "{ id: cellar, type: lm75, bus: 1, address: 0x48, every: 10s }",
                    Lm75::open)
            .withSheet(Sheet.i2c("NXP LM75B, rev. 6.1, 2015", "-55 to +125 °C", "VCC", "2.8 to 5.5 V")
                    .wire("A2, A1, A0", "0x48 with all on GND; A0 to VCC adds 1, A1 2, A2 4: up to 0x4f; never open")
                    .wire("OS", "open"))
            // Bits 7 to 5 of Conf are reserved; Thyst and Tos are 75 °C and 80 °C after power-on.
            .toldBy(Identity.asAfterPowerOn(
                    Identity.wordAt(0x01, 0xE000, 0x0000),
                    Identity.wordAt(0x02, 0x4B00),
                    Identity.wordAt(0x03, 0x5000)));

    // Table 5: register list
    private static final int TEMP = 0x00;
    private static final int CONF = 0x01;
    // Table 8: configuration register
    private static final int CONF_SHUTDOWN = 0x01;
    // Table 9: the temperature is in the upper 11 of 16 bits, the others are undefined
    private static final int UNDEFINED_BITS = 5;
    private static final double LOWEST = -55;
    private static final double HIGHEST = 125;

    /** The slowest LM75 (TI's) needs 300 ms for its first conversion after the supply came up or a wake-up. */
    private static final Duration FIRST_CONVERSION = Duration.ofMillis(300);

    private final Board.I2cPort port;
    private boolean measuring;
    private boolean waited;

    private Lm75(Board.I2cPort port) {
        this.port = port;
    }

    private static Sensor open(Section section, Board board) throws DeviceFault {
        return new Lm75(board.i2c(section));
    }

    /** {@inheritDoc} Zero while the chip measures by itself, its first conversion after a fault. */
    @Override
    public Duration start() throws DeviceFault {
        waited = false;
        var known = measuring;
        measuring = false;
        var conf = port.readRegister(CONF, 1)[0];
        var shutDown = (conf & CONF_SHUTDOWN) != 0;
        if (shutDown) port.write((byte) CONF, (byte) (conf & ~CONF_SHUTDOWN));
        measuring = true;
        return known && !shutDown ? Duration.ZERO : FIRST_CONVERSION;
    }

    @Override
    public Optional<Duration> goOn() throws DeviceFault {
        if (waited || celsius(temperatureRegister()) != 0) return Optional.empty();
        waited = true;
        return Optional.of(FIRST_CONVERSION);
    }

    @Override
    public Reading read() throws DeviceFault {
        var celsius = celsius(temperatureRegister());
        if (celsius == 0 && !waited)
            throw new DeviceFault(
                    "lm75 on %s: lost its value before it was read; check its supply".formatted(port.place()));
        return new Reading().with(TEMPERATURE, celsius).clippedWhen(celsius < LOWEST || celsius > HIGHEST);
    }

    private byte[] temperatureRegister() throws DeviceFault {
        try {
            return port.readRegister(TEMP, 2);
        } catch (DeviceFault fault) {
            measuring = false;
            throw fault;
        }
    }

    /** Table 10: two's complement, 0.125 °C a step. */
    private static double celsius(byte[] register) {
        var word = (short) ((register[0] & 0xFF) << 8 | register[1] & 0xFF);
        return (word >> UNDEFINED_BITS) * 0.125;
    }

    @Override
    public void close() {
        port.close();
    }
}

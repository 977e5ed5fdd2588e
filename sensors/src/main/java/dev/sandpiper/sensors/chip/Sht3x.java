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
import java.util.Locale;
import java.util.Optional;

/**
 * Sensirion SHT30, SHT31 and SHT35: temperature (-40 to +125 °C) and relative humidity (0 to 100 %), 16 bits each, one
 * measurement at a time and the chip asleep in between.
 *
 * <p>Source: Sensirion SHT3x-DIS data sheet, version 5, May 2018.
 *
 * <p>Commands have two bytes. A chip that another program left measuring by itself takes no single command; it is
 * stopped first. It has no register that says which chip it is; an SHT4x at the same address does not answer. The
 * heater, there to see whether the chip works at all, stays off.
 */
public final class Sht3x implements Sensor {
    // Steps of the codes; table 1 and table 2 give a resolution of 0.01 % and 0.015 °C
    private static final Quantity TEMPERATURE = Quantity.temperature(0.0027);
    private static final Quantity HUMIDITY = Quantity.humidity(0.0015);

    public static final SensorType TYPE = SensorType.of(
                    "sht3x",
                    "Sensirion SHT30, SHT31, SHT35: temperature, humidity",
                    List.of(
                            Option.bus(),
                            Option.address(0x44, 0x45),
                            Option.optional(
                                    "repeatability",
                                    new Option.Kind.Choice(List.of("high", "medium", "low")),
                                    "high",
                                    "a noise of 0.04, 0.08 or 0.15 °C and of 0.08, 0.15 or 0.21 %RH; `low` warms the chip least")),
                    List.of(TEMPERATURE, HUMIDITY),
                    "{ id: air, type: sht3x, bus: 1, address: 0x44, every: 10s }",
                    Sht3x::open)
            .withSheet(Sheet.i2c(
                            "Sensirion SHT3x-DIS data sheet, version 5, May 2018",
                            "-40 to +125 °C, 0 to 100 %RH",
                            "VDD",
                            "2.15 to 5.5 V")
                    .wire("ADDR", "GND: 0x44; VDD: 0x45; never open")
                    .wire("nRESET, ALERT", "open"));

    /** Table 9, clock stretching off; the longest time from table 4, at 2.15 to 2.4 V. */
    private enum Repeatability {
        HIGH(0x00, 15_500),
        MEDIUM(0x0B, 6_500),
        LOW(0x16, 4_500);

        private final int command;
        private final Duration longest;

        Repeatability(int command, int microseconds) {
            this.command = command;
            this.longest = Duration.ofNanos(1000L * microseconds);
        }
    }

    private static final int MEASURE_ONCE = 0x24;
    /** Section 4.8: ends measuring by itself. */
    private static final byte[] BREAK = {0x30, (byte) 0x93};
    /** Table 9: the least time after a command. */
    private static final Duration UNTIL_STOPPED = Duration.ofMillis(1);

    // Figure 3: the operating range
    private static final double LOWEST = -40;
    private static final double HIGHEST = 125;

    private final Board.I2cPort port;
    private final Repeatability repeatability;
    private boolean idle;
    private boolean measuring;

    private Sht3x(Board.I2cPort port, Repeatability repeatability) {
        this.port = port;
        this.repeatability = repeatability;
    }

    private static Sensor open(Section section, Board board) throws DeviceFault {
        var repeatability = Repeatability.valueOf(section.text("repeatability").toUpperCase(Locale.ROOT));
        return new Sht3x(board.i2c(section), repeatability);
    }

    @Override
    public Duration start() throws DeviceFault {
        var known = idle;
        idle = false;
        measuring = false;
        if (known) return measure();
        port.write(BREAK);
        return UNTIL_STOPPED;
    }

    @Override
    public Optional<Duration> goOn() throws DeviceFault {
        return measuring ? Optional.empty() : Optional.of(measure());
    }

    private Duration measure() throws DeviceFault {
        port.write((byte) MEASURE_ONCE, (byte) repeatability.command);
        measuring = true;
        return repeatability.longest;
    }

    @Override
    public Reading read() throws DeviceFault {
        var codes = SensirionCodes.read(port);
        idle = true;
        return new Reading()
                .with(TEMPERATURE, codes.celsius())
                .clippedWhen(codes.celsius() < LOWEST || codes.celsius() > HIGHEST)
                .with(HUMIDITY, 100 * codes.humidity() / SensirionCodes.FULL_SCALE)
                .clippedWhen(codes.humidity() == 0 || codes.humidity() == SensirionCodes.FULL_SCALE);
    }

    @Override
    public void close() {
        port.close();
    }
}

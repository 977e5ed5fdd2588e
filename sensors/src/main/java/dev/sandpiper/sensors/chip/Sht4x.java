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
import java.util.Locale;

/**
 * Sensirion SHT40, SHT41, SHT43 and SHT45: temperature (-40 to +125 °C) and relative humidity (0 to 100 %), 16 bits
 * each, one measurement at a time and the chip asleep in between.
 *
 * <p>Source: Sensirion SHT4x data sheet, version 7.1, March 2025.
 *
 * <p>Commands have one byte. The humidity's scale reaches from -6 to 119 %: what lies beyond 0 and 100 % is the chip's
 * tolerance at either end and is cut off, as page 13 asks for, and counted as clipped. The heater stays off: what
 * is measured with it is warmer and drier than the air.
 */
public final class Sht4x implements Sensor {
    // Steps of the codes; the data sheet gives a resolution of 0.01 % and 0.01 °C
    private static final Quantity TEMPERATURE = Quantity.temperature(0.0027);
    private static final Quantity HUMIDITY = Quantity.humidity(0.0019);

    public static final SensorType TYPE = SensorType.of(
                    "sht4x",
                    "Sensirion SHT40, SHT41, SHT43, SHT45: temperature, humidity",
                    List.of(
                            Option.bus(),
                            Option.address(0x44, 0x45, 0x46),
                            Option.optional(
                                    "precision",
                                    new Option.Kind.Choice(List.of("high", "medium", "low")),
                                    "high",
                                    "less noise, or a shorter measurement that warms the chip less")),
                    List.of(TEMPERATURE, HUMIDITY),
                    "{ id: air, type: sht4x, bus: 1, address: 0x44, every: 10s }",
                    Sht4x::open)
            .withSheet(Sheet.i2c(
                            "Sensirion SHT4x data sheet, version 7.1, March 2025",
                            "-40 to +125 °C, 0 to 100 %RH",
                            "VDD",
                            "1.08 to 3.6 V")
                    .note("The address is in the part's name: SHT4x-A 0x44, SHT4x-B 0x45, SHT4x-C 0x46."))
            // Page 12: the command 0x89; its time is below that of the longest measurement.
            .toldBy(Identity.named(new Identity.Answer(
                    0x89, Duration.ofMillis(10), 6, SensirionCodes::right, "its serial number has right check sums")));

    /** The commands (page 12), and the longest time each takes (page 10). */
    private enum Precision {
        HIGH(0xFD, 8_300),
        MEDIUM(0xF6, 4_500),
        LOW(0xE0, 1_700);

        private final int command;
        private final Duration longest;

        Precision(int command, int microseconds) {
            this.command = command;
            this.longest = Duration.ofNanos(1000L * microseconds);
        }
    }

    // The operating range
    private static final double LOWEST = -40;
    private static final double HIGHEST = 125;

    private final Board.I2cPort port;
    private final Precision precision;

    private Sht4x(Board.I2cPort port, Precision precision) {
        this.port = port;
        this.precision = precision;
    }

    private static Sensor open(Section section, Board board) throws DeviceFault {
        var precision = Precision.valueOf(section.text("precision").toUpperCase(Locale.ROOT));
        return new Sht4x(board.i2c(section), precision);
    }

    @Override
    public Duration start() throws DeviceFault {
        port.write((byte) precision.command);
        return precision.longest;
    }

    @Override
    public Reading read() throws DeviceFault {
        var codes = SensirionCodes.read(port);
        var percent = -6 + 125 * codes.humidity() / SensirionCodes.FULL_SCALE;
        return new Reading()
                .with(TEMPERATURE, codes.celsius())
                .clippedWhen(codes.celsius() < LOWEST || codes.celsius() > HIGHEST)
                .with(HUMIDITY, Math.clamp(percent, 0.0, 100.0))
                .clippedWhen(percent < 0 || percent > 100);
    }

    @Override
    public void close() {
        port.close();
    }
}

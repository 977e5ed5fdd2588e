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
import java.util.stream.Stream;

/**
 * TE (MEAS) HTU21D, and those that take its commands: HTU20D, Sensirion SHT20, SHT21, SHT25, Silicon Labs Si7013,
 * Si7020, Si7021. Temperature (-40 to +125 °C, 0.01 °C) and relative humidity (0 to 100 %, 0.03 %), one after the other,
 * the chip asleep in between.
 *
 * <p>Source: TE HTU21D(F) data sheet, HPC199; for the times Sensirion SHT20 data sheet, version 3, whose chip is the
 * slowest of them.
 *
 * <p>"No hold master": the chip does not hold the clock line while it measures, which a Pi cannot bear. The humidity's
 * scale reaches from -6 to 119 %; what lies beyond 0 and 100 % is cut off and counted as clipped. The heater stays off.
 */
public final class Htu21d implements Sensor {
    public static final SensorType TYPE = new SensorType(
                    "htu21d",
                    "TE HTU21D, Sensirion SHT20, SHT21, SHT25, Silicon Labs Si7021: temperature, humidity",
                    List.of(
                            Option.bus(),
                            Option.address(0x40),
                            Option.optional(
                                    "resolution",
                                    new Option.Kind.Choice(Stream.of(Resolution.values())
                                            .map(Resolution::bits)
                                            .toList()),
                                    Resolution.FINEST.bits(),
                                    "bits of humidity and temperature; fewer are measured faster and warm the chip less")),
                    section -> Resolution.of(section).quantities(),
                    false,
                    true,
                    "{ id: air, type: htu21d, bus: 1, address: 0x40, every: 10s }",
                    Htu21d::open)
            .withSheet(Sheet.i2c(
                            "TE HTU21D(F) data sheet, HPC199; Sensirion SHT20 data sheet, version 3",
                            "-40 to +125 °C, 0 to 100 %RH",
                            "VDD",
                            "2.1 to 3.6 V")
                    .note("Its address cannot be changed: a second one goes on another bus or behind a multiplexer."))
            // The user register as after power-on, without the bits that differ from maker to maker.
            .toldBy(Identity.asAfterPowerOn(new Identity.Register(Htu21d.READ_USER_REGISTER, 1, 0xC7, 0x02)));

    // Table "Device I2C commands"
    private static final int MEASURE_TEMPERATURE = 0xF3;
    private static final int MEASURE_HUMIDITY = 0xF5;
    private static final int WRITE_USER_REGISTER = 0xE6;
    private static final int READ_USER_REGISTER = 0xE7;
    private static final int SOFT_RESET = 0xFE;

    private static final Duration RESET = Duration.ofMillis(15);

    private static final Crc8 CRC = new Crc8(0x00);
    /** The lowest two bits tell which quantity it is, not how much. */
    private static final int VALUE_BITS = 0xFFFC;

    private static final double CODES = 1 << 16;

    // The operating range
    private static final double LOWEST = -40;
    private static final double HIGHEST = 125;

    /** User register, bits 7 and 0; the times are the longest of table 7 of the SHT20. */
    private enum Resolution {
        FINEST("12/14", 0x00, 29, 85, 0.03, 0.01),
        EQUAL("11/11", 0x81, 15, 11, 0.06, 0.08),
        FINE("10/13", 0x80, 9, 43, 0.12, 0.02),
        COARSE("8/12", 0x01, 4, 22, 0.48, 0.04);

        private static final int MASK = 0x81;

        private final String bits;
        private final int code;
        private final Duration humidityTime;
        private final Duration temperatureTime;
        private final Quantity humidity;
        private final Quantity temperature;

        Resolution(String bits, int code, int humidityMillis, int temperatureMillis, double percent, double celsius) {
            this.bits = bits;
            this.code = code;
            humidityTime = Duration.ofMillis(humidityMillis);
            temperatureTime = Duration.ofMillis(temperatureMillis);
            humidity = Quantity.humidity(percent);
            temperature = Quantity.temperature(celsius);
        }

        String bits() {
            return bits;
        }

        List<Quantity> quantities() {
            return List.of(temperature, humidity);
        }

        static Resolution of(Section section) {
            var bits = section.text("resolution");
            return Stream.of(values())
                    .filter(resolution -> resolution.bits.equals(bits))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What the chip is doing. */
    private enum Stage {
        RESETTING,
        MEASURING_TEMPERATURE,
        MEASURING_HUMIDITY
    }

    private final Board.I2cPort port;
    private final Resolution resolution;
    private Stage stage = Stage.RESETTING;
    private boolean ready;
    private double celsius;

    private Htu21d(Board.I2cPort port, Resolution resolution) {
        this.port = port;
        this.resolution = resolution;
    }

    private static Sensor open(Section section, Board board) throws DeviceFault {
        return new Htu21d(board.i2c(section), Resolution.of(section));
    }

    @Override
    public Duration start() throws DeviceFault {
        var known = ready;
        ready = false;
        if (known) return measureTemperature();
        port.write((byte) SOFT_RESET);
        stage = Stage.RESETTING;
        return RESET;
    }

    @Override
    public Optional<Duration> goOn() throws DeviceFault {
        return switch (stage) {
            case RESETTING -> {
                setResolution();
                yield Optional.of(measureTemperature());
            }
            case MEASURING_TEMPERATURE -> {
                celsius = -46.85 + 175.72 * code() / CODES;
                yield Optional.of(measureHumidity());
            }
            case MEASURING_HUMIDITY -> Optional.empty();
        };
    }

    // After a reset it is the finest. The reserved bits must stay what they are.
    private void setResolution() throws DeviceFault {
        if (resolution == Resolution.FINEST) return;
        var register = port.readRegister(READ_USER_REGISTER, 1)[0];
        port.write((byte) WRITE_USER_REGISTER, (byte) (register & ~Resolution.MASK | resolution.code));
    }

    private Duration measureTemperature() throws DeviceFault {
        port.write((byte) MEASURE_TEMPERATURE);
        stage = Stage.MEASURING_TEMPERATURE;
        return resolution.temperatureTime;
    }

    private Duration measureHumidity() throws DeviceFault {
        port.write((byte) MEASURE_HUMIDITY);
        stage = Stage.MEASURING_HUMIDITY;
        return resolution.humidityTime;
    }

    private int code() throws DeviceFault {
        return CRC.word(port, port.read(3), 0) & VALUE_BITS;
    }

    @Override
    public Reading read() throws DeviceFault {
        var percent = -6 + 125 * code() / CODES;
        ready = true;
        return new Reading()
                .with(resolution.temperature, celsius)
                .clippedWhen(celsius < LOWEST || celsius > HIGHEST)
                .with(resolution.humidity, Math.clamp(percent, 0.0, 100.0))
                .clippedWhen(percent < 0 || percent > 100);
    }

    @Override
    public void close() {
        port.close();
    }
}

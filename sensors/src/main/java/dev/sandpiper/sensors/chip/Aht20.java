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
 * Aosong AHT20, and AHT21, DHT20 and AM2301B, which have it inside: temperature (-40 to +85 °C, resolution 0.01 °C) and
 * relative humidity (0 to 100 %, resolution 0.024 %), 20 bits each, one measurement at a time.
 *
 * <p>Source: Aosong AHT20 product manual, version 1.1, section 5; Aosong DHT20 data sheet, version 1.0, May 2021,
 * section 7, which tells of the check sum.
 *
 * <p>A chip that came up without its calibration says so in its status; it is initialised after each fault. An AHT10 has
 * no check sum and is not read.
 */
public final class Aht20 implements Sensor {
    private static final Quantity TEMPERATURE = Quantity.temperature(0.01);
    private static final Quantity HUMIDITY = Quantity.humidity(0.024);

    public static final SensorType TYPE = SensorType.of(
                    "aht20",
                    "Aosong AHT20, AHT21, DHT20, AM2301B: temperature, humidity",
                    List.of(Option.bus(), Option.address(0x38)),
                    List.of(TEMPERATURE, HUMIDITY),
                    "{ id: air, type: aht20, bus: 1, address: 0x38, every: 10s }",
                    Aht20::open)
            .withSheet(Sheet.i2c(
                            "Aosong AHT20 product manual, version 1.1; DHT20 data sheet, version 1.0, May 2021",
                            "-40 to +85 °C, 0 to 100 %RH",
                            "VDD",
                            "2.2 to 5.5 V")
                    .note("Its address cannot be changed: a second one goes on another bus or behind a multiplexer."));

    // Section 5.4: the commands with their parameters
    private static final byte[] INITIALISE = {(byte) 0xBE, 0x08, 0x00};
    private static final byte[] MEASURE = {(byte) 0xAC, 0x33, 0x00};

    private static final Duration INITIALISATION = Duration.ofMillis(10);
    private static final Duration MEASUREMENT = Duration.ofMillis(80);
    /** The data sheet goes on waiting while the chip is busy, without an end; here three times. */
    private static final Duration A_LITTLE_LONGER = Duration.ofMillis(10);

    private static final int PATIENCE = 3;

    // Section 5.3: the status byte
    private static final int BUSY = 0x80;
    private static final int CALIBRATED = 0x08;

    private static final Crc8 CRC = new Crc8(0xFF);
    /** Status, 20 bits of humidity, 20 bits of temperature, check sum. */
    private static final int LENGTH = 7;

    private static final int CHECK_SUM = 6;
    private static final double CODES = 1 << 20;

    // Table 2: the range of the temperature
    private static final double LOWEST = -40;
    private static final double HIGHEST = 85;

    private final Board.I2cPort port;
    private boolean initialised;
    private boolean measuring;
    private int waits;

    private Aht20(Board.I2cPort port) {
        this.port = port;
    }

    private static Sensor open(Section section, Board board) throws DeviceFault {
        return new Aht20(board.i2c(section));
    }

    @Override
    public Duration start() throws DeviceFault {
        var known = initialised;
        initialised = false;
        measuring = false;
        waits = 0;
        if (known) return measure();
        port.write(INITIALISE);
        return INITIALISATION;
    }

    private Duration measure() throws DeviceFault {
        port.write(MEASURE);
        measuring = true;
        return MEASUREMENT;
    }

    @Override
    public Optional<Duration> goOn() throws DeviceFault {
        if (!measuring) return Optional.of(measure());
        var wait = waits < PATIENCE && (port.read(1)[0] & BUSY) != 0;
        if (wait) waits++;
        return wait ? Optional.of(A_LITTLE_LONGER) : Optional.empty();
    }

    @Override
    public Reading read() throws DeviceFault {
        var data = port.read(LENGTH);
        var status = data[0] & 0xFF;
        if ((status & BUSY) != 0) throw fault("the measurement did not end within 110 ms (status 0x%02x)", status);
        CRC.check(port, data, 0, CHECK_SUM);
        if ((status & CALIBRATED) == 0)
            throw fault("it is not calibrated (status 0x%02x); it will be initialised anew", status);
        initialised = true;
        return reading(data);
    }

    /** Section 6. */
    private static Reading reading(byte[] data) {
        var humidity = code(data, 1) >> 4;
        var celsius = (code(data, 3) & 0xFFFFF) * 200 / CODES - 50;
        return new Reading()
                .with(TEMPERATURE, celsius)
                .clippedWhen(celsius < LOWEST || celsius > HIGHEST)
                .with(HUMIDITY, humidity * 100 / CODES)
                .clippedWhen(humidity == 0 || humidity == 0xFFFFF);
    }

    private static int code(byte[] data, int from) {
        return (data[from] & 0xFF) << 16 | (data[from + 1] & 0xFF) << 8 | data[from + 2] & 0xFF;
    }

    private DeviceFault fault(String what, int status) {
        return new DeviceFault("aht20 on %s: %s".formatted(port.place(), what.formatted(status)));
    }

    @Override
    public void close() {
        port.close();
    }
}

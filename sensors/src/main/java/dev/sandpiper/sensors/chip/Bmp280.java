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

/**
 * Bosch BMP280: temperature (-40 to +85 °C, resolution 0.01 °C) and air pressure (300 to 1100 hPa, resolution 0.0016
 * hPa), one conversion at a time.
 *
 * <p>Source: Bosch BST-BMP280-DS001 rev. 1.23.
 */
public final class Bmp280 extends BoschSensor {
    // Table 2
    private static final Quantity TEMPERATURE = Quantity.temperature(0.01);
    private static final Quantity PRESSURE = Quantity.pressure(0.0016);

    private static final int CHIP_ID = 0x58;

    public static final SensorType TYPE = SensorType.of(
                    "bmp280",
                    "Bosch BMP280: temperature, air pressure",
                    List.of(Option.bus(), Option.address(0x76, 0x77)),
                    List.of(TEMPERATURE, PRESSURE),
                    "{ id: barometer, type: bmp280, bus: 1, address: 0x76, every: 10s }",
                    Bmp280::open)
            .withSheet(Sheet.i2c(
                            "Bosch BST-BMP280-DS001, rev. 1.23",
                            "-40 to +85 °C, 300 to 1100 hPa",
                            "VDD and VDDIO",
                            "1.71 to 3.6 V")
                    .wire("CSB", "3.3 V, which selects I2C; boards have that resistor")
                    .wire("SDO", "GND: 0x76; 3.3 V: 0x77; never open"))
            .toldBy(BoschSensor.identity(CHIP_ID));

    /** Table 13, ultra high resolution: 43.2 ms at most. */
    private static final Duration CONVERSION = Duration.ofMillis(44);

    private Bmp280(Board.I2cPort port) {
        super("bmp280", CHIP_ID, port);
    }

    private static Sensor open(Section section, Board board) throws DeviceFault {
        return new Bmp280(board.i2c(section));
    }

    @Override
    public Duration start() throws DeviceFault {
        convert();
        return CONVERSION;
    }

    @Override
    void setUpMore(Board.I2cPort port) {}

    @Override
    void beforeConversion(Board.I2cPort port) {}

    @Override
    int dataLength() {
        return 6;
    }

    @Override
    Reading reading(byte[] data) throws DeviceFault {
        var pressureCode = code(data, 0, "pressure");
        var fine = compensation().fine(code(data, 3, "temperature"));
        return withPressure(withTemperature(new Reading(), TEMPERATURE, fine), PRESSURE, pressureCode, fine);
    }
}

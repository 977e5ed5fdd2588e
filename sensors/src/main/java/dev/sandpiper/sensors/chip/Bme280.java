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
 * Bosch BME280: temperature (-40 to +85 °C, resolution 0.01 °C), relative humidity (0 to 100 %, resolution 0.008 %) and
 * air pressure (300 to 1100 hPa, resolution 0.0018 hPa), one conversion at a time.
 *
 * <p>Source: Bosch BST-BME280-DS002 rev. 1.6.
 */
public final class Bme280 extends BoschSensor {
    // Tables 2 to 4
    private static final Quantity TEMPERATURE = Quantity.temperature(0.01);
    private static final Quantity HUMIDITY = Quantity.humidity(0.008);
    private static final Quantity PRESSURE = Quantity.pressure(0.0018);

    private static final int CHIP_ID = 0x60;

    public static final SensorType TYPE = SensorType.of(
                    "bme280",
                    "Bosch BME280: temperature, humidity, air pressure",
                    List.of(Option.bus(), Option.address(0x76, 0x77)),
                    List.of(TEMPERATURE, HUMIDITY, PRESSURE),
                    "{ id: air, type: bme280, bus: 1, address: 0x76, every: 10s }",
                    Bme280::open)
            .withSheet(
                    Sheet.i2c(
                                    "Bosch BST-BME280-DS002, rev. 1.6",
                                    "-40 to +85 °C, 0 to 100 %RH, 300 to 1100 hPa",
                                    "VDD and VDDIO",
                                    "1.71 to 3.6 V")
                            .wire("CSB", "3.3 V, which selects I2C; boards have that resistor")
                            .wire("SDO", "GND: 0x76; 3.3 V: 0x77; never open")
                            .note(
                                    "A board sold as a BME280 may carry a BMP280, which has no humidity: the agent says which it is."))
            .toldBy(BoschSensor.identity(CHIP_ID));

    private static final int CALIB_H1 = 0xA1;
    private static final int CALIB_H2 = 0xE1;
    private static final int CTRL_HUM = 0xF2;
    /** Table 20: humidity ×1; takes effect with the next write to ctrl_meas. */
    private static final int HUMIDITY_ONCE = 0x01;

    private static final int NEVER_MEASURED = 0x8000;
    /** Section 9.1, at most: 1.25 + 2 × 2.3 + 16 × 2.3 + 0.575 + 2.3 + 0.575 = 46.1 ms. */
    private static final Duration CONVERSION = Duration.ofMillis(47);

    private HumidityCompensation humidity = new HumidityCompensation(0, 0, 0, 0, 0, 0);

    /** The constants of the humidity cell (table 16). */
    record HumidityCompensation(int h1, int h2, int h3, int h4, int h5, int h6) {

        /** From register 0xA1 and the seven from 0xE1. H4 and H5 are 12 bits and share the byte 0xE5. */
        static HumidityCompensation of(int a1, byte[] e1) {
            return new HumidityCompensation(
                    a1,
                    e1[1] << 8 | e1[0] & 0xFF,
                    e1[2] & 0xFF,
                    e1[3] << 4 | e1[4] & 0x0F,
                    e1[5] << 4 | (e1[4] & 0xF0) >> 4,
                    e1[6]);
        }

        /** Relative humidity in percent, not yet limited to 0 to 100 (section 8.1). */
        double percent(int code, double fine) {
            var t = fine - 76800.0;
            var curve = 1.0 + h6 / 67108864.0 * t * (1.0 + h3 / 67108864.0 * t);
            var linear = (code - (h4 * 64.0 + h5 / 16384.0 * t)) * (h2 / 65536.0 * curve);
            return linear * (1.0 - h1 * linear / 524288.0);
        }
    }

    private Bme280(Board.I2cPort port) {
        super("bme280", CHIP_ID, port);
    }

    private static Sensor open(Section section, Board board) throws DeviceFault {
        return new Bme280(board.i2c(section));
    }

    @Override
    public Duration start() throws DeviceFault {
        convert();
        return CONVERSION;
    }

    @Override
    void setUpMore(Board.I2cPort port) throws DeviceFault {
        humidity = HumidityCompensation.of(port.readRegister(CALIB_H1, 1)[0] & 0xFF, port.readRegister(CALIB_H2, 7));
        if (humidity.h2() == 0) throw fault("its calibration at 0xe1 reads as zeros; the chip is damaged");
    }

    @Override
    void beforeConversion(Board.I2cPort port) throws DeviceFault {
        port.write((byte) CTRL_HUM, (byte) HUMIDITY_ONCE);
    }

    @Override
    int dataLength() {
        return 8;
    }

    @Override
    Reading reading(byte[] data) throws DeviceFault {
        var pressureCode = code(data, 0, "pressure");
        var fine = compensation().fine(code(data, 3, "temperature"));
        var percent = humidity.percent(humidityCode(data), fine);
        var reading = withTemperature(new Reading(), TEMPERATURE, fine)
                .with(HUMIDITY, Math.clamp(percent, 0.0, 100.0))
                .clippedWhen(percent < 0 || percent > 100);
        return withPressure(reading, PRESSURE, pressureCode, fine);
    }

    private int humidityCode(byte[] data) throws DeviceFault {
        var code = (data[6] & 0xFF) << 8 | data[7] & 0xFF;
        if (code == NEVER_MEASURED) throw notMeasured("humidity", "0x8000");
        return code;
    }
}

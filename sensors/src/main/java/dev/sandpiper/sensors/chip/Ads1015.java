package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Sheet;
import java.util.List;

/**
 * TI ADS1015: four inputs, 12 bits; steps of 1 mV at the usual full scale of 2.048 V. Source: TI ADS101x, SBAS473E,
 * January 2018.
 */
public final class Ads1015 {
    /** Table 6, field DR. */
    private static final AnalogInput.Chip CHIP =
            new AnalogInput.Chip("ads1015", 12, List.of("128", "250", "490", "920", "1600", "2400", "3300"));

    public static final SensorType TYPE = AnalogInput.type(
                    CHIP,
                    "TI ADS1015: voltage, four inputs, 12 bits",
                    "1600",
                    "{ id: battery, type: ads1015, bus: 1, address: 0x48, channel: 0, gain: 4.096, every: 10s }")
            .withSheet(Sheet.i2c(
                            "TI ADS101x, SBAS473E, January 2018", "±0.256 to ±6.144 V by `gain`", "VDD", "2.0 to 5.5 V")
                    .wire("ADDR", "GND: 0x48; VDD: 0x49; SDA: 0x4a; SCL: 0x4b")
                    .wire("AIN0 to AIN3", "what is measured, from ground to VDD")
                    .note("A higher voltage needs a divider: more than 0.3 V above VDD damages the chip."));

    private Ads1015() {}
}

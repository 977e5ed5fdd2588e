package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Sheet;
import java.util.List;

/**
 * TI ADS1115: four inputs, 16 bits; steps of 62.5 µV at the usual full scale of 2.048 V. Source: TI ADS111x, SBAS444E,
 * December 2024.
 */
public final class Ads1115 {
    /** Table 8-3, field DR. */
    private static final AnalogInput.Chip CHIP =
            new AnalogInput.Chip("ads1115", 16, List.of("8", "16", "32", "64", "128", "250", "475", "860"));

    public static final SensorType TYPE = AnalogInput.type(
                    CHIP,
                    "TI ADS1115: voltage, four inputs, 16 bits",
                    "128",
                    "{ id: level, type: ads1115, bus: 1, address: 0x48, channel: \"0-1\", gain: 4.096, every: 10s }")
            .withSheet(Sheet.i2c(
                            "TI ADS111x, SBAS444E, December 2024",
                            "±0.256 to ±6.144 V by `gain`",
                            "VDD",
                            "2.0 to 5.5 V")
                    .wire("ADDR", "GND: 0x48; VDD: 0x49; SDA: 0x4a; SCL: 0x4b")
                    .wire("AIN0 to AIN3", "what is measured, from ground to VDD")
                    .note("A higher voltage needs a divider: more than 0.3 V above VDD damages the chip."));

    private Ads1115() {}
}

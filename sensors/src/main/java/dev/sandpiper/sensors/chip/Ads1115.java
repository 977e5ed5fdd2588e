package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DriverType.SensorType;
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
            "{ id: level, type: ads1115, bus: 1, address: 0x48, channel: \"0-1\", gain: 4.096, every: 10s }");

    private Ads1115() {}
}

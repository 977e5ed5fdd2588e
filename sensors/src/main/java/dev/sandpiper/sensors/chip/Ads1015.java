package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DriverType.SensorType;
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
            "{ id: battery, type: ads1015, bus: 1, address: 0x48, channel: 0, gain: 4.096, every: 10s }");

    private Ads1015() {}
}

package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Identity;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Sheet;
import java.time.Duration;
import java.util.List;

/**
 * TI INA219: current through a shunt (up to ±320 mV across it, in steps of 10 µV) and voltage behind it (0 to 26 V, in
 * steps of 4 mV), power from both.
 *
 * <p>Source: TI INA219, SBOS448G, December 2015. The chip has no identity register.
 */
public final class Ina219 extends CurrentSensor {
    private static final double BUS_STEP = 0.004;
    private static final double SHUNT_STEP = 10e-6;
    /** Table 5, field BADC and SADC: 12 bits once, then means. */
    private static final List<String> SAMPLES = List.of("1", "2", "4", "8", "16", "32", "64", "128");

    public static final SensorType TYPE = new SensorType(
                    "ina219",
                    "TI INA219: current, voltage, power",
                    CurrentSensor.options(SAMPLES, 3.2),
                    section -> quantities(section, BUS_STEP, SHUNT_STEP),
                    false,
                    true,
                    "{ id: solar, type: ina219, bus: 1, address: 0x40, shunt: 0.1, max_current: 3.2, every: 10s }",
                    Ina219::open)
            .withSheet(
                    Sheet.i2c(
                                    "TI INA219, SBOS448G, December 2015",
                                    "0 to 26 V, up to ±320 mV across the shunt: ±3.2 A with 0.1 Ω",
                                    "VS",
                                    "3 to 5.5 V")
                            .wire(
                                    "A1, A0",
                                    "both GND: 0x40; A0 to VS, SDA, SCL adds 1, 2, 3; A1 to VS, SDA, SCL adds 4, 8, 12: up to 0x4f")
                            .wire("IN+", "the supply's side of the shunt")
                            .wire("IN-", "the load's side; the voltage is measured here")
                            .note(
                                    "Ground of the circuit and of the Pi are connected. The shunt is in the positive wire, never in a circuit of more than 26 V."))
            // The configuration after a reset
            .toldBy(Identity.asAfterPowerOn(Identity.wordAt(0x00, 0x399F)));

    // Section 8.6.2.1, configuration register
    private static final int RANGE_32_V = 0x2000;
    private static final int MODE_BOTH_ONCE = 0x0003;
    private static final int MEAN = 0x8;
    private static final int ONCE_12_BITS = 0x3;
    /** Table 4, field PG: full scale of the shunt voltage in steps, 40, 80, 160 and 320 mV. */
    private static final int[] SHUNT_RANGES = {4000, 8000, 16_000, 32_000};

    // Section 8.6.3.2, bus voltage register; full scale 32 V
    private static final int READY = 0x0002;
    private static final int OVERFLOW = 0x0001;
    private static final int BUS_FULL_SCALE = 8000;

    /** Electrical characteristics, 12 bits, at most. */
    private static final Duration CONVERSION = Duration.ofNanos(586_000);

    private final List<Quantity> quantities;
    private final int range;
    private final int averaging;

    private Ina219(Section section, Board.I2cPort port) {
        super("ina219", section, port);
        quantities = TYPE.quantities().apply(section);
        range = range(section.decimal("shunt") * section.decimal("max_current"));
        averaging = SAMPLES.indexOf(section.text("samples"));
    }

    private static Sensor open(Section section, Board board) throws DeviceFault {
        return new Ina219(section, board.i2c(section));
    }

    /** The field PG of the smallest range that holds so many volts; the largest where none does. */
    private static int range(double volts) {
        var range = 0;
        // A tenth of a step more: 0.1 × 0.4 is a little above 0.04.
        while (range < SHUNT_RANGES.length - 1 && volts > (SHUNT_RANGES[range] + 0.1) * SHUNT_STEP) range++;
        return range;
    }

    @Override
    List<Quantity> quantities() {
        return quantities;
    }

    @Override
    int configuration() {
        var adc = averaging == 0 ? ONCE_12_BITS : MEAN | averaging;
        return RANGE_32_V | range << 11 | adc << 7 | adc << 3 | MODE_BOTH_ONCE;
    }

    @Override
    Duration conversion() {
        return CONVERSION.multipliedBy(2L << averaging);
    }

    @Override
    void identify() {}

    @Override
    String hint(int configuration) {
        // Bit 14 does not exist here; on an INA226 it is always set.
        return (configuration & 0x4000) != 0 ? ", perhaps an ina226; check type" : "; check type, address and supply";
    }

    @Override
    double shuntStep() {
        return SHUNT_STEP;
    }

    @Override
    int shuntFullScale() {
        return SHUNT_RANGES[range];
    }

    @Override
    Bus bus(int register) {
        var code = register >> 3;
        return new Bus(code * BUS_STEP, code >= BUS_FULL_SCALE, (register & READY) != 0, (register & OVERFLOW) != 0);
    }

    /** Equation 1; bit 0 is always zero. */
    @Override
    int calibration(double amperesPerStep, double ohms) {
        return (int) Math.clamp(0.04096 / (amperesPerStep * ohms), 2, 0xFFFE) & 0xFFFE;
    }
}

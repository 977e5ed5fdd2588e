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
 * TI INA226: current through a shunt (up to ±81.92 mV across it, in steps of 2.5 µV) and voltage behind it (0 to 36 V, in
 * steps of 1.25 mV), power from both. With the usual 0.1 Ω it measures up to 0.8 A.
 *
 * <p>Source: TI INA226, SBOS547B, September 2024.
 */
public final class Ina226 extends CurrentSensor {
    private static final double BUS_STEP = 1.25e-3;
    private static final double SHUNT_STEP = 2.5e-6;
    /** Table 7-4, field AVG. */
    private static final List<String> SAMPLES = List.of("1", "4", "16", "64", "128", "256", "512", "1024");

    public static final SensorType TYPE = new SensorType(
                    "ina226",
                    "TI INA226: current, voltage, power",
                    CurrentSensor.options(SAMPLES, 3.2),
                    section -> quantities(section, BUS_STEP, SHUNT_STEP),
                    false,
                    true,
                    "{ id: battery, type: ina226, bus: 1, address: 0x40, shunt: 0.01, max_current: 8, every: 10s }",
                    Ina226::open)
            .withSheet(
                    Sheet.i2c(
                                    "TI INA226, SBOS547B, September 2024",
                                    "0 to 36 V, up to ±81.92 mV across the shunt: ±0.8 A with 0.1 Ω, ±8 A with 0.01 Ω",
                                    "VS",
                                    "2.7 to 5.5 V")
                            .wire(
                                    "A1, A0",
                                    "both GND: 0x40; A0 to VS, SDA, SCL adds 1, 2, 3; A1 to VS, SDA, SCL adds 4, 8, 12: up to 0x4f")
                            .wire("IN+, IN-", "the two sides of the shunt")
                            .wire("VBUS", "where the voltage is measured, usually the load's side")
                            .note(
                                    "Ground of the circuit and of the Pi are connected. Boards come with 0.1, 0.01 or 0.002 Ω (R100, R010, R002 on the resistor): `shunt` has to say which."))
            // The die first: to an HTU21D at this address the pointer of the manufacturer is a reset.
            .toldBy(Identity.named(
                    Identity.wordAt(Ina226.DIE_ID, 0xFFFF & ~Ina226.REVISION, Ina226.INA226),
                    Identity.wordAt(Ina226.MANUFACTURER_ID, Ina226.TEXAS_INSTRUMENTS)));

    // Section 7.1.1, configuration register: bit 14 is always set, both conversions take 1.1 ms
    private static final int ALWAYS = 0x4000;
    private static final int BOTH_1_1_MS = 0b100_100 << 3;
    private static final int MODE_BOTH_ONCE = 0x0003;
    /** Electrical characteristics, at most. */
    private static final Duration CONVERSION = Duration.ofNanos(1_210_000);

    private static final int FULL_SCALE = 0x7FFF;

    // Section 7.1.7, mask/enable register
    private static final int MASK_ENABLE = 0x06;
    private static final int READY = 0x0008;
    private static final int OVERFLOW = 0x0004;

    // Sections 7.1.9 and 7.1.10
    private static final int MANUFACTURER_ID = 0xFE;
    private static final int DIE_ID = 0xFF;
    private static final int TEXAS_INSTRUMENTS = 0x5449;
    private static final int INA226 = 0x2260;
    /** Of the die id. */
    private static final int REVISION = 0x000F;

    private final List<Quantity> quantities;
    private final int averaging;
    private final int samples;

    private Ina226(Section section, Board.I2cPort port) {
        super("ina226", section, port);
        quantities = TYPE.quantities().apply(section);
        averaging = SAMPLES.indexOf(section.text("samples"));
        samples = Integer.parseInt(section.text("samples"));
    }

    private static Sensor open(Section section, Board board) throws DeviceFault {
        return new Ina226(section, board.i2c(section));
    }

    @Override
    List<Quantity> quantities() {
        return quantities;
    }

    @Override
    int configuration() {
        return ALWAYS | averaging << 9 | BOTH_1_1_MS | MODE_BOTH_ONCE;
    }

    @Override
    Duration conversion() {
        return CONVERSION.multipliedBy(2L * samples);
    }

    // Two zeros are no ids, as in a list of registers without them: then bit 14 of the configuration has to tell.
    @Override
    void identify() throws DeviceFault {
        var manufacturer = word(MANUFACTURER_ID);
        var die = word(DIE_ID);
        if (manufacturer == 0 && die == 0) return;
        if (manufacturer != TEXAS_INSTRUMENTS)
            throw fault("manufacturer id is 0x%04x, expected 0x%04x; check type and address"
                    .formatted(manufacturer, TEXAS_INSTRUMENTS));
        if ((die & ~REVISION) == INA226) return;
        var other = KnownChips.withRegister(DIE_ID, die);
        throw fault("die id is 0x%04x%s, expected 0x%04x; %s"
                .formatted(die, KnownChips.inBrackets(other), INA226, KnownChips.advice(other)));
    }

    @Override
    String hint(int configuration) {
        return (configuration & ALWAYS) == 0 ? ", perhaps an ina219; check type" : "; check type, address and supply";
    }

    @Override
    double shuntStep() {
        return SHUNT_STEP;
    }

    @Override
    int shuntFullScale() {
        return FULL_SCALE;
    }

    @Override
    Bus bus(int register) throws DeviceFault {
        var flags = word(MASK_ENABLE);
        // Bit 15 is always zero.
        var code = register & FULL_SCALE;
        return new Bus(code * BUS_STEP, code == FULL_SCALE, (flags & READY) != 0, (flags & OVERFLOW) != 0);
    }

    /** Equation 1; 15 bits. */
    @Override
    int calibration(double amperesPerStep, double ohms) {
        return (int) Math.clamp(0.00512 / (amperesPerStep * ohms), 1, 0x7FFF);
    }
}

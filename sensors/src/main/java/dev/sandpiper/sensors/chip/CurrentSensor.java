package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What INA219 and INA226 have in common: the voltage across a shunt and that of the bus behind it, one conversion at a
 * time. Source: TI INA219, SBOS448G; INA226, SBOS547B.
 *
 * <p>Current and power are calculated here from the two voltages, as the chip does for its own registers: those hold the
 * same numbers, but rounded once more to a step that depends on the calibration. The calibration is written all the same:
 * it makes the overflow flag tell of a current beyond {@code max_current}.
 */
abstract class CurrentSensor implements Sensor {
    /** Pointers are the same in both: table "Summary of register set". */
    private static final int CONFIGURATION = 0x00;

    private static final int SHUNT_VOLTAGE = 0x01;
    private static final int BUS_VOLTAGE = 0x02;
    private static final int CALIBRATION = 0x05;

    /** Equation 2: the current register counts to 2^15. */
    private static final double STEPS_OF_CURRENT = 1 << 15;

    private final String type;
    private final Board.I2cPort port;
    private final double ohms;
    private final double mostAmperes;
    private boolean identified;
    private boolean tellsReady;

    CurrentSensor(String type, Section section, Board.I2cPort port) {
        this.type = type;
        this.port = port;
        ohms = section.decimal("shunt");
        mostAmperes = section.decimal("max_current");
    }

    /**
     * The second conversion's outcome.
     *
     * @param ready the flag of a conversion that ended
     * @param overflow the flag of a calculation that went wrong
     */
    record Bus(double volts, boolean fullScale, boolean ready, boolean overflow) {}

    static List<Option> options(List<String> samples, double usualMost) {
        var addresses = new long[15];
        for (var i = 0; i < addresses.length; i++) addresses[i] = 0x41 + i;
        return List.of(
                Option.bus(),
                Option.address(0x40, addresses),
                Option.optional("shunt", new Option.Kind.Decimal(1e-6, 1e3), 0.1, "resistor in ohms"),
                Option.optional(
                        "max_current",
                        new Option.Kind.Decimal(1e-6, 1e5),
                        usualMost,
                        "largest current expected, in amperes; beyond it a reading is a fault or clipped"),
                Option.optional(
                        "samples", new Option.Kind.Choice(samples), "1", "conversions of which the mean is taken"));
    }

    static List<Quantity> quantities(Section section, double busStep, double shuntStep) {
        var amperes = shuntStep / section.decimal("shunt");
        return List.of(
                new Quantity("voltage", "V", busStep),
                new Quantity("current", "A", amperes),
                // As fine as the current at 1 V
                new Quantity("power", "W", amperes),
                new Quantity("shunt_voltage", "V", shuntStep));
    }

    /** What it measures, in the order of {@link #quantities(Section, double, double)}. */
    abstract List<Quantity> quantities();

    /** The configuration for one conversion of both voltages. */
    abstract int configuration();

    /** The longest time that takes. */
    abstract Duration conversion();

    /** Checks that it is this chip. */
    abstract void identify() throws DeviceFault;

    /** Volts of a step of the shunt voltage. */
    abstract double shuntStep();

    /** The highest code of the shunt voltage. */
    abstract int shuntFullScale();

    abstract Bus bus(int register) throws DeviceFault;

    /** The constant of equation 1, and the highest value of the calibration. */
    abstract int calibration(double amperesPerStep, double ohms);

    @Override
    public final Duration start() throws DeviceFault {
        var known = identified;
        identified = false;
        if (!known) identify();
        write(CALIBRATION, calibration(mostAmperes / STEPS_OF_CURRENT, ohms));
        write(CONFIGURATION, configuration());
        identified = true;
        return conversion();
    }

    @Override
    public final Reading read() throws DeviceFault {
        identified = false;
        checkConfiguration();
        var bus = bus(word(BUS_VOLTAGE));
        checkFlags(bus);
        var reading = reading((short) word(SHUNT_VOLTAGE), bus);
        identified = true;
        return reading;
    }

    // After a reset the chip converts all the time, and its calibration is lost.
    private void checkConfiguration() throws DeviceFault {
        var found = word(CONFIGURATION);
        if (found != configuration())
            throw fault("its configuration is 0x%04x, expected 0x%04x: it lost its supply or is another chip%s"
                    .formatted(found, configuration(), hint(found)));
    }

    /** What a configuration that cannot be this chip's tells of it; may be empty. */
    abstract String hint(int configuration);

    private void checkFlags(Bus bus) throws DeviceFault {
        // A chip raises the flag after each conversion; a list of registers may never do. So it is missed only where
        // it was seen before.
        if (!bus.ready() && tellsReady) throw fault("the conversion did not end in the longest time of the data sheet");
        tellsReady = bus.ready();
        if (bus.overflow())
            throw fault(
                    "its overflow flag is set: the current is beyond max_current, %s A; raise it, or take a smaller shunt"
                            .formatted(mostAmperes));
    }

    private Reading reading(int shuntCode, Bus bus) {
        var shuntVolts = shuntCode * shuntStep();
        var amperes = shuntVolts / ohms;
        var all = new ArrayList<>(quantities());
        return new Reading()
                .with(all.get(0), bus.volts())
                .clippedWhen(bus.fullScale())
                .with(all.get(1), amperes)
                .with(all.get(2), amperes * bus.volts())
                .with(all.get(3), shuntVolts)
                .clippedWhen(Math.abs(shuntCode) >= shuntFullScale());
    }

    final int word(int register) throws DeviceFault {
        var bytes = port.readRegister(register, 2);
        return (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
    }

    private void write(int register, int word) throws DeviceFault {
        port.write((byte) register, (byte) (word >> 8), (byte) word);
    }

    final DeviceFault fault(String what) {
        return new DeviceFault("%s on %s: %s".formatted(type, port.place(), what));
    }

    @Override
    public final void close() {
        port.close();
    }
}

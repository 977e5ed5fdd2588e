package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Identity;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import java.time.Duration;
import java.util.List;

/**
 * One input of an ADS1015 or ADS1115, one conversion at a time. Both have the same registers; the ADS1015 uses the upper
 * 12 bits of the result. Source: TI ADS101x, SBAS473E; ADS111x, SBAS444E (table and section numbers are of SBAS473E).
 */
final class AnalogInput implements Sensor {
    /**
     * What differs between the two.
     *
     * @param bits of the result, sign included
     * @param rates conversions a second, in the order of the field DR of the configuration
     */
    record Chip(String name, int bits, List<String> rates) {}

    // Section 8.6.3, configuration register
    private static final int CONFIGURATION = 0x01;
    private static final int CONVERSION = 0x00;
    private static final int LOW_THRESHOLD = 0x02;
    private static final int HIGH_THRESHOLD = 0x03;
    /** Written: begin; read: no conversion is going on. */
    private static final int OS = 0x8000;

    private static final int SINGLE_SHOT = 0x0100;
    private static final int NO_COMPARATOR = 0x0003;
    /**
     * Polarity of the comparator, which is off. It is set so that a chip which lost its supply for a moment shows it: the
     * bit is zero after a reset, and all others may be what we want them to be.
     */
    private static final int OUR_MARK = 0x0008;

    /** In the order of the field MUX, but for its highest bit: alone against ground first. */
    private static final List<String> CHANNELS = List.of("0", "1", "2", "3", "0-1", "0-3", "1-3", "2-3");

    private static final int TO_GROUND = 4;
    /** Full scale in volts, in the order of the field PGA. */
    private static final List<String> GAINS = List.of("6.144", "4.096", "2.048", "1.024", "0.512", "0.256");

    /** Wake-up: 25 µs (section 7.5). */
    private static final long WAKE_UP = 25_000;
    /** The rate may be 10 % slower than it says (electrical characteristics), hence a ninth longer. */
    private static final double SLOWEST = 0.9;

    private final Chip chip;
    private final Board.I2cPort port;
    private final int settings;
    private final double fullScale;
    private final Quantity voltage;
    private final Duration conversion;

    private AnalogInput(Chip chip, Section section, Board.I2cPort port) {
        this.chip = chip;
        this.port = port;
        settings = settings(chip, section);
        fullScale = fullScale(section);
        voltage = voltage(chip, section);
        conversion =
                Duration.ofNanos(WAKE_UP + (long) Math.ceil(1e9 / (Integer.parseInt(section.text("rate")) * SLOWEST)));
    }

    static SensorType type(Chip chip, String title, String usualRate, String example) {
        return new SensorType(
                        chip.name(),
                        title,
                        List.of(
                                Option.bus(),
                                Option.address(0x48, 0x49, 0x4A, 0x4B),
                                Option.optional(
                                        "channel",
                                        new Option.Kind.Channel(CHANNELS),
                                        "0",
                                        "input against ground, or the difference of two; each can have an entry of its own"),
                                Option.optional(
                                        "gain",
                                        new Option.Kind.Choice(GAINS),
                                        "2.048",
                                        "full scale in volts; no input may be above the chip's supply, whatever the gain"),
                                Option.optional(
                                        "rate",
                                        new Option.Kind.Choice(chip.rates()),
                                        usualRate,
                                        "conversions a second; a slower one has less noise")),
                        section -> List.of(voltage(chip, section)),
                        false,
                        true,
                        example,
                        (section, board) -> open(chip, section, board))
                .toldBy(identity(chip));
    }

    // The comparator's thresholds after power-on are those of both. What an ADS1015 converts ends in four zeros, which
    // rules it out where it does not, and proves nothing where it does: so it is asked for less.
    private static Identity identity(Chip chip) {
        var unused = (1 << 16 - chip.bits()) - 1;
        return unused == 0
                ? Identity.asAfterPowerOn(
                        Identity.wordAt(LOW_THRESHOLD, 0x8000), Identity.wordAt(HIGH_THRESHOLD, 0x7FFF))
                : Identity.asAfterPowerOn(
                        Identity.wordAt(LOW_THRESHOLD, 0x8000), Identity.wordAt(CONVERSION, unused, 0));
    }

    private static Sensor open(Chip chip, Section section, Board board) throws DeviceFault {
        return new AnalogInput(chip, section, board.i2c(section));
    }

    private static double fullScale(Section section) {
        return Double.parseDouble(section.text("gain"));
    }

    private static Quantity voltage(Chip chip, Section section) {
        return new Quantity("voltage", "V", fullScale(section) / codes(chip));
    }

    /** How many steps there are from zero to full scale. */
    private static int codes(Chip chip) {
        return 1 << chip.bits() - 1;
    }

    private static int settings(Chip chip, Section section) {
        var mux = (CHANNELS.indexOf(section.text("channel")) + TO_GROUND) % CHANNELS.size();
        var pga = GAINS.indexOf(section.text("gain"));
        var dr = chip.rates().indexOf(section.text("rate"));
        return mux << 12 | pga << 9 | SINGLE_SHOT | dr << 5 | OUR_MARK | NO_COMPARATOR;
    }

    @Override
    public Duration start() throws DeviceFault {
        var begin = OS | settings;
        port.write((byte) CONFIGURATION, (byte) (begin >> 8), (byte) begin);
        return conversion;
    }

    @Override
    public Reading read() throws DeviceFault {
        checkConfiguration(word(CONFIGURATION));
        // Left-aligned: the lower bits of an ADS1015 mean nothing.
        var code = word(CONVERSION) >> 16 - chip.bits();
        return new Reading()
                .with(voltage, code * fullScale / codes(chip))
                .clippedWhen(code == codes(chip) - 1 || code == -codes(chip));
    }

    private void checkConfiguration(int found) throws DeviceFault {
        var now = found & 0xFFFF;
        if ((now & ~OS) != settings)
            throw fault(
                    "its configuration is 0x%04x, expected 0x%04x: it lost its supply, something else uses it, or it is another chip; check type, address and supply"
                            .formatted(now, OS | settings));
        if ((now & OS) == 0)
            throw fault("the conversion did not end within %s ms".formatted(conversion.toNanos() / 100_000 / 10.0));
    }

    private DeviceFault fault(String what) {
        return new DeviceFault("%s on %s: %s".formatted(chip.name(), port.place(), what));
    }

    private int word(int register) throws DeviceFault {
        var bytes = port.readRegister(register, 2);
        return bytes[0] << 8 | bytes[1] & 0xFF;
    }

    @Override
    public void close() {
        port.close();
    }
}

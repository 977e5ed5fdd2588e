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
import dev.sandpiper.sensors.Sheet;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Microchip MCP9808, a digital thermometer: -40 to +125 °C in steps of 0.0625 °C.
 *
 * <p>Source: Microchip MCP9808 data sheet, DS25095A, 2011.
 *
 * <p>The chip measures by itself. After a reset its temperature reads 0 °C and its configuration is zero, so it is given
 * one that is not: nobody could tell that 0 °C from a frost. The alert output and its limits are the owner's.
 */
public final class Mcp9808 implements Sensor {
    public static final SensorType TYPE = new SensorType(
                    "mcp9808",
                    "Microchip MCP9808 thermometer",
                    List.of(
                            Option.bus(),
                            Option.address(0x18, 0x19, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F),
                            Option.optional(
                                    "resolution",
                                    new Option.Kind.Choice(Stream.of(Resolution.values())
                                            .map(Resolution::step)
                                            .toList()),
                                    Resolution.SIXTEENTH.step(),
                                    "step in °C; the chip renews its value every 250, 130, 65 or 30 ms")),
                    section -> List.of(Resolution.of(section).quantity()),
                    false,
                    true,
                    "{ id: cellar, type: mcp9808, bus: 1, address: 0x18, every: 10s }",
                    Mcp9808::open)
            .withSheet(Sheet.i2c("Microchip MCP9808, DS25095A, 2011", "-40 to +125 °C", "VDD", "2.7 to 5.5 V")
                    .wire("A2, A1, A0", "0x18 with all on GND; A0 to VDD adds 1, A1 2, A2 4: up to 0x1f")
                    .wire("Alert", "open"))
            .toldBy(Identity.named(
                    Identity.wordAt(Mcp9808.MANUFACTURER, Mcp9808.MICROCHIP),
                    Identity.wordAt(Mcp9808.DEVICE, 0xFF00, Mcp9808.MCP9808 << 8)));

    // Register 5-1: the pointers
    private static final int CONFIG = 0x01;
    private static final int AMBIENT = 0x05;
    private static final int MANUFACTURER = 0x06;
    private static final int DEVICE = 0x07;
    private static final int RESOLUTION = 0x08;

    // Registers 5-5 and 5-6
    private static final int MICROCHIP = 0x0054;
    private static final int MCP9808 = 0x04;

    // Register 5-2: the configuration
    private static final int SHUTDOWN = 0x0100;
    /** 1.5 °C, which means nothing while the alert output is off, as it is where the rest is zero. */
    private static final int SOME_HYSTERESIS = 0x0200;
    /** All but the two bits that are no settings: the output's state, and its acknowledgement. */
    private static final int SETTINGS = 0x07CF;

    private static final int UNKNOWN = 0;

    // The range of the specification
    private static final double LOWEST = -40;
    private static final double HIGHEST = 125;

    /** The resolution register; the table of conversion times has typical ones (250 ms to 30 ms), here a fifth more. */
    private enum Resolution {
        SIXTEENTH("0.0625", 3, 300),
        EIGHTH("0.125", 2, 156),
        QUARTER("0.25", 1, 78),
        HALF("0.5", 0, 36);

        private final String step;
        private final int code;
        private final Duration conversion;

        Resolution(String step, int code, int millis) {
            this.step = step;
            this.code = code;
            conversion = Duration.ofMillis(millis);
        }

        String step() {
            return step;
        }

        Quantity quantity() {
            return Quantity.temperature(Double.parseDouble(step));
        }

        static Resolution of(Section section) {
            var step = section.text("resolution");
            return Stream.of(values())
                    .filter(resolution -> resolution.step.equals(step))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private final Board.I2cPort port;
    private final Resolution resolution;
    private int settings = UNKNOWN;

    private Mcp9808(Board.I2cPort port, Resolution resolution) {
        this.port = port;
        this.resolution = resolution;
    }

    private static Sensor open(Section section, Board board) throws DeviceFault {
        return new Mcp9808(board.i2c(section), Resolution.of(section));
    }

    /** {@inheritDoc} Zero while the chip measures by itself, its first conversion after a fault. */
    @Override
    public Duration start() throws DeviceFault {
        var known = settings;
        settings = UNKNOWN;
        var unchanged = known != UNKNOWN && settings() == known;
        settings = unchanged ? known : setUp();
        return unchanged ? Duration.ZERO : resolution.conversion;
    }

    private int setUp() throws DeviceFault {
        checkIds();
        port.write((byte) RESOLUTION, (byte) resolution.code);
        var awake = settings() & ~SHUTDOWN;
        writeSettings(awake == UNKNOWN ? SOME_HYSTERESIS : awake);
        var stored = settings();
        if (stored == UNKNOWN) throw fault("it does not keep its configuration (0x0000)");
        if ((stored & SHUTDOWN) != 0)
            throw fault("it is shut down and locked (configuration 0x%04x); switch its supply off and on"
                    .formatted(stored));
        return stored;
    }

    private void checkIds() throws DeviceFault {
        var manufacturer = word(MANUFACTURER);
        if (manufacturer != MICROCHIP)
            throw fault("manufacturer id is 0x%04x, expected 0x%04x; check type and address"
                    .formatted(manufacturer, MICROCHIP));
        var device = word(DEVICE);
        if (device >> 8 == MCP9808) return;
        var other = KnownChips.withRegister(DEVICE, device);
        throw fault("device id is 0x%02x%s, expected 0x%02x; %s"
                .formatted(device >> 8, KnownChips.inBrackets(other), MCP9808, KnownChips.advice(other)));
    }

    private int settings() throws DeviceFault {
        return word(CONFIG) & SETTINGS;
    }

    private void writeSettings(int word) throws DeviceFault {
        port.write((byte) CONFIG, (byte) (word >> 8), (byte) word);
    }

    private int word(int register) throws DeviceFault {
        var bytes = port.readRegister(register, 2);
        return (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
    }

    @Override
    public Reading read() throws DeviceFault {
        var known = settings;
        settings = UNKNOWN;
        var celsius = celsius(word(AMBIENT));
        if (settings() != known) throw fault("lost its settings during the conversion; check its supply");
        settings = known;
        return new Reading().with(resolution.quantity(), celsius).clippedWhen(celsius < LOWEST || celsius > HIGHEST);
    }

    /** Register 5-4: 13 bits in two's complement; the upper three compare with the alert's limits. */
    private static double celsius(int word) {
        return (word << 19 >> 19) / 16.0;
    }

    private DeviceFault fault(String what) {
        return new DeviceFault("mcp9808 on %s: %s".formatted(port.place(), what));
    }

    @Override
    public void close() {
        port.close();
    }
}

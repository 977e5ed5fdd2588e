package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.ExpanderType;
import dev.sandpiper.sensors.ExpanderChip;
import dev.sandpiper.sensors.Lines;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Sheet;
import java.util.List;

/**
 * NXP PCF8574 and PCF8574A, an expander of 8 pins without directions: a line drives low, or lets a current of 0.1 mA pull
 * it up. One that is to be an input is therefore set high, and always pulled up; what an output switches has to go
 * between the supply and the pin, {@code active: low}. After power-on all are high.
 *
 * <p>Source: NXP PCF8574; PCF8574A, Rev. 5, 27 May 2013: section 8.1 (quasi-bidirectional I/Os), tables 4 and 5
 * (addresses).
 *
 * <p>Peculiar: it has one register and no pointer in front, and what is read are the levels of the lines: whether one is
 * low because the chip or because something else pulls it down cannot be told. A line that was low when the agent came is
 * kept low until somebody here uses it, and a high output that is pulled down by its load is no fault.
 */
public final class Pcf8574 implements ExpanderChip {
    private static final int LINES = 8;
    private static final int ALL = (1 << LINES) - 1;

    public static final ExpanderType TYPE = new ExpanderType(
                    "pcf8574",
                    "NXP PCF8574 and PCF8574A expander: its pins are `expander1/0` to `expander1/7`",
                    List.of(
                            Option.bus(),
                            Option.address(
                                    0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x38, 0x39, 0x3A, 0x3B, 0x3C, 0x3D,
                                    0x3E, 0x3F),
                            ExpanderType.poll()),
                    LINES,
                    "{ id: expander1, type: pcf8574, bus: 1, address: 0x20 }",
                    Pcf8574::new)
            .withSheet(Sheet.i2c(
                            "NXP PCF8574; PCF8574A, Rev. 5, 27 May 2013",
                            "8 lines, 25 mA down, 0.1 mA up",
                            "VDD",
                            "2.5 to 6 V")
                    .wire(
                            "A2, A1, A0",
                            "all on GND: 0x20, of a PCF8574A 0x38; A0 to VDD adds 1, A1 2, A2 4: up to 0x27 or 0x3f")
                    .wire("INT", "open")
                    .wire("P0 to P7", "lines 0 to 7")
                    .note("What it switches goes between the supply and the pin, with `active: low`."));

    private final Board.I2cPort port;

    private Pcf8574(Board.I2cPort port) {
        this.port = port;
    }

    @Override
    public Lines found() throws DeviceFault {
        var levels = levels();
        return new Lines(~levels & ALL, levels, ALL);
    }

    @Override
    public void make(Lines lines) throws DeviceFault {
        port.write((byte) (lines.high() | ~lines.outputs()));
    }

    @Override
    public boolean are(Lines lines) throws DeviceFault {
        return (levels() & lines.outputs() & ~lines.high()) == 0;
    }

    @Override
    public int levels() throws DeviceFault {
        return port.read(1)[0] & 0xFF;
    }

    @Override
    public void close() {
        port.close();
    }
}

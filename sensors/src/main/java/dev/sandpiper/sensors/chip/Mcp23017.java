package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DriverType.ExpanderType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Sheet;
import java.util.List;

/**
 * Microchip MCP23017, an expander of 16 pins. Lines 0 to 7 are GPA0 to GPA7, 8 to 15 are GPB0 to GPB7. Each can drive both levels, and
 * has a resistor of 100 kΩ to the supply; after power-on all are inputs without it.
 *
 * <p>Source: Microchip MCP23017, DS20001952C, table 3-5 and registers 3-1 to 3-11.
 */
public final class Mcp23017 {
    public static final ExpanderType TYPE = new ExpanderType(
                    "mcp23017",
                    "Microchip MCP23017 expander: its pins are `expander1/0` to `expander1/15`",
                    List.of(
                            Option.bus(),
                            Option.address(0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27),
                            ExpanderType.poll()),
                    16,
                    "{ id: expander1, type: mcp23017, bus: 1, address: 0x20 }",
                    port -> new Mcp230xx(port, 2))
            .withSheet(
                    Sheet.i2c(
                                    "Microchip MCP23017, DS20001952C",
                                    "16 lines, 25 mA each, 125 mA together",
                                    "VDD",
                                    "1.8 to 5.5 V")
                            .wire(
                                    "A2, A1, A0",
                                    "0x20 with all on GND; A0 to VDD adds 1, A1 2, A2 4: up to 0x27; never open")
                            .wire("RESET", "VDD")
                            .wire("INTA, INTB", "open")
                            .wire("GPA0 to GPA7", "lines 0 to 7")
                            .wire("GPB0 to GPB7", "lines 8 to 15")
                            .note(
                                    "Lines 7 and 15 (GPA7, GPB7) are for outputs: as inputs they can disturb the bus when they change while they are read (DS20001952D, 2022)."));

    private Mcp23017() {}
}

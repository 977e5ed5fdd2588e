package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DriverType.ExpanderType;
import dev.sandpiper.sensors.Option;
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
            List.of(Option.bus(), Option.address(0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27), ExpanderType.poll()),
            16,
            "{ id: expander1, type: mcp23017, bus: 1, address: 0x20 }",
            port -> new Mcp230xx(port, 2));

    private Mcp23017() {}
}

package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DriverType.ExpanderType;
import dev.sandpiper.sensors.Option;
import java.util.List;

/**
 * Microchip MCP23008, an expander of 8 pins. Lines 0 to 7 are GP0 to GP7. Each can drive both levels, and
 * has a resistor of 100 kΩ to the supply; after power-on all are inputs without it.
 *
 * <p>Source: Microchip MCP23008, DS21919E, table 1-3 and registers 1-1 to 1-11.
 */
public final class Mcp23008 {
    public static final ExpanderType TYPE = new ExpanderType(
            "mcp23008",
            "Microchip MCP23008 expander: its pins are `expander1/0` to `expander1/7`",
            List.of(Option.bus(), Option.address(0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27), ExpanderType.poll()),
            8,
            "{ id: expander1, type: mcp23008, bus: 1, address: 0x20 }",
            port -> new Mcp230xx(port, 1));

    private Mcp23008() {}
}

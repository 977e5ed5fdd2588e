package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DriverType.ExpanderType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Sheet;
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
                    List.of(
                            Option.bus(),
                            Option.address(0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27),
                            ExpanderType.poll()),
                    8,
                    "{ id: expander1, type: mcp23008, bus: 1, address: 0x20 }",
                    port -> new Mcp230xx(port, 1))
            .withSheet(
                    Sheet.i2c(
                                    "Microchip MCP23008, DS21919E",
                                    "8 lines, 25 mA each, 125 mA together",
                                    "VDD",
                                    "1.8 to 5.5 V")
                            .wire(
                                    "A2, A1, A0",
                                    "0x20 with all on GND; A0 to VDD adds 1, A1 2, A2 4: up to 0x27; never open")
                            .wire("RESET", "VDD")
                            .wire("INT", "open")
                            .wire("GP0 to GP7", "lines 0 to 7")
                            .note(
                                    "Line 7 (GP7) is better an output: as an input it can disturb the bus when it changes while it is read, as Microchip tells of the MCP23017."));

    private Mcp23008() {}
}

package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Actuator;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DeviceFault.Nature;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.Repertoire;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sheet;
import dev.sandpiper.sensors.Tended;
import dev.sandpiper.sensors.Value;
import java.util.List;
import java.util.Optional;

/**
 * Microchip MCP4725: a voltage from 0 to its supply in 4096 steps. The supply is the reference, so the voltage is as right
 * as {@code supply}; the highest one is a step below it.
 *
 * <p>Source: Microchip MCP4725, DS22039D: section 6.1.1 with figure 6-1 (fast write), 6.2 with figure 6-3 (read), table
 * 5-2 (power-down bits).
 *
 * <p>Peculiar: it has no registers with addresses, and an EEPROM with the value after power-on. That is never written: each
 * writing wears it, and takes up to 50 ms in which the chip ignores commands.
 */
public final class Mcp4725 implements Tended {
    private static final int STEPS = 4096;

    /** A tenth of the step of 0.7 to 1.3 mV. */
    private static final int DECIMALS = 4;

    /** Figure 6-3: status, then the twelve bits of the DAC from the left. */
    private static final int STATUS_AND_DAC = 3;

    /** Figure 6-3, of the status: the bits that switch the output off. */
    private static final int POWER_DOWN = 0x06;

    public static final ActuatorType TYPE = new ActuatorType(
                    "mcp4725",
                    "Microchip MCP4725: a voltage up to its supply",
                    List.of(
                            Option.bus(),
                            Option.address(0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67),
                            Option.optional(
                                    "supply",
                                    new Option.Kind.Decimal(2.7, 5.5),
                                    3.3,
                                    "voltage the chip is supplied with, in V")),
                    Mcp4725::repertoire,
                    "{ id: valve, type: mcp4725, address: 0x60, supply: 3.3, safe: 0 }",
                    Mcp4725::open)
            .withSheet(
                    Sheet.i2c("Microchip MCP4725, DS22039D", "0 V to its supply, in 4096 steps", "VDD", "2.7 to 5.5 V")
                            .wire(
                                    "A0",
                                    "GND: 0x60; VDD: 0x61; a chip ordered as A1, A2 or A3 has 2, 4 or 6 more, up to 0x67")
                            .wire("VOUT", "the load, at least 5 kΩ")
                            .note(
                                    "The supply is the reference: `supply` is what a meter says between VDD and GND. With 5 V the bus wires still have to be pulled up to 3.3 V, not to 5 V."));

    private final Board.I2cPort port;
    private final double supply;
    private Value value;

    private Mcp4725(Board.I2cPort port, double supply, Value value) {
        this.port = port;
        this.supply = supply;
        this.value = value;
    }

    private static Repertoire repertoire(Section section) {
        return Numbers.within(new Range(0, section.decimal("supply")), DECIMALS, Numbers.value(0, DECIMALS), "V");
    }

    private static Actuator open(Section section, Board board, Value initial) throws DeviceFault {
        var output = new Mcp4725(board.i2c(section), section.decimal("supply"), initial);
        try {
            output.drive(initial);
        } catch (DeviceFault fault) {
            output.close();
            throw fault;
        }
        return output;
    }

    /** Equation 1-1 of the data sheet turned round: the step nearest to the voltage. */
    static int code(double volts, double supply) {
        return Math.clamp(Math.round(volts / supply * STEPS), 0, STEPS - 1);
    }

    private int code(Value wanted) {
        return code(Numbers.number(wanted), supply);
    }

    // Figure 6-1: the command's and the power-down bits are 0, the rest is the value.
    private void drive(Value wanted) throws DeviceFault {
        var code = code(wanted);
        port.write((byte) (code >> 8), (byte) code);
        var found = heldIfTold();
        if (found.isPresent() && found.get() != code)
            throw new DeviceFault("%s does not take its value: found 0x%03x, expected 0x%03x in its DAC register"
                    .formatted(port.place(), found.get(), code));
    }

    // It acknowledged the value: that it cannot be asked for it says nothing about the output.
    private Optional<Integer> heldIfTold() throws DeviceFault {
        try {
            return Optional.of(held());
        } catch (DeviceFault fault) {
            if (fault.nature() != Nature.SILENT) throw fault;
            return Optional.empty();
        }
    }

    /** The value in the DAC register; one beyond all values where the output is switched off. */
    private int held() throws DeviceFault {
        var bytes = port.read(STATUS_AND_DAC);
        if ((bytes[0] & POWER_DOWN) != 0) return STEPS;
        return (bytes[1] & 0xFF) << 4 | (bytes[2] & 0xFF) >> 4;
    }

    @Override
    public Value value() {
        return value;
    }

    @Override
    public void set(Value next) throws DeviceFault {
        drive(next);
        value = next;
    }

    @Override
    public Optional<String> tend() throws DeviceFault {
        if (held() == code(value)) return Optional.empty();
        drive(value);
        return Optional.of("%s had lost its value and has %s V again; check the supply of the chip"
                .formatted(port.place(), value));
    }

    @Override
    public void close() {
        port.close();
    }
}

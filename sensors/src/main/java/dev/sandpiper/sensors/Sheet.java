package dev.sandpiper.sensors;

import java.util.List;
import java.util.stream.Stream;

/**
 * What somebody needs to know who has the device in the hand; docs/hardware.md shows it.
 *
 * @param source title and revision of the data sheet, or what else the driver was written from
 * @param range what it can measure or do, with units; empty where that depends on what is connected
 * @param wires what goes where, in the order in which one would connect it
 * @param notes whole sentences on what is easily done wrong
 */
public record Sheet(String source, String range, List<Wire> wires, List<String> notes) {

    /**
     * One connection.
     *
     * @param from pin of the device, as its data sheet calls it
     * @param to where it goes: a place on the Pi's header, or what it is tied to for each address
     */
    public record Wire(String from, String to) {}

    /** A device that is connected as {@link #wire} says, or not at all. */
    public static Sheet of(String source, String range) {
        return new Sheet(source, range, List.of(), List.of());
    }

    /**
     * A chip on the header's I2C bus.
     *
     * @param supply its pins for the supply, {@code VDD}, and the voltages it bears
     */
    public static Sheet i2c(String source, String range, String supply, String volts) {
        return of(source, range)
                .wire(supply, "3.3 V, header pin 1 (the chip takes " + volts + ")")
                .wire("GND", "ground, header pin 6")
                .wire("SDA", "header pin 3")
                .wire("SCL", "header pin 5");
    }

    public Sheet wire(String from, String to) {
        return new Sheet(source, range, and(wires, new Wire(from, to)), notes);
    }

    public Sheet note(String sentence) {
        return new Sheet(source, range, wires, and(notes, sentence));
    }

    private static <T> List<T> and(List<T> some, T last) {
        return Stream.concat(some.stream(), Stream.of(last)).toList();
    }
}

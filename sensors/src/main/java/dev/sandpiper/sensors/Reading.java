package dev.sandpiper.sensors;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * What a sensor read at one moment.
 *
 * @param values by the quantity's name, in the order they are published
 * @param clipped how many of them were a full-scale code, so that the truth may lie beyond
 */
public record Reading(SequencedMap<String, Value> values, int clipped) {
    /** What no value may be called: these say something of the reading itself. */
    public static final List<String> RESERVED = List.of("ts", "run", "seq", "clock", "error");

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}");

    /** Whether a value may be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches() && !RESERVED.contains(name);
    }

    public static Reading of(String name, Value value) {
        return new Reading().with(name, value);
    }

    public Reading() {
        this(new LinkedHashMap<>(), 0);
    }

    /** This reading and one value more. */
    public Reading with(String name, Value value) {
        var more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Reading(more, clipped);
    }

    /** This reading and one number more. */
    public Reading with(Quantity quantity, double number) {
        return with(quantity.name(), quantity.of(number));
    }

    /** This reading, with one full-scale code more counted when {@code fullScale}. */
    public Reading clippedWhen(boolean fullScale) {
        return fullScale ? new Reading(values, clipped + 1) : this;
    }
}

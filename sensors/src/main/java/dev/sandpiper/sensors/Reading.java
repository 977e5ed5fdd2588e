package dev.sandpiper.sensors;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What a sensor read at one moment.
 *
 * @param values by the quantity's name, in the order they are published
 * @param clipped how many of them were a full-scale code, so that the truth may lie beyond
 */
public record Reading(SequencedMap<String, Value> values, int clipped) {

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

package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.Quantity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a window tells of the samples in it, in the order published. */
public enum Aggregate {
    MIN,
    MEAN,
    MAX,
    /** The newest sample. */
    LAST,
    /** Of the samples, not of all there might have been; with less than two there is none. */
    STDDEV,
    /** How many samples there were. */
    COUNT;

    static List<String> words() {
        return Arrays.stream(values()).map(Aggregate::word).toList();
    }

    static Aggregate of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** As in {@code aggregate:}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it is called of a value: {@code temperature_mean}. */
    public String of(Quantity quantity) {
        return quantity.name() + "_" + word();
    }

    /** What it is of a quantity. */
    Quantity quantity(Quantity quantity) {
        var step = switch (this) {
            case COUNT -> 0;
            case MIN, MAX, LAST -> quantity.resolution();
            case MEAN, STDDEV -> quantity.resolution() > 0 ? quantity.resolution() : 1;
        };
        return new Quantity(of(quantity), this == COUNT ? "" : quantity.unit(), step);
    }
}

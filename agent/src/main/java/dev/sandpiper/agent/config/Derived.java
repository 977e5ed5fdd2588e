package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.Quantity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A value that is reckoned from others of the same sensor. */
public enum Derived {
    DEW_POINT("°C", 0.01, "temperature", "humidity"),
    ABSOLUTE_HUMIDITY("g/m³", 0.01, "temperature", "humidity"),
    HEAT_INDEX("°C", 0.01, "temperature", "humidity"),
    ALTITUDE("m", 0.01, "pressure"),
    ENERGY("Wh", 0.001, "power");

    private final String unit;
    private final double step;
    private final List<String> inputs;

    Derived(String unit, double step, String... inputs) {
        this.unit = unit;
        this.step = step;
        this.inputs = List.of(inputs);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Derived::word).toList();
    }

    static Derived of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** As in {@code derive:}, and the value's name. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names of the values it is reckoned from. */
    public List<String> inputs() {
        return inputs;
    }

    public Quantity quantity() {
        return new Quantity(word(), unit, step);
    }
}

package dev.sandpiper.sensors;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The checked options of one sensor or actuator: every option of its type is there, absent ones with their default.
 *
 * @param values by the option's name, of the type its {@link Option.Kind} names
 */
public record Section(Map<String, Object> values) {

    public Section {
        values = Map.copyOf(values);
    }

    /**
     * The options of a driver that no configuration file describes.
     *
     * @param given by the option's name, of the type its {@link Option.Kind} names; others get their default
     * @throws IllegalArgumentException for one that the driver has not, or that it requires and is not given
     */
    public static Section of(DriverType type, Map<String, Object> given) {
        var values = new HashMap<String, Object>();
        for (var option : type.options()) {
            var value = Optional.ofNullable(given.get(option.name())).or(option::orElse);
            values.put(
                    option.name(),
                    value.orElseThrow(() -> new IllegalArgumentException(type.name() + " requires " + option.name())));
        }
        for (var name : given.keySet())
            if (!values.containsKey(name)) throw new IllegalArgumentException(type.name() + " has no option " + name);
        return new Section(values);
    }

    public int whole(String option) {
        return Math.toIntExact((Long) value(option));
    }

    public Bus bus(String option) {
        return (Bus) value(option);
    }

    public Pin pin(String option) {
        return value(option) instanceof Pin.Line line ? line : new Pin.Own(whole(option));
    }

    public double decimal(String option) {
        return (Double) value(option);
    }

    public String text(String option) {
        return (String) value(option);
    }

    public boolean flag(String option) {
        return (Boolean) value(option);
    }

    public Duration span(String option) {
        return (Duration) value(option);
    }

    public List<String> words(String option) {
        return ((List<?>) value(option)).stream().map(String.class::cast).toList();
    }

    /** The options of each value of {@link Option.Kind.Values}, in the order of the file. */
    public SequencedMap<String, Section> named(String option) {
        var sections = new LinkedHashMap<String, Section>();
        ((Map<?, ?>) value(option)).forEach((name, section) -> sections.put((String) name, (Section) section));
        return sections;
    }

    public Range range(String option) {
        return (Range) value(option);
    }

    private Object value(String option) {
        var value = values.get(option);
        if (value == null) throw new IllegalArgumentException("no such option in the driver's description: " + option);
        return value;
    }
}

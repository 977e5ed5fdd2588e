package dev.sandpiper.agent.config;

import dev.sandpiper.agent.config.Key.Presence.Later;
import dev.sandpiper.sensors.DriverType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What to say about a key that does not belong where it is. */
final class UnknownKeys {
    private final List<DriverType> drivers;
    private final Map<String, String> places = new LinkedHashMap<>();

    UnknownKeys(List<DriverType> drivers) {
        this.drivers = drivers;
        note("", Vocabulary.FILE);
    }

    /**
     * @param given the keys beside it, which it is hardly meant to be
     * @param where it is, as {@code actuators[0]}
     */
    String about(String key, List<Key> known, Set<String> given, String where) {
        var names = known.stream()
                .filter(candidate -> !(candidate.presence() instanceof Later))
                .map(Key::name)
                .filter(name -> !given.contains(name))
                .toList();
        return "unknown key; "
                + Suggestion.of(key, names)
                        .map("did you mean '%s'?"::formatted)
                        .or(() -> optionOf(key))
                        .or(() -> elsewhere(key, where).map("it belongs in %s"::formatted))
                        .orElse("expected " + Phrases.names(known));
    }

    /** Where the key belongs, which is not among those of another type in the same list. */
    private Optional<String> elsewhere(String key, String where) {
        return Optional.ofNullable(places.get(key)).filter(place -> !place.equals(where.replaceAll("\\[\\d+]", "[…]")));
    }

    private Optional<String> optionOf(String key) {
        var owners = drivers.stream()
                .filter(driver -> driver.options().stream()
                        .anyMatch(option -> option.name().equals(key)))
                .map(DriverType::name)
                .collect(Collectors.joining(", "));
        return owners.isEmpty() ? Optional.empty() : Optional.of("it is for " + owners);
    }

    private void note(String where, Shape shape) {
        switch (shape) {
            case Shape.Fields fields -> fields.keys().forEach(key -> note(where, key));
            case Shape.Named named -> named.keys().forEach(key -> note(where + ".…", key));
            case Shape.ListOf list -> note(where + "[…]", list.each());
            case Shape.Device device -> Vocabulary.common(device.role()).forEach(key -> note(where, key));
            case Shape.OfScalar _,
                    Shape.FromTo _,
                    Shape.Points _,
                    Shape.Coefficients _,
                    Shape.OneOrMore _,
                    Shape.Command _,
                    Shape.Registers _,
                    Shape.Replies _ -> {}
        }
    }

    private void note(String where, Key key) {
        places.putIfAbsent(key.name(), where.isEmpty() ? "the file's top level" : where);
        note(where.isEmpty() ? key.name() : where + "." + key.name(), key.shape());
    }
}

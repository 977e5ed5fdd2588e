package dev.sandpiper.agent.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What things are called, in words as people write them: no word is said twice that stands twice in a row. */
final class Names {
    private Names() {}

    /** An id of the configuration: {@code front-door} is "Front door". */
    static String of(String id) {
        return spoken(words(id));
    }

    /** A sensor's value: {@code air} and {@code dew_point} is "Air dew point", {@code wind} and {@code wind_speed} "Wind speed". */
    static String of(String id, String value) {
        var all = new ArrayList<>(words(id));
        var more = words(value);
        var shared = Math.min(all.size(), more.size());
        while (!all.subList(all.size() - shared, all.size()).equals(more.subList(0, shared))) shared--;
        all.addAll(more.subList(shared, more.size()));
        return spoken(all);
    }

    /** What is left of a name behind that of the device; nothing where it is the same. */
    static Optional<String> beside(String device, String name) {
        var begins = name.regionMatches(true, 0, device, 0, device.length());
        if (!begins || device.isBlank()) return Optional.of(name);
        var rest = name.substring(device.length());
        if (rest.isEmpty()) return Optional.empty();
        return Optional.of(rest.startsWith(" ") ? capital(rest.strip()) : name);
    }

    private static List<String> words(String id) {
        return List.of(id.split("[-_]+"));
    }

    private static String spoken(List<String> words) {
        return capital(String.join(" ", words).strip());
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}

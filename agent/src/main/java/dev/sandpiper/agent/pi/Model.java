package dev.sandpiper.agent.pi;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A model of Raspberry Pi.
 *
 * @param name as in the device tree: {@code Raspberry Pi 4 Model B Rev 1.4}; of any other machine its own, or empty
 * @param filters the sections of config.txt that it reads, without brackets
 */
record Model(String name, Set<String> filters) {
    private static final String MAKER = "Raspberry Pi ";

    private record Family(Pattern name, Set<String> filters) {}

    /** The table of model filters in the documentation of config.txt; the first name that fits. */
    private static final List<Family> FAMILIES = List.of(
            family("Compute Module 5", "cm5", "pi5"),
            family("500", "pi500", "pi5"),
            family("5", "pi5"),
            family("Compute Module 4S", "cm4s", "pi4"),
            family("Compute Module 4", "cm4", "pi4"),
            family("400", "pi400", "pi4"),
            family("4", "pi4"),
            family("Compute Module 3 Plus", "cm3+", "pi3+", "cm3", "pi3"),
            family("Compute Module 3", "cm3", "pi3"),
            family("3 Model [AB] Plus", "pi3+", "pi3"),
            family("3", "pi3"),
            family("2", "pi2"),
            family("Compute Module 0", "cm0", "pi02", "pi0w", "pi0"),
            family("Zero 2", "pi02", "pi0w", "pi0"),
            family("Zero W", "pi0w", "pi0"),
            family("Zero", "pi0"),
            family("Compute Module", "cm1", "pi1"),
            family("Model", "pi1"));

    private static Family family(String name, String... filters) {
        return new Family(Pattern.compile(MAKER + name + "\\b.*"), Set.of(filters));
    }

    static Model of(String name) {
        var family = FAMILIES.stream()
                .filter(one -> one.name.matcher(name).matches())
                .findFirst();
        return new Model(name, family.map(Family::filters).orElse(Set.of()));
    }

    boolean isRaspberryPi() {
        return name.startsWith(MAKER);
    }

    /** Whether its pins are those of the chip RP1: a Pi 5, or one that is newer than this table. */
    boolean hasRp1() {
        return filters.isEmpty() || filters.contains("pi5");
    }
}

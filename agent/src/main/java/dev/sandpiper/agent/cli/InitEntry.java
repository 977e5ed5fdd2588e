package dev.sandpiper.agent.cli;

import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.chip.Drivers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A line of the configuration for one device.
 *
 * @param line {@code - { id: air, type: bme280 }}, where it is only guessed behind a {@code #}
 * @param about for people
 */
record InitEntry(Section section, String id, String line, String about) {
    private static final Pattern ENTRY = Pattern.compile("(# )?- \\{ id: ([^,]+), type: ([^,} ]+).*");

    enum Section {
        SENSORS,
        ACTUATORS
    }

    /** An entry of one's own. */
    static InitEntry of(Section section, String line) {
        var entry = ENTRY.matcher(line);
        if (!entry.matches()) throw new IllegalArgumentException("no entry: " + line);
        return new InitEntry(section, entry.group(2), line, title(entry.group(3)));
    }

    /** Those of the entries that a scan writes. */
    static List<InitEntry> of(String snippet) {
        var all = new ArrayList<InitEntry>();
        var section = Section.SENSORS;
        for (var line : snippet.lines().toList()) {
            if (line.endsWith("actuators:")) section = Section.ACTUATORS;
            if (ENTRY.matcher(line.strip()).matches()) all.add(of(section, line.strip()));
        }
        return all;
    }

    private static String title(String type) {
        return Drivers.ALL.stream()
                .filter(driver -> driver.name().equals(type))
                .map(DriverType::title)
                .findFirst()
                .orElse(type);
    }

    /** The same, only told. */
    InitEntry asRemark() {
        return guessed() ? this : new InitEntry(section, id, "# " + line, about);
    }

    /** Whether it is a remark, which the agent does not see. */
    boolean guessed() {
        return line.startsWith("#");
    }
}

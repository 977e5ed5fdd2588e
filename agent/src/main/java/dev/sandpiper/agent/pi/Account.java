package dev.sandpiper.agent.pi;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A user of the machine with its groups, as /etc/passwd and /etc/group have them.
 *
 * @param lent groups that the service is given by its unit
 */
record Account(Pi pi, String user, boolean isService, Set<String> lent) {
    private static final String ROOT = "root";
    private static final String UNIT = "/sandpiper.service";

    /** Where systemd looks for units, the first wins (systemd.unit(5)). */
    private static final List<String> UNIT_FOLDERS = List.of(
            "/etc/systemd/system",
            "/run/systemd/system",
            "/usr/local/lib/systemd/system",
            "/usr/lib/systemd/system",
            "/lib/systemd/system");

    /** The user who asks; where that is root, the service's. Empty where the agent may do everything. */
    static Optional<Account> ofTheAgent(Pi pi) {
        if (!pi.user().equals(ROOT)) return Optional.of(new Account(pi, pi.user(), false, Set.of()));
        return UNIT_FOLDERS.stream()
                .flatMap(folder -> pi.text(folder + UNIT).stream())
                .findFirst()
                .flatMap(unit -> ofUnit(pi, unit));
    }

    private static Optional<Account> ofUnit(Pi pi, String unit) {
        var lent = new HashSet<String>();
        values(unit, "SupplementaryGroups=")
                .flatMap(groups -> Stream.of(groups.split("\\s+")))
                .forEach(lent::add);
        values(unit, "Group=").forEach(lent::add);
        return values(unit, "User=")
                .reduce((_, last) -> last)
                .filter(user -> !user.equals(ROOT))
                .map(user -> new Account(pi, user, true, lent));
    }

    private static Stream<String> values(String unit, String key) {
        return unit.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip());
    }

    boolean exists(String group) {
        return line(group).isPresent();
    }

    boolean isIn(String group) {
        var line = line(group);
        if (line.isEmpty()) return false;
        return lent.contains(group)
                || List.of(line.get()[3].split(",")).contains(user)
                || line.get()[2].equals(primary());
    }

    /** {@code i2c:x:994:pi,sandpiper}, in its parts. */
    private Optional<String[]> line(String group) {
        return fields("/etc/group").filter(fields -> fields[0].equals(group)).findFirst();
    }

    private String primary() {
        return fields("/etc/passwd")
                .filter(fields -> fields[0].equals(user))
                .map(fields -> fields[3])
                .findFirst()
                .orElse("");
    }

    private Stream<String[]> fields(String file) {
        return pi.text(file).orElse("").lines().map(line -> line.split(":", -1)).filter(fields -> fields.length > 3);
    }
}

package dev.sandpiper.agent.config;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the agent knows of a configuration and no schema can: an editor that is content has not seen these. Told to users in
 * docs/configuration.md, "In an editor".
 */
final class BlindSpots {
    private static final Pattern ANY = Pattern.compile(List.of(
                    // Two entries
                    "is already taken by",
                    "already has the id",
                    "answers together with",
                    "expected \\S+ as in",
                    "is answered twice",
                    "given twice",
                    "no (expander|multiplexer) '",
                    "and has no (buses|pins);",
                    "is behind itself",
                    "(channel|pin) \\d+, expected 0 to",
                    "has no resistors to ground",
                    "no actuator '",
                    "are both on at start",
                    "both go on at link loss",
                    // Two keys
                    "safe is \\S+, expected",
                    "safe is \\S+, and going there",
                    "as in (range|safe)",
                    "is itself; name another",
                    "expected two of the numbers of",
                    "takes no numbers",
                    "not above",
                    "\\d bytes, expected \\d+ for",
                    "expected a value of ",
                    "is no number; leave it out",
                    "has no such value",
                    "points say already",
                    "that are truly",
                    "measured at .*, expected different ones",
                    "only a constant",
                    "leaves nothing of the value",
                    "expected an odd number",
                    "not read in a cycle",
                    "the sensor has none; add every",
                    "over which time",
                    "no single value is published",
                    "a window of several readings",
                    "it makes '",
                    "itself; leave that out",
                    "needs .* has no",
                    "it is for altitude",
                    // How much a text means
                    "expected a (duration|size|rate) ",
                    "not whole seconds",
                    "found port ",
                    "sends readings and passwords for all to read",
                    "no placeholder but",
                    // The machine
                    "no (file|folder) ",
                    "is not a (file|folder)",
                    "others than its owner",
                    "a name that no file can have",
                    "the host name ",
                    // What this version leaves out
                    "comes with a later version; (give a value|set it to false)")
            .stream()
            .map(spot -> "(" + spot + ")")
            .collect(Collectors.joining("|")));

    private BlindSpots() {}

    /** The errors that an editor should have seen; what a driver of the file's own takes, only its jar knows. */
    static List<String> without(List<String> errors, String yaml) {
        if (yaml.contains("drivers:")) return List.of();
        return errors.stream().filter(error -> !ANY.matcher(error).find()).toList();
    }
}

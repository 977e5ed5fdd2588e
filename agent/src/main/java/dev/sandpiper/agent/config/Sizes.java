package dev.sandpiper.agent.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 500B}, {@code 64KiB}, {@code 10MiB}, {@code 1GiB}. */
public final class Sizes {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)");
    private static final Map<String, Integer> SHIFTS = Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30);

    private Sizes() {}

    /** Bytes; empty when it is not written like a size. */
    public static Optional<Long> parse(String text) {
        var match = WRITTEN.matcher(text);
        if (!match.matches()) return Optional.empty();
        return Optional.of(Long.parseLong(match.group(1)) << SHIFTS.get(match.group(2)));
    }

    /** In the largest unit that needs no fraction. */
    public static String format(long bytes) {
        for (var unit : List.of("GiB", "MiB", "KiB")) {
            var one = 1L << SHIFTS.get(unit);
            if (bytes >= one && bytes % one == 0) return bytes / one + unit;
        }
        return bytes + "B";
    }
}

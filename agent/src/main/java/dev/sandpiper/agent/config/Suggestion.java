package dev.sandpiper.agent.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known word somebody probably meant. */
public final class Suggestion {
    private static final int LONG_ENOUGH_TO_BEGIN_WITH = 4;

    /** Nobody means a known word with more; also bounds the work. */
    private static final int TOO_LONG = 64;

    private Suggestion() {}

    /** The nearest of {@code known}, if it is near: one edit in three letters, or one is the beginning of the other. */
    public static Optional<String> of(String word, Collection<String> known) {
        if (word.length() > TOO_LONG) return Optional.empty();
        var wanted = plain(word);
        var near = known.stream()
                .filter(candidate -> distance(wanted, plain(candidate)) <= Math.max(1, wanted.length() / 3))
                .min(Comparator.comparingInt(candidate -> distance(wanted, plain(candidate))));
        return near.or(() -> known.stream()
                .filter(candidate -> begins(wanted, plain(candidate)))
                .findFirst());
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    private static boolean begins(String one, String other) {
        if (Math.min(one.length(), other.length()) < LONG_ENOUGH_TO_BEGIN_WITH) return false;
        return one.startsWith(other) || other.startsWith(one);
    }

    /** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
    private static int distance(String from, String to) {
        var steps = new int[from.length() + 1][to.length() + 1];
        for (var i = 0; i <= from.length(); i++)
            for (var j = 0; j <= to.length(); j++) steps[i][j] = fewest(steps, from, to, i, j);
        return steps[from.length()][to.length()];
    }

    private static int fewest(int[][] steps, String from, String to, int i, int j) {
        if (i == 0 || j == 0) return i + j;
        var same = from.charAt(i - 1) == to.charAt(j - 1);
        var least = Math.min(Math.min(steps[i - 1][j], steps[i][j - 1]) + 1, steps[i - 1][j - 1] + (same ? 0 : 1));
        var swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
    }
}

package dev.sandpiper.agent;

import java.util.ArrayList;
import java.util.List;

/** Runs a check for each of many seeds, or for the one of {@code -Dseed=N}; tells which ones failed. */
final class Seeds {
    private static final int NAMED = 20;

    private Seeds() {}

    /** One seed's check. */
    interface Check {
        void of(long seed) throws Exception;
    }

    /** Whether only one seed is wanted, so that nothing can be said about many. */
    static boolean onlyOne() {
        return Long.getLong("seed") != null;
    }

    static void each(long first, long last, Check check) {
        var only = Long.getLong("seed");
        var failed = new ArrayList<Long>();
        Throwable cause = null;
        for (var seed = only == null ? first : only; seed <= (only == null ? last : only); seed++) {
            try {
                check.of(seed);
            } catch (Exception | AssertionError failure) {
                failed.add(seed);
                if (cause == null) cause = failure;
            }
        }
        if (cause != null) throw new AssertionError(sentence(failed, cause), cause);
    }

    private static String sentence(List<Long> failed, Throwable first) {
        var named = failed.subList(0, Math.min(NAMED, failed.size()));
        return "%d seeds failed, %s%s; the first with: %s"
                .formatted(failed.size(), named, named.size() < failed.size() ? " and more" : "", first);
    }
}

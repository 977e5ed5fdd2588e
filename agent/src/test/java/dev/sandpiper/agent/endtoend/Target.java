package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * An output that commands are sent to, and what the board may have shown of them.
 *
 * @param name of the actuator
 * @param output as in the trace
 * @param safe the level of its safe value there
 * @param unit what one command asks for more than the one before
 */
record Target(String name, String output, String safe, Ask ask, double unit) {
    /** What its commands ask for. */
    enum Ask {
        /** A number that no other command asks for. */
        A_NUMBER_OF_ITS_OWN,
        /** The same, and the board's level is that number. */
        ITS_LEVEL,
        /** To change over. */
        TOGGLE,
        /** Now much, now little; on its way there for longer than there is time. */
        FAR_BY_A_RAMP
    }

    /** As JSON; of the number of the command. */
    String value(int number) {
        return switch (ask) {
            case A_NUMBER_OF_ITS_OWN, ITS_LEVEL -> fraction(number * unit);
            case TOGGLE -> "\"toggle\"";
            case FAR_BY_A_RAMP -> fraction((number % 2 == 0 ? 0.1 : 0.9) + number * unit);
        };
    }

    private static String fraction(double number) {
        return String.format(Locale.ROOT, "%.5f", number).replaceAll("\\.?0+$", "");
    }

    /**
     * Holds what was answered against what was shown.
     *
     * @param runs the levels of each, the first one from its opening
     * @param done the answers to what was done
     * @param sent how many commands: those that are not done may have acted, once
     */
    void judge(List<List<String>> runs, List<JsonObject> done, int sent) {
        switch (ask) {
            case A_NUMBER_OF_ITS_OWN -> eachActedOnce(acts(runs), done, sent);
            case ITS_LEVEL -> {
                eachActedOnce(acts(runs), done, sent);
                for (var reply : done)
                    assertTrue(acts(runs).contains(reply.get("value").getAsString()), reply + ", and never shown");
            }
            case TOGGLE -> eachChangedOver(runs, done, sent);
            case FAR_BY_A_RAMP -> runs.forEach(this::noJump);
        }
    }

    private static List<String> acts(List<List<String>> runs) {
        return runs.stream().flatMap(run -> run.stream().skip(1)).toList();
    }

    private void eachActedOnce(List<String> acts, List<JsonObject> done, int sent) {
        assertEquals(new HashSet<>(acts).size(), acts.size(), name + ": one acted twice, " + acts);
        atLeastTheDoneOnes(acts, done, sent);
    }

    private void atLeastTheDoneOnes(List<String> acts, List<JsonObject> done, int sent) {
        assertTrue(
                done.size() <= acts.size() && acts.size() <= sent,
                "%s: of %d commands %d were done, and %d acted: %s"
                        .formatted(name, sent, done.size(), acts.size(), acts));
    }

    private void eachChangedOver(List<List<String>> runs, List<JsonObject> done, int sent) {
        for (var run : runs)
            for (var i = 1; i < run.size(); i++)
                assertTrue(!run.get(i).equals(run.get(i - 1)), name + ": toggled to what it was, " + run);
        atLeastTheDoneOnes(acts(runs), done, sent);
        var toOn =
                done.stream().filter(reply -> reply.get("value").getAsBoolean()).count();
        var on = acts(runs).stream().filter("high"::equals).count();
        assertTrue(toOn <= on, "%s: %d times on by its answers, %d times by the board".formatted(name, toOn, on));
    }

    // A tenth is three seconds of it; the levels themselves are drawn by the clock.
    private void noJump(List<String> run) {
        for (var i = 1; i < run.size(); i++) {
            var level = Double.parseDouble(run.get(i));
            var before = Double.parseDouble(run.get(i - 1));
            assertTrue(Math.abs(level - before) < 0.1, name + ": from " + before + " to " + level + " at once");
        }
    }
}

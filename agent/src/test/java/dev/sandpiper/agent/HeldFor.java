package dev.sandpiper.agent;

import static dev.sandpiper.agent.OutputHistory.BLUR;

import dev.sandpiper.agent.OutputHistory.Done;
import java.util.ArrayList;
import java.util.List;

/** Whether what was on {@code for} a time was off after it, by whichever run, until the next command. */
final class HeldFor {
    private static final int LOOK_EVERY = 250;

    private HeldFor() {}

    /** When an output was on that should have gone back, once for each command. */
    static List<Long> tooLong(OutputHistory one) {
        var found = new ArrayList<Long>();
        // Others may go on by themselves.
        if (one.rule.safeOn() || one.rule.numeric() || one.rule.goesOn()) return found;
        if (one.rule.initial().equals("on")) return found;
        for (var i = 0; i < one.done().size(); i++) {
            var done = one.done().get(i);
            var goesBack = done.on() && done.holdFor().isPresent() && wasOff(one, i);
            if (!goesBack) continue;
            var next = one.acceptedFrom(done.at() + BLUR);
            var end = next.isEmpty() ? one.runs.getLast().end() : next.getFirst() - BLUR;
            for (var at = done.at() + done.holdFor().get() + 3 * BLUR; at < end; at += LOOK_EVERY)
                if (inTheAgentsHand(one, at) && one.levelAt(at) != 0) {
                    found.add(at);
                    break;
                }
        }
        return found;
    }

    // With a time of its own, in the same moment, or just opened: what it goes back to is not what the board shows.
    private static boolean wasOff(OutputHistory one, int index) {
        var at = one.done().get(index).at();
        var plainBefore = index == 0 || isPlain(one.done().get(index - 1), at);
        var alone =
                one.acceptedFrom(at - BLUR).size() - one.acceptedFrom(at + BLUR).size() == 1;
        return plainBefore && alone && one.levelAt(at - BLUR - 1) == 0 && inTheAgentsHand(one, at);
    }

    private static boolean isPlain(Done before, long at) {
        return before.holdFor().isEmpty() && before.at() < at - BLUR;
    }

    private static boolean inTheAgentsHand(OutputHistory one, long at) {
        for (var run = 0; run < one.runs.size(); run++) {
            var opened = one.opening(run);
            if (opened.isPresent()
                    && opened.get().at() + 3 * BLUR <= at
                    && at < one.runs.get(run).end()) return !one.faultyAt(at) && !one.nobodyWasTold(run);
        }
        return false;
    }
}

package dev.sandpiper.agent;

import static dev.sandpiper.agent.OutputHistory.BLUR;

import dev.sandpiper.agent.OutputHistory.Change;

/** Why an output may go on. */
final class OutputReasons {
    private OutputReasons() {}

    /** Whether it may have gone on then: told so, going back, without a link, or begun on. */
    static boolean explain(OutputHistory one, Change change) {
        var run = one.runs.get(change.run());
        // A command of the same moment may have come just behind.
        var last = one.lastDoneBefore(change.at() - BLUR - 1);
        if (one.wasToldToGoOn(change.at())) return true;
        if (one.nobodyWasTold(change.run())) return true;
        var reverts = last.filter(done -> !done.on() || one.rule.numeric())
                .flatMap(done -> done.holdFor().map(hold -> done.at() + hold));
        if (reverts.isPresent() && change.at() >= reverts.get() - BLUR) return true;
        var lossAt = one.rule.linkLoss().map(seconds -> seconds * 1000L);
        if (one.rule.goesOn()
                && lossAt.isPresent()
                && change.at() - one.linkLostSince(change.at()) >= lossAt.get() - BLUR) return true;
        var untouched = last.isEmpty() || last.get().at() < run.start();
        if (!untouched || one.rule.initial().equals("off")) return false;
        if (one.rule.initial().equals("on")) return true;
        if (one.interruptedBefore(change.run())) return false;
        return last.filter(done -> done.on() || done.holdFor().isPresent()).isPresent()
                        && !madeSafe(one, last.get(), run)
                || one.rule.goesOn();
    }

    /** Whether something but a stop or a crash made it safe after the command. */
    private static boolean madeSafe(OutputHistory one, OutputHistory.Done last, OutputHistory.Run before) {
        if (!last.on()) return false;
        for (var i = 0; i < one.changes.size(); i++) {
            var change = one.changes.get(i);
            var end = one.runs.get(change.run()).end();
            var byStop = one.runs.get(change.run()).stopped() && change.at() >= end - BLUR;
            if (change.at() > last.at() + BLUR
                    && change.at() < before.start()
                    && change.level() == 0
                    && one.before(i) != 0
                    && !change.first()
                    && !byStop) return true;
        }
        return false;
    }
}

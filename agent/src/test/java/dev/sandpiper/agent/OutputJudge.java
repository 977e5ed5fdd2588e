package dev.sandpiper.agent;

import static dev.sandpiper.agent.OutputHistory.BLUR;

import dev.sandpiper.agent.OutputEvent.Kind;
import dev.sandpiper.agent.OutputHistory.Change;
import dev.sandpiper.agent.OutputHistory.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Holds the board's trace against the rules of the file: what the outputs did, not what the agent thinks of it. */
final class OutputJudge {
    private final OutputSchedule schedule;
    private final List<OutputHistory> histories;
    private final List<String> findings = new ArrayList<>();

    OutputJudge(OutputSchedule schedule) throws IOException {
        this.schedule = schedule;
        var trace = schedule.trace();
        histories = schedule.rules.stream()
                .map(rule -> new OutputHistory(rule, schedule, trace))
                .toList();
    }

    List<String> findings() {
        for (var one : histories) {
            var rule = one.rule;
            for (var other : histories) if (rule.with().contains(other.rule.id())) neverTogether(one, other);
            rule.maxOn().ifPresent(seconds -> notAwayForLonger(one, seconds * 1000L));
            rule.linkLoss().ifPresent(seconds -> safeWithoutLink(one, seconds * 1000L));
            rule.minOff().ifPresent(seconds -> staysFor(one, 0, seconds * 1000L, "min_off"));
            rule.minOn().ifPresent(seconds -> staysFor(one, 1, seconds * 1000L, "min_on"));
            rule.perMinute().ifPresent(most -> notOftener(one, most));
            HeldFor.tooLong(one).forEach(at -> finding(one, at, "on, and 'for' is over"));
            beginsAsItShould(one);
            goesOnForAReasonOnly(one);
            whatIsAnsweredDoneIsDone(one);
            if (rule.numeric()) numbersAreAllowed(one);
            safeAfterAStop(one);
        }
        eachIsAnsweredOnce();
        return findings;
    }

    private void finding(OutputHistory one, long at, String what) {
        findings.add("%s at %d ms: %s"
                .formatted(one.rule.id(), at - one.runs.getFirst().start(), what));
    }

    private void neverTogether(OutputHistory one, OutputHistory other) {
        for (var on : one.spans(level -> level > 0))
            for (var next : other.spans(level -> level > 0))
                if (next.from() >= on.from() && next.from() < on.to() + OutputRules.DEAD_TIME_MILLIS - BLUR)
                    finding(other, next.from(), "on with, or too soon after, %s".formatted(one.rule.id()));
    }

    private void notAwayForLonger(OutputHistory one, long most) {
        for (var away : one.spans(level -> level != one.rule.safe()))
            for (var run = 0; run < one.runs.size(); run++) {
                var opened = one.opening(run);
                if (opened.isEmpty() || opened.get().at() >= away.to()) continue;
                var begun = beginning(one, away, run);
                var from = Math.max(begun + most, opened.get().at()) + 3 * BLUR;
                var to = Math.min(away.to(), one.runs.get(run).end());
                for (var at = from; at < to; at += 100)
                    if (!one.faultyAt(at)) {
                        finding(one, at, "away from safe since %d ms".formatted(at - begun));
                        break;
                    }
            }
    }

    // Another boot cannot know, nor can a run whose predecessor died before it had written down when that was.
    private static long beginning(OutputHistory one, Span away, int run) {
        for (var later = run; later > 0; later--) {
            var opened = one.opening(later);
            if (opened.isEmpty() || opened.get().at() <= away.from()) continue;
            var sameBoot = one.runs
                    .get(later)
                    .boot()
                    .equals(one.runs.get(lastOpened(one, later)).boot());
            var known = away.from() < one.runs.get(later - 1).end() - BLUR && !one.interruptedBefore(later);
            if (!sameBoot || !known) return opened.get().at();
        }
        return away.from();
    }

    // The run before this one that had the output open: those in between saw nothing of it.
    private static int lastOpened(OutputHistory one, int run) {
        for (var before = run - 1; before > 0; before--) if (one.opening(before).isPresent()) return before;
        return 0;
    }

    private void safeWithoutLink(OutputHistory one, long after) {
        var go = one.rule.goesOn() ? 1 : 0;
        if (go != one.rule.safe()) return;
        for (var lost : lost(one)) {
            for (var at = lost.from() + after + 3 * BLUR; at < lost.to() - BLUR; at += 250) {
                var since = at;
                var byHand = one.done().stream().anyMatch(done -> done.at() >= lost.from() && done.at() <= since);
                if (one.faultyAt(at) || byHand || one.levelAt(at) == go) continue;
                finding(one, at, "not safe without a link since %d ms".formatted(at - lost.from()));
                break;
            }
        }
    }

    /** While the link is lost and the output in the agent's hand. */
    private List<Span> lost(OutputHistory one) {
        var spans = new ArrayList<Span>();
        for (var run = 0; run < one.runs.size(); run++) {
            var from = one.opening(run).isEmpty()
                    ? Long.MAX_VALUE
                    : one.opening(run).get().at();
            var end = one.runs.get(run).end();
            for (var event : schedule.events) {
                if (event.at() < one.runs.get(run).start() || event.at() > end) continue;
                if (event.kind() == Kind.LINK_UP && from < event.at()) spans.add(new Span(from, event.at()));
                if (event.kind() == Kind.LINK_UP) from = Long.MAX_VALUE;
                if (event.kind() == Kind.LINK_LOST && one.opening(run).isPresent())
                    from = Math.max(event.at(), one.opening(run).get().at());
            }
            if (from < end) spans.add(new Span(from, end));
        }
        return spans;
    }

    private void staysFor(OutputHistory one, double level, long least, String key) {
        var since = Long.MIN_VALUE / 2;
        for (var i = 0; i < one.changes.size(); i++) {
            var change = one.changes.get(i);
            var goes = one.before(i) == level && change.level() != level;
            if (goes && change.at() - since < least - BLUR && !(change.first() && key.equals("min_on")))
                finding(one, change.at(), "%s: only %d ms".formatted(key, change.at() - since));
            if (change.level() == level && (one.before(i) != level || change.first())) since = change.at();
        }
    }

    private void notOftener(OutputHistory one, int most) {
        for (var run : one.runs) {
            var taken = schedule.events.stream()
                    .filter(event -> event.kind() == Kind.ACCEPTED
                            && event.id().equals(one.rule.id())
                            && event.word(1).equals("other")
                            && run.start() <= event.at()
                            && event.at() <= run.end())
                    .mapToLong(OutputEvent::at)
                    .toArray();
            for (var i = 0; i < taken.length; i++)
                for (var j = i; j < taken.length; j++)
                    if (j - i + 1 > most + (taken[j] - taken[i] + BLUR) * most / 60_000.0)
                        finding(one, taken[j], "%d commands taken in %d ms".formatted(j - i + 1, taken[j] - taken[i]));
        }
    }

    private void beginsAsItShould(OutputHistory one) {
        var rule = one.rule;
        var free = rule.maxOn().isEmpty()
                && rule.linkLoss().isEmpty()
                && rule.minOff().isEmpty()
                && rule.with().isEmpty();
        for (var run = 0; run < one.runs.size(); run++) {
            var opened = one.opening(run);
            if (opened.isEmpty()) continue;
            var level = opened.get().level();
            if (rule.initial().equals("off") && level != 0 && !one.linkLossOpensItOn(opened.get()))
                finding(one, opened.get().at(), "begins on");
            if (rule.initial().equals("on") && free && level != 1)
                finding(one, opened.get().at(), "begins off");
            if (rule.initial().equals("last") && free && run > 0 && one.faults.isEmpty())
                beginsWithLast(one, opened.get(), run);
        }
    }

    private void beginsWithLast(OutputHistory one, Change opened, int run) {
        var end = one.runs.get(run - 1).end();
        var last = one.lastDoneBefore(end);
        var expected = last.map(OutputHistory.Done::level).orElse(one.rule.safe());
        var open = last.isPresent()
                && (last.get().holdFor().isPresent() || last.get().at() >= end - BLUR);
        if (one.nobodyWasTold(run)) return;
        if (one.interruptedBefore(run)) expected = one.rule.safe();
        else if (open) return;
        if (interruptedSince(one, last.map(OutputHistory.Done::at).orElse(0L), run)) expected = one.rule.safe();
        if (opened.level() != expected)
            finding(one, opened.at(), "begins with %s, expected %s".formatted(opened.level(), expected));
    }

    private static boolean interruptedSince(OutputHistory one, long since, int run) {
        for (var earlier = 1; earlier <= run; earlier++)
            if (one.runs.get(earlier).start() > since && one.interruptedBefore(earlier)) return true;
        return false;
    }

    private void goesOnForAReasonOnly(OutputHistory one) {
        for (var i = 0; i < one.changes.size(); i++) {
            var change = one.changes.get(i);
            if (one.before(i) != 0 && !change.first() || change.level() == 0) continue;
            if (one.rule.safeOn()) continue;
            if (!OutputReasons.explain(one, change)) finding(one, change.at(), "goes on, nobody knows why");
        }
    }

    private void whatIsAnsweredDoneIsDone(OutputHistory one) {
        if (one.rule.ramp().isPresent()) return;
        for (var done : one.done()) {
            var levels = one.changes.stream()
                    .filter(change -> Math.abs(change.at() - done.at()) <= BLUR)
                    .map(Change::level)
                    .collect(Collectors.toSet());
            levels.add(
                    one.levelAt(done.at() - BLUR - 1)); // of several in one moment the first may have changed nothing
            if (!levels.contains(done.level()))
                finding(one, done.at(), "done %s, and it is %s".formatted(done.level(), levels));
        }
    }

    private void numbersAreAllowed(OutputHistory one) {
        var rule = one.rule;
        for (var i = 0; i < one.changes.size(); i++) {
            var change = one.changes.get(i);
            var range = rule.range().orElse(new double[] {0, 1});
            if (change.level() != 0 && rule.ramp().isEmpty() && (change.level() < range[0] || change.level() > range[1])
                    || change.level() > range[1])
                finding(one, change.at(), "%s is not in its range".formatted(change.level()));
            if (rule.ramp().isEmpty() || change.first() || change.level() == 0) continue;
            var gone = Math.abs(change.level() - one.before(i));
            var allowed = (change.at() - one.changes.get(i - 1).at() + 60)
                    / (rule.ramp().get() * 1000.0);
            if (gone > allowed + 0.001 && change.at() - one.changes.get(i - 1).at() < 60)
                finding(one, change.at(), "a step of %s".formatted(gone));
            if (gone > 0.06 / rule.ramp().get() + 0.001) finding(one, change.at(), "a jump of %s".formatted(gone));
        }
    }

    private void safeAfterAStop(OutputHistory one) {
        for (var i = 0; i < one.runs.size(); i++) {
            var run = one.runs.get(i);
            if (run.stopped()
                    && one.opening(i).isPresent()
                    && !one.faultyAt(run.end())
                    && one.levelAt(run.end()) != one.rule.safe()) finding(one, run.end(), "not safe after a stop");
        }
    }

    private void eachIsAnsweredOnce() {
        var answers = new HashMap<String, Integer>();
        for (var event : schedule.events)
            if (event.kind() == Kind.ANSWER) answers.merge(event.word(0), 1, Integer::sum);
        for (var event : schedule.events) {
            if (event.kind() == Kind.ACCEPTED && event.word(2).equals("COMMAND") && !answers.containsKey(event.word(0)))
                findings.add("command %s was never answered".formatted(event.word(0)));
        }
        for (Map.Entry<String, Integer> answer : answers.entrySet())
            if (answer.getValue() > 1)
                findings.add("command %s was answered %d times".formatted(answer.getKey(), answer.getValue()));
    }
}

package dev.sandpiper.agent;

import dev.sandpiper.agent.OutputEvent.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoublePredicate;

/** What one output did on the board, and what happened to it meanwhile; read from the trace, not from the agent. */
final class OutputHistory {
    /** The trace has whole milliseconds. */
    static final long BLUR = 2;

    /** How long after a fault a change that has to be may be late: a try each second. */
    private static final long RETRY = 1_100;

    final OutputRules rule;
    final List<Change> changes = new ArrayList<>();
    final List<Run> runs = new ArrayList<>();
    final List<Span> faults = new ArrayList<>();
    private final List<Done> done = new ArrayList<>();
    private final List<OutputEvent> events;

    /** @param first the level with which a run opened it */
    record Change(long at, double level, boolean first, int run) {}

    /** From the start to its end, whichever. */
    record Run(long start, long end, String boot, boolean stopped) {}

    /** From one moment to another. */
    record Span(long from, long to) {
        boolean holds(long at) {
            return from <= at && at < to;
        }
    }

    /** A command that was carried out. */
    record Done(long at, boolean on, Optional<Long> holdFor, double level) {}

    OutputHistory(OutputRules rule, OutputSchedule schedule, List<String> trace) {
        this.rule = rule;
        this.events = schedule.events;
        readRuns();
        readFaults();
        readTrace(trace);
        readDone();
    }

    private void readRuns() {
        for (var i = 0; i < events.size(); i++) {
            if (events.get(i).kind() != Kind.START) continue;
            var end = events.subList(i, events.size()).stream()
                    .filter(event -> event.kind() == Kind.CRASH || event.kind() == Kind.STOP)
                    .findFirst()
                    .orElseThrow();
            runs.add(new Run(events.get(i).at(), end.at(), events.get(i).word(0), end.kind() == Kind.STOP));
        }
    }

    private void readFaults() {
        if (!rule.fails()) return;
        for (var event : events)
            if (event.kind() == Kind.FAULT) faults.add(new Span(event.at() - BLUR, healed(event.at()) + RETRY));
    }

    private long healed(long from) {
        return events.stream()
                .filter(event -> event.kind() == Kind.HEALED && event.at() >= from)
                .mapToLong(OutputEvent::at)
                .findFirst()
                .orElse(Long.MAX_VALUE / 2);
    }

    private void readTrace(List<String> trace) {
        var starts = events.stream().filter(event -> event.kind() == Kind.START).toList();
        var run = 0;
        var opened = -1;
        for (var i = 0; i < trace.size(); i++) {
            while (run + 1 < starts.size()
                    && Integer.parseInt(starts.get(run + 1).word(1)) <= i) run++;
            var line = trace.get(i).split(" ", 2);
            if (!line[1].startsWith(rule.wire() + " ")) continue;
            changes.add(new Change(Instant.parse(line[0]).toEpochMilli(), level(line[1]), run != opened, run));
            opened = run;
        }
    }

    private static double level(String line) {
        return switch (line.substring(line.lastIndexOf(' ') + 1)) {
            case "high" -> 1;
            case "low" -> 0;
            case String number -> Double.parseDouble(number);
        };
    }

    boolean faultyAt(long at) {
        return faults.stream().anyMatch(fault -> fault.holds(at));
    }

    /** The level before the change with this number; what a process before left counts as well. */
    double before(int change) {
        return change == 0 ? rule.safe() : changes.get(change - 1).level;
    }

    /** How it is in the end of that millisecond. */
    double levelAt(long at) {
        return changes.stream()
                .filter(change -> change.at <= at)
                .reduce((_, later) -> later)
                .map(Change::level)
                .orElse(rule.safe());
    }

    /** When the device was opened in a run; empty when it could not be. */
    Optional<Change> opening(int run) {
        return changes.stream().filter(change -> change.run == run).findFirst();
    }

    /** Commands that were carried out, in order. */
    List<Done> done() {
        return done;
    }

    private void readDone() {
        var commands = new HashMap<String, OutputEvent>();
        for (var event : events) {
            if (!event.id().equals(rule.id())) continue;
            if (event.kind() == Kind.COMMAND) commands.put(event.word(0), event);
            if (event.kind() == Kind.ACTED && event.word(1).equals("done"))
                done.add(done(event, Objects.requireNonNull(commands.get(event.word(0)))));
        }
    }

    private static Done done(OutputEvent acted, OutputEvent command) {
        var hold = command.word(2).equals("-") ? Optional.<Long>empty() : Optional.of(Long.valueOf(command.word(2)));
        var level = switch (acted.word(2)) {
            case "true" -> 1.0;
            case "false" -> 0.0;
            case String number -> Double.parseDouble(number);
        };
        return new Done(acted.at(), level > 0, hold, level);
    }

    /** Whether somebody by hand was not answered when a run before ended, and nothing was done since: it may have been either. */
    boolean nobodyWasTold(int run) {
        var since = lastDoneBefore(runs.get(run).start - 1).map(Done::at).orElse(0L);
        return events.stream()
                .filter(event -> event.kind() == Kind.ACCEPTED
                        && event.id().equals(rule.id())
                        && event.word(2).equals("LOCAL")
                        && event.at() >= since
                        && event.at() <= runs.get(run).start)
                .anyMatch(event -> events.stream()
                        .noneMatch(answer ->
                                answer.kind() == Kind.ANSWER && answer.word(0).equals(event.word(0))));
    }

    /** Since when the link is lost, by whichever run; a reboot forgets it. */
    long linkLostSince(long at) {
        var since = Long.MAX_VALUE / 2;
        for (var event : events) {
            if (event.at() > at) break;
            var begins = event.kind() == Kind.START && since > at || event.kind() == Kind.LINK_LOST;
            if (begins) since = event.at();
            if (event.kind() == Kind.LINK_UP && event.at() < at - BLUR && !diedAt(event.at()))
                since = Long.MAX_VALUE / 2;
        }
        return since;
    }

    /** Whether its chip could be opened only when the link was lost for long, in that run. */
    boolean linkLossOpensItOn(Change opened) {
        var lostSince = Math.max(runs.get(opened.run).start, linkLostSince(opened.at));
        return rule.goesOn()
                && rule.linkLoss()
                        .filter(seconds -> opened.at - lostSince >= seconds * 1000L - BLUR)
                        .isPresent();
    }

    /** Whether a run died in that moment: perhaps it had not written down what happened in it. */
    private boolean diedAt(long at) {
        return runs.stream().anyMatch(run -> !run.stopped && Math.abs(run.end - at) <= BLUR);
    }

    /** Whether a command of that moment was taken that wanted it on; a crash may have come before it was answered. */
    boolean wasToldToGoOn(long at) {
        var taken = events.stream()
                .filter(event -> event.kind() == Kind.ACCEPTED && Math.abs(event.at() - at) <= BLUR)
                .map(event -> event.word(0))
                .toList();
        return events.stream()
                .anyMatch(event -> event.kind() == Kind.COMMAND
                        && event.id().equals(rule.id())
                        && taken.contains(event.word(0))
                        && !event.word(1).equals("false")
                        && !event.word(1).equals("0.0"));
    }

    /** When commands to it were taken from then on. */
    List<Long> acceptedFrom(long from) {
        return events.stream()
                .filter(event -> event.kind() == Kind.ACCEPTED && event.id().equals(rule.id()) && event.at() >= from)
                .map(OutputEvent::at)
                .toList();
    }

    Optional<Done> lastDoneBefore(long at) {
        return done.stream().filter(one -> one.at <= at).reduce((_, later) -> later);
    }

    /** While it is away from (or, for others, at) what the test says. */
    List<Span> spans(DoublePredicate counts) {
        var spans = new ArrayList<Span>();
        var from = -1L;
        for (var change : changes) {
            if (from < 0 && counts.test(change.level)) from = change.at;
            if (from >= 0 && !counts.test(change.level)) {
                spans.add(new Span(from, change.at));
                from = -1;
            }
        }
        if (from >= 0) spans.add(new Span(from, runs.getLast().end));
        return spans;
    }

    /** Whether a command to it was begun and not finished when that run ended. */
    boolean interruptedBefore(int run) {
        return run > 0
                && events.stream()
                        .anyMatch(event -> event.kind() == Kind.ANSWER
                                && event.id().equals(rule.id())
                                && event.what().contains("interrupted")
                                && event.at() == runs.get(run).start);
    }
}

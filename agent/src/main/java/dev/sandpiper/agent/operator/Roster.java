package dev.sandpiper.agent.operator;

import dev.sandpiper.agent.store.Stamps;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** All devices that were heard of and how they are, within bounds: anybody who may publish can invent devices. */
final class Roster {
    private static final int EVENTS = 5;

    private final Map<String, Sight> devices = new TreeMap<>();
    private final Deque<String> events = new ArrayDeque<>();
    private final PlainLines lines = new PlainLines();
    private final Allowance allowance;
    private long ignored;

    Roster(Allowance allowance) {
        this.allowance = allowance;
    }

    /** Whether a message tells of now, or of when the broker was given it to keep. */
    enum Age {
        LIVE,
        KEPT
    }

    /** One device. */
    static final class Sight {
        private final String id;
        private final Map<String, Entry> entries = new TreeMap<>();
        /** The last of each value that came by itself, by sensor and name. */
        private final Map<String, SequencedMap<String, String>> values = new TreeMap<>();

        private Map<String, Map<String, String>> units = Map.of();
        private String status = "?";
        private String what = "";
        private List<String> problems = List.of();
        private Optional<Instant> lastHeard = Optional.empty();

        private Sight(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }

        Collection<Entry> entries() {
            return entries.values();
        }

        /** {@code online} or {@code offline}; {@code ?} where its status was not heard. */
        String status() {
            return status;
        }

        boolean online() {
            return status.equals("online");
        }

        /** What it is, for people. */
        String what() {
            return what;
        }

        List<String> problems() {
            return problems;
        }

        Optional<Instant> lastHeard() {
            return lastHeard;
        }

        /** Whether somebody should look at it. */
        boolean troubled() {
            return !online() || !problems.isEmpty();
        }

        private void heard(Optional<Instant> at) {
            if (at.isPresent()
                    && lastHeard.map(before -> before.isBefore(at.get())).orElse(true)) lastHeard = at;
        }

        // History tells of what was before.
        private void enter(Entry entry) {
            var before = entries.get(entry.id());
            if (before == null || entry.ts().compareTo(before.ts()) >= 0) entries.put(entry.id(), entry);
        }
    }

    /**
     * The newest of one sensor or actuator.
     *
     * @param ts as sent; empty where it had none
     * @param at when it was so
     */
    record Entry(String id, String ts, Optional<Instant> at, Kind kind, String text, String remark) {
        enum Kind {
            READING,
            FAULT,
            STATE
        }
    }

    void hear(Heard heard, Age age, Instant now) {
        if (allowance.takes(place(heard), heard))
            note(devices.computeIfAbsent(heard.device(), Sight::new), heard, age, now);
        else ignored++;
        if (age == Age.LIVE && isEvent(heard)) event(lines.line(heard, Stamps.text(now)));
    }

    private static String place(Heard heard) {
        return switch (heard) {
            case Heard.Status(var device, var _) -> device + " status";
            case Heard.Birth(var device, var _, var _) -> device + " info";
            case Heard.Health(var device, var _, var _) -> device + " health";
            case Heard.Reading reading -> reading.device() + "/" + reading.id();
            case Heard.Value value -> value.device() + "/" + value.id() + "/" + value.name();
            case Heard.State(var device, var id, var _, var _, var _) -> device + "/" + id;
            case Heard.Answer _, Heard.Gap _, Heard.Unreadable _ -> heard.device();
        };
    }

    private void note(Sight sight, Heard heard, Age age, Instant now) {
        switch (heard) {
            case Heard.Status(var _, var word) -> {
                sight.status = word;
                if (age == Age.LIVE) sight.heard(Optional.of(now));
            }
            case Heard.Birth(var _, var what, var units) -> {
                sight.what = what;
                sight.units = units;
                if (age == Age.LIVE) sight.heard(Optional.of(now));
            }
            case Heard.Health(var _, var ts, var problems) -> {
                sight.problems = problems;
                sight.heard(at(ts, age, now));
            }
            case Heard.Reading reading -> {
                sight.heard(at(reading.ts(), age, now));
                sight.enter(entry(sight, reading, at(reading.ts(), age, now)));
            }
            case Heard.Value value -> {
                sight.heard(at(Optional.empty(), age, now));
                sight.enter(entry(
                        sight, whole(sight, value, ts(Optional.empty(), age, now)), at(Optional.empty(), age, now)));
            }
            case Heard.State(var _, var id, var ts, var value, var why) -> {
                sight.heard(at(ts, age, now));
                sight.enter(new Entry(id, ts(ts, age, now).orElse(""), at(ts, age, now), Entry.Kind.STATE, value, why));
            }
            case Heard.Answer(var _, var _, var ts, var _) -> sight.heard(at(ts, age, now));
            case Heard.Gap(var _, var ts, var _) -> sight.heard(at(ts, age, now));
            case Heard.Unreadable _ -> {}
        }
    }

    private static Heard.Reading whole(Sight sight, Heard.Value value, Optional<String> ts) {
        var all = sight.values.computeIfAbsent(value.id(), _ -> new LinkedHashMap<>());
        if (value.failure().isEmpty()) all.put(value.name(), value.text());
        return new Heard.Reading(value.device(), value.id(), ts, all, value.failure());
    }

    private static Entry entry(Sight sight, Heard.Reading reading, Optional<Instant> at) {
        var units = sight.units.getOrDefault(reading.id(), Map.of());
        return reading.error()
                .map(error -> new Entry(reading.id(), reading.ts().orElse(""), at, Entry.Kind.FAULT, error, ""))
                .orElseGet(() -> new Entry(
                        reading.id(),
                        reading.ts().orElse(""),
                        at,
                        Entry.Kind.READING,
                        String.join("  ", PlainLines.values(reading.values(), units)),
                        ""));
    }

    // What says no time of its own and comes now is newer than what came before.
    private static Optional<String> ts(Optional<String> ts, Age age, Instant now) {
        return ts.isEmpty() && age == Age.LIVE ? Optional.of(Stamps.text(now)) : ts;
    }

    // The clocks of devices and of this machine may differ: what comes now is of now.
    private static Optional<Instant> at(Optional<String> ts, Age age, Instant now) {
        if (age == Age.LIVE) return Optional.of(now);
        try {
            return ts.map(Instant::parse);
        } catch (DateTimeParseException strange) {
            return Optional.empty();
        }
    }

    private static boolean isEvent(Heard heard) {
        return heard instanceof Heard.Status || heard instanceof Heard.Answer || heard instanceof Heard.Gap;
    }

    private void event(String line) {
        events.addLast(line);
        if (events.size() > EVENTS) events.removeFirst();
    }

    /** By their ids. */
    Collection<Sight> devices() {
        return devices.values();
    }

    /** What happened last, oldest first. */
    Collection<String> events() {
        return events;
    }

    /** How many messages found no room. */
    long ignored() {
        return ignored;
    }
}

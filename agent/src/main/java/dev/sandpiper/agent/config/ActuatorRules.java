package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.Repertoire;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What holds between the keys of one actuator: its values exist, and its limits leave it something to do. */
final class ActuatorRules {
    private final Complaints complaints;
    private final ActuatorType type;
    private final Found found;
    private final Section options;
    private final Repertoire repertoire;

    private ActuatorRules(Complaints complaints, ActuatorType type, Found found, Section options) {
        this.complaints = complaints;
        this.type = type;
        this.found = found;
        this.options = options;
        this.repertoire = type.repertoire().apply(options);
    }

    static void check(Entry entry, Complaints complaints) {
        if (!(entry.type().orElse(null) instanceof ActuatorType type)) return;
        entry.section().ifPresent(options -> new ActuatorRules(complaints, type, entry.found(), options).check());
    }

    private void check() {
        var safe = found.has("safe") ? value(found, "safe", _ -> false) : Optional.of(repertoire.safe());
        var initial = value(found, "initial", "last"::equals);
        var loss = found.maybe("on_link_loss", Found.class);
        var go = loss.flatMap(keys -> value(keys, "go", "safe"::equals));
        minNotAboveMax();
        numbersOnly("ramp");
        if (safe.isEmpty()) return;
        range().ifPresent(range -> {
            safeInRange(range, safe.get());
            initial.ifPresent(value -> inRange(range, safe.get(), found, "initial", value));
            go.ifPresent(value -> inRange(range, safe.get(), loss.get(), "go", value));
        });
        if (!safe.get().equals(repertoire.safe())) offIsSafe(safe.get());
        if (found.has("dead_time") && !found.has("interlock"))
            complain(found, "dead_time", "it keeps nothing apart without interlock; add that, or leave it out");
    }

    /** The value of a key; empty when it is a word that means another value, absent or wrong. */
    private Optional<Value> value(Found keys, String key, Predicate<Object> otherwise) {
        var written = keys.maybe(key, Object.class).filter(otherwise.negate());
        if (written.isEmpty()) return Optional.empty();
        try {
            return Optional.of(Settings.value(type, options, written.get()));
        } catch (Misfit misfit) {
            complain(keys, key, misfit.getMessage());
            return Optional.empty();
        }
    }

    private void minNotAboveMax() {
        var least = found.maybe("min_on", Duration.class);
        var most = found.maybe("max_on", Duration.class);
        if (least.isEmpty() || most.isEmpty() || least.get().compareTo(most.get()) <= 0) return;
        complain(
                found,
                "min_on",
                "min_on is %s and max_on %s, expected min_on not above max_on; correct one"
                        .formatted(Durations.format(least.get()), Durations.format(most.get())));
    }

    /** The range among the limits, if it can be one. */
    private Optional<Range> range() {
        if (Limiting.hasOwnRange(type) || !found.has("range") || !numbersOnly("range")) return Optional.empty();
        var range = found.maybe("range", Range.class);
        var span = repertoire.span().orElseThrow();
        if (range.isEmpty()
                || span.contains(range.get().least())
                        && span.contains(range.get().most())) return range;
        complain(
                found,
                "range",
                "found %s, expected two of the numbers of %s: %s; correct it"
                        .formatted(Scalars.written(range.get()), type.name(), Settings.accepted(repertoire)));
        return Optional.empty();
    }

    private boolean numbersOnly(String key) {
        if (!found.has(key) || repertoire.span().isPresent()) return true;
        complain(found, key, type.name() + " is on or off and takes no numbers; leave it out");
        return false;
    }

    private void safeInRange(Range range, Value safe) {
        if (Narrowed.allows(range, repertoire.safe(), safe)) return;
        complain(
                found,
                found.has("safe") ? "safe" : "range",
                "safe is %s, expected %s to %s, or %s; correct one"
                        .formatted(safe, Phrases.plain(range.least()), Phrases.plain(range.most()), repertoire.safe()));
    }

    private void inRange(Range range, Value safe, Found keys, String key, Value value) {
        if (Narrowed.allows(range, safe, value)) return;
        complain(
                keys,
                key,
                "found %s, expected %s to %s as in range, or %s as in safe; correct one"
                        .formatted(value, Phrases.plain(range.least()), Phrases.plain(range.most()), safe));
    }

    // Going to safe is never refused: what would have to refuse it keeps nothing.
    private void offIsSafe(Value safe) {
        for (var key : List.of("interlock", "min_off"))
            if (found.has(key))
                complain(
                        found,
                        key,
                        "safe is %s, and going there is never refused; set safe: %s, or leave it out"
                                .formatted(safe, shown(repertoire.safe())));
    }

    private static String shown(Value off) {
        return off instanceof Value.Flag flag ? flag.on() ? "on" : "off" : off.toString();
    }

    private void complain(Found keys, String key, String what) {
        complaints.add(keys.spot(key), keys.where(key), what);
    }
}

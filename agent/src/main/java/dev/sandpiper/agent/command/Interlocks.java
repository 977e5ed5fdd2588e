package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.Limits.Interlock;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * The book of outputs, for those that are never on together. Each is entered as on before it goes on, and as off after it
 * went off, by any thread; of two that ask at the same moment one is refused. What is not known to be off counts as on.
 * Those that no rule is about are in it, too: other rules may come while they are on.
 */
public final class Interlocks {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private volatile Map<String, Map<String, Duration>> deadTimes;
    private final Time time;
    /** Replaced as a whole: an entry is valid for what was read before only if nothing changed in between. */
    private final AtomicReference<Map<String, Entry>> book = new AtomicReference<>(Map.of());

    private final Set<String> beginOn = ConcurrentHashMap.newKeySet();

    /** An output that is not entered at all was not opened yet: whatever was before may have left it on. */
    private sealed interface Entry {
        record On() implements Entry {}

        record Off(long since) implements Entry {}
    }

    /**
     * Why an output may not go on.
     *
     * @param comeAgain after which it may, unless something happens; empty while the other one is on
     */
    record Conflict(String reason, Optional<Duration> comeAgain) {}

    public Interlocks(List<ActuatorConfig> actuators, Time time) {
        this.time = time;
        this.deadTimes = deadTimes(actuators);
    }

    // Written at one side it counts for both; of two dead times the longer one.
    private static Map<String, Map<String, Duration>> deadTimes(List<ActuatorConfig> actuators) {
        var all = new HashMap<String, Map<String, Duration>>();
        for (var actuator : actuators)
            for (var lock : actuator.limits().interlock().stream().toList())
                for (var other : lock.with()) {
                    enter(all, actuator.id(), other, lock);
                    enter(all, other, actuator.id(), lock);
                }
        return Collections.unmodifiableMap(all);
    }

    private static void enter(Map<String, Map<String, Duration>> all, String one, String other, Interlock lock) {
        all.computeIfAbsent(one, _ -> new HashMap<>())
                .merge(other, lock.deadTime(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }

    /** Takes other rules; before an output begins of which the former ones knew nothing. */
    public void rules(List<ActuatorConfig> actuators) {
        deadTimes = deadTimes(actuators);
        beginOn.clear();
    }

    /** Forgets an output that is gone, off or not: the next of its name is not known to be off. */
    public void forget(String id) {
        UnaryOperator<Map<String, Entry>> without = page -> {
            var next = new HashMap<>(page);
            next.remove(id);
            return Collections.unmodifiableMap(next);
        };
        book.updateAndGet(without);
    }

    /** Whether an output has to ask. */
    boolean concerns(String id) {
        return deadTimes.containsKey(id);
    }

    /** Wants to begin on; of several the first in the file may. While one thread wires everything. */
    void wantsToBeginOn(String id) {
        if (partners(id).keySet().stream().noneMatch(beginOn::contains)) beginOn.add(id);
    }

    boolean letsBeginOn(String id) {
        return beginOn.contains(id);
    }

    /** Whether it is entered as on. */
    boolean isOn(String id) {
        return book.get().get(id) instanceof Entry.On;
    }

    /** Enters an output as on before it goes on, unless that is refused. */
    Optional<Conflict> claim(String id) {
        while (true) {
            var page = book.get();
            if (page.get(id) instanceof Entry.On) return Optional.empty();
            var conflict = conflict(id, page);
            if (conflict.isPresent()) return conflict;
            if (book.compareAndSet(page, with(page, id, new Entry.On()))) return Optional.empty();
        }
    }

    /** Enters it as off from now on; the device has to have said so. */
    void isOff(String id) {
        UnaryOperator<Map<String, Entry>> off =
                page -> page.get(id) instanceof Entry.Off ? page : with(page, id, new Entry.Off(time.nanos()));
        book.updateAndGet(off);
    }

    private static Map<String, Entry> with(Map<String, Entry> page, String id, Entry entry) {
        var next = new HashMap<>(page);
        next.put(id, entry);
        return Collections.unmodifiableMap(next);
    }

    private Map<String, Duration> partners(String id) {
        return deadTimes.getOrDefault(id, Map.of());
    }

    private Optional<Conflict> conflict(String id, Map<String, Entry> page) {
        return partners(id).entrySet().stream()
                .flatMap(partner -> conflict(partner.getKey(), partner.getValue(), page).stream())
                .findFirst();
    }

    private Optional<Conflict> conflict(String other, Duration deadTime, Map<String, Entry> page) {
        return switch (page.get(other)) {
            case null ->
                Optional.of(new Conflict(
                        "interlocked with %s, which is not known to be off".formatted(other), Optional.of(LOOK_AGAIN)));
            case Entry.On() ->
                Optional.of(new Conflict("interlocked with %s, which is on".formatted(other), Optional.empty()));
            case Entry.Off(var since) -> {
                var left = deadTime.minus(time.since(since));
                yield left.isPositive() ? Optional.of(deadTime(other, left)) : Optional.empty();
            }
        };
    }

    private static Conflict deadTime(String other, Duration left) {
        return new Conflict(
                "interlocked with %s, which was on a moment ago: come again in %s".formatted(other, Waits.shown(left)),
                Optional.of(left));
    }
}

package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.DriverType.ExpanderType;
import dev.sandpiper.sensors.DriverType.HubType;
import dev.sandpiper.sensors.DriverType.MultiplexerType;
import dev.sandpiper.sensors.Hub;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Pin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts in place of each name like {@code mux1/3} the channel or the pin it means. A name that means none is told and taken out, so
 * that the rules that come after see only what is right.
 */
final class Hubs {
    private final Complaints complaints;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, Optional<Hub>> hubs = new HashMap<>();
    /** The hubs whose own bus is being looked up, innermost last. */
    private final Set<String> underWay = new LinkedHashSet<>();

    Hubs(Complaints complaints) {
        this.complaints = complaints;
    }

    void resolve(Found file) {
        for (var entry : EntryRules.entries(file))
            entry.found().maybe("id", String.class).ifPresent(id -> entries.putIfAbsent(id, entry));
        for (var entry : EntryRules.entries(file)) resolve(entry);
        file.maybe("board", Found.class)
                .ifPresent(board -> board.list("i2c", Found.class).forEach(device -> resolve(device, "bus")));
    }

    /** The hubs of a file nothing was wrong with, in its order. */
    static List<Hub> all(Found file) {
        var all = new ArrayList<Hub>();
        for (var entry : EntryRules.entries(file))
            if (entry.type().orElse(null) instanceof HubType type)
                all.add(new Hub(
                        entry.found().get("id", String.class),
                        type,
                        entry.section().orElseThrow()));
        return all;
    }

    private void resolve(Entry entry) {
        for (var option : entry.type().map(DriverType::options).orElse(List.of())) {
            if (option.kind() instanceof Option.Kind.Bus) resolve(entry.found(), option.name());
            if (option.kind() instanceof Option.Kind.AnyPin) resolvePin(entry.found(), option.name());
        }
    }

    private void resolve(Found found, String key) {
        take(found, key)
                .flatMap(
                        name -> lender(found, key, name, Lender.OF_BUSES).map(hub -> new Bus.Channel(hub, name.line())))
                .ifPresent(bus -> found.values().put(key, bus));
    }

    private void resolvePin(Found found, String key) {
        take(found, key)
                .flatMap(name -> lender(found, key, name, Lender.OF_PINS).map(hub -> new Pin.Line(hub, name.line())))
                .ifPresent(pin -> found.values().put(key, pin));
        if (found.values().get(key) instanceof Pin.Line line
                && found.maybe("pull", String.class).filter("down"::equals).isPresent())
            complaints.add(
                    found.spot("pull"),
                    found.where("pull"),
                    "found 'down', expected up or off: %s is a %s and has no resistors to ground; choose one"
                            .formatted(line.hub().id(), line.hub().type().name()));
    }

    // Out of the way first: whoever comes here again goes in a circle.
    private static Optional<Lent> take(Found found, String key) {
        if (!(found.values().get(key) instanceof Lent name)) return Optional.empty();
        found.values().remove(key);
        return Optional.of(name);
    }

    /** What one that lends is called. */
    private enum Lender {
        OF_BUSES(MultiplexerType.class, "multiplexer", "buses", "channel", "tca9548a, bus: 1, address: 0x70"),
        OF_PINS(ExpanderType.class, "expander", "pins", "pin", "mcp23017, bus: 1, address: 0x20");

        private final Class<? extends HubType> type;
        private final String name;
        private final String lends;
        private final String each;
        private final String example;

        Lender(Class<? extends HubType> type, String name, String lends, String each, String example) {
            this.type = type;
            this.name = name;
            this.lends = lends;
            this.each = each;
            this.example = example;
        }

        boolean is(Entry entry) {
            return entry.type().filter(type::isInstance).isPresent();
        }
    }

    private Optional<Hub> lender(Found found, String key, Lent name, Lender lender) {
        var entry = Optional.ofNullable(entries.get(name.hub()));
        if (entry.isEmpty()) return complain(found, key, unknown(name, lender));
        if (entry.get().type().isEmpty()) return Optional.empty();
        var type = entry.get().type().get();
        if (!(type instanceof HubType hub) || !lender.is(entry.get()))
            return complain(
                    found,
                    key,
                    "found '%s', but %s is a %s and has no %s; name %s"
                            .formatted(name, name.hub(), type.name(), lender.lends, article(lender)));
        if (name.line() >= hub.lines())
            return complain(
                    found,
                    key,
                    "found %s %d, expected 0 to %d of %s; correct it"
                            .formatted(lender.each, name.line(), hub.lines() - 1, name.hub()));
        if (underWay.contains(name.hub()))
            return complain(
                    found,
                    key,
                    "%s is behind itself: %s; give one of them a bus of the board"
                            .formatted(name.hub(), String.join(" on ", underWay) + " on " + name.hub()));
        return hub(name.hub());
    }

    private static String article(Lender lender) {
        return (lender == Lender.OF_PINS ? "an " : "a ") + lender.name;
    }

    private Optional<Hub> hub(String id) {
        var known = hubs.get(id);
        if (known != null) return known;
        underWay.add(id);
        var entry = entries.get(id);
        resolve(entry);
        underWay.remove(id);
        var hub = entry.section()
                .map(options -> new Hub(id, (HubType) entry.type().orElseThrow(), options));
        hubs.put(id, hub);
        return hub;
    }

    private String unknown(Lent name, Lender lender) {
        var known = entries.entrySet().stream()
                .filter(entry -> lender.is(entry.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return "no %s '%s'; %s"
                .formatted(
                        lender.name,
                        name.hub(),
                        Suggestion.of(name.hub(), known)
                                .map(meant -> "did you mean '%s/%d'?".formatted(meant, name.line()))
                                .orElse("add one to actuators: { id: %s, type: %s }"
                                        .formatted(name.hub(), lender.example)));
    }

    private Optional<Hub> complain(Found found, String key, String what) {
        complaints.add(found.spot(key), found.where(key), what);
        return Optional.empty();
    }
}

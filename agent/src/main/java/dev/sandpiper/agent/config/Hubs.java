package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.DriverType.HubType;
import dev.sandpiper.sensors.DriverType.MultiplexerType;
import dev.sandpiper.sensors.Hub;
import dev.sandpiper.sensors.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts in place of each name like {@code mux1/3} the channel it means. A name that means none is told and taken out, so
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
        for (var option : entry.type().map(DriverType::options).orElse(List.of()))
            if (option.kind() instanceof Option.Kind.Bus) resolve(entry.found(), option.name());
    }

    private void resolve(Found found, String key) {
        if (!(found.values().get(key) instanceof Lent name)) return;
        // Out of the way first: whoever comes here again goes in a circle.
        found.values().remove(key);
        channel(found, key, name).ifPresent(bus -> found.values().put(key, bus));
    }

    private Optional<Bus> channel(Found found, String key, Lent name) {
        var hub = Optional.ofNullable(entries.get(name.hub())).map(Entry::type);
        if (hub.isEmpty()) return complain(found, key, unknown(name));
        if (hub.get().isEmpty()) return Optional.empty();
        if (!(hub.get().get() instanceof MultiplexerType type))
            return complain(
                    found,
                    key,
                    "found '%s', but %s is a %s and has no buses; name a multiplexer"
                            .formatted(name, name.hub(), hub.get().get().name()));
        if (name.line() >= type.lines())
            return complain(
                    found,
                    key,
                    "found channel %d, expected 0 to %d of %s; correct it"
                            .formatted(name.line(), type.lines() - 1, name.hub()));
        if (underWay.contains(name.hub()))
            return complain(
                    found,
                    key,
                    "%s is behind itself: %s; give one of them a bus of the board"
                            .formatted(name.hub(), String.join(" on ", underWay) + " on " + name.hub()));
        return hub(name.hub()).map(there -> new Bus.Channel(there, name.line()));
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

    private String unknown(Lent name) {
        var multiplexers = entries.entrySet().stream()
                .filter(entry -> entry.getValue().type().orElse(null) instanceof MultiplexerType)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return "no multiplexer '%s'; %s"
                .formatted(
                        name.hub(),
                        Suggestion.of(name.hub(), multiplexers)
                                .map(meant -> "did you mean '%s/%d'?".formatted(meant, name.line()))
                                .orElse("add one to actuators: { id: %s, type: tca9548a, bus: 1, address: 0x70 }"
                                        .formatted(name.hub())));
    }

    private Optional<Bus> complain(Found found, String key, String what) {
        complaints.add(found.spot(key), found.where(key), what);
        return Optional.empty();
    }
}

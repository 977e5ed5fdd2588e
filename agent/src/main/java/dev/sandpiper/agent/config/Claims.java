package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Option.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every pin and every address belongs to one entry, or to several of one type with different channels. */
final class Claims {
    /** Header pins 3 and 5 are the Pi's I2C bus 1. */
    private static final Map<Bus, List<Long>> PINS_OF_BUS = Map.of(new Bus.Own(1), List.of(2L, 3L));

    private final Complaints complaints;
    private final Map<String, String> owners = new HashMap<>();
    /** The type whose entries share the chip at a place. */
    private final Map<String, String> sharedBy = new HashMap<>();
    /** The first entry of each chip that is shared. */
    private final Map<String, Entry> chips = new HashMap<>();

    private final List<Listener> listeners = new ArrayList<>();

    Claims(Complaints complaints) {
        this.complaints = complaints;
    }

    void check(Found file) {
        var entries = EntryRules.entries(file);
        var simulated = file.maybe("board", Found.class)
                .flatMap(board -> board.maybe("type", String.class))
                .filter("simulated"::equals)
                .isPresent();
        // A simulated bus has no pins.
        if (!simulated) entries.forEach(this::pinsOfBus);
        entries.forEach(entry ->
                entry.type().stream().flatMap(type -> type.options().stream()).forEach(option -> claim(entry, option)));
    }

    private void pinsOfBus(Entry entry) {
        var type = entry.type();
        if (type.isEmpty() || type.get().options().stream().noneMatch(option -> option.kind() instanceof Kind.Address))
            return;
        entry.found()
                .maybe("bus", Bus.class)
                .map(Bus::root)
                .ifPresent(bus -> PINS_OF_BUS
                        .getOrDefault(bus, List.of())
                        .forEach(pin -> owners.putIfAbsent("pin " + pin, "%s of %s".formatted(bus, entry.name()))));
    }

    private void claim(Entry entry, Option option) {
        switch (option.kind()) {
            case Kind.Pin _, Kind.PwmPin _, Kind.AnyPin _ ->
                entry.found().maybe(option.name(), Object.class).ifPresent(pin -> claim(entry, option, "pin " + pin));
            case Kind.Address _ -> {
                var bus = entry.found().maybe("bus", Bus.class);
                var address = entry.found().maybe(option.name(), Long.class);
                if (bus.isEmpty() || address.isEmpty()) return;
                claimAddress(entry, option, "%s 0x%02x".formatted(bus.get(), address.get()));
                heard(option, new Listener(entry, bus.get(), address.get()));
            }
            case Kind.Whole _, Kind.Decimal _, Kind.Choice _, Kind.Flag _, Kind.Span _, Kind.Text _ -> {}
            case Kind.Bus _, Kind.Channel _, Kind.Command _, Kind.FromTo _, Kind.Values _ -> {}
        }
    }

    private void claimAddress(Entry entry, Option address, String place) {
        var channel = channel(entry);
        var type = entry.type().map(DriverType::name).orElse("");
        var taken = owners.containsKey(place) && !type.equals(sharedBy.get(place));
        if (channel.isEmpty() || taken) {
            claim(entry, address, place);
            return;
        }
        owners.putIfAbsent(place, entry.name());
        sharedBy.put(place, type);
        agree(entry, place);
        var name = channel.get().name();
        entry.found()
                .maybe(name, String.class)
                .ifPresent(wanted -> claim(entry, channel.get(), "%s %s %s".formatted(place, name, wanted)));
    }

    /** What holds for the whole chip is the same in all its entries. */
    private void agree(Entry entry, String place) {
        var first = chips.computeIfAbsent(place, _ -> entry);
        for (var option : entry.type().orElseThrow().options()) {
            if (option.scope() != Option.Scope.CHIP || !(option.kind() instanceof Kind.Word kind)) continue;
            var here = entry.found().maybe(option.name(), Object.class);
            var there = first.found().maybe(option.name(), Object.class);
            if (here.isEmpty() || there.isEmpty() || here.equals(there)) continue;
            complaints.add(
                    entry.found().spot(option.name()),
                    entry.found().where(option.name()),
                    "found %s, expected %s as in %s: the chip has one for all its channels; make them the same"
                            .formatted(
                                    Scalars.written(kind, here.get()),
                                    Scalars.written(kind, there.get()),
                                    first.name()));
        }
    }

    // While a multiplexer connects a channel, what is on it and what is in front of it hear the same addresses.
    private void heard(Option option, Listener listener) {
        listeners.stream().filter(listener::hearsWith).findFirst().ifPresent(other -> {
            var found = listener.entry.found();
            complaints.add(
                    found.spot(option.name()),
                    found.where(option.name()),
                    "0x%02x on %s answers together with %s on %s, which only a multiplexer separates; give one another address"
                            .formatted(listener.address, listener.bus, other.entry.name(), other.bus));
        });
        listeners.add(listener);
    }

    /** What listens to an address of a bus. */
    private record Listener(Entry entry, Bus bus, long address) {
        boolean hearsWith(Listener other) {
            return address == other.address && (inFront(bus, other.bus) || inFront(other.bus, bus));
        }

        private static boolean inFront(Bus front, Bus behind) {
            return behind instanceof Bus.Channel channel
                    && (channel.hub().bus().equals(front)
                            || inFront(front, channel.hub().bus()));
        }
    }

    private static Optional<Option> channel(Entry entry) {
        return entry.type().stream()
                .flatMap(type -> type.options().stream())
                .filter(option -> option.kind() instanceof Kind.Channel)
                .findFirst();
    }

    private void claim(Entry entry, Option option, String place) {
        var owner = owners.putIfAbsent(place, entry.name());
        if (owner == null) return;
        complaints.add(
                entry.found().spot(option.name()),
                entry.found().where(option.name()),
                "%s is already taken by %s; give %s another".formatted(place, owner, entry.name()));
    }
}

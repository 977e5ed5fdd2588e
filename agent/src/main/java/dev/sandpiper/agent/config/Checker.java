package dev.sandpiper.agent.config;

import dev.sandpiper.agent.config.Item.Listing;
import dev.sandpiper.agent.config.Item.Mapping;
import dev.sandpiper.agent.config.Item.Pair;
import dev.sandpiper.agent.config.Item.Scalar;
import dev.sandpiper.agent.config.Key.Presence;
import dev.sandpiper.agent.config.Key.Presence.Required;
import dev.sandpiper.sensors.DriverType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares the file with its description, one piece at a time; what is wrong goes to the complaints. */
final class Checker {
    private static final Shape.OneOrMore COMMAND_WORDS =
            new Shape.OneOrMore(new Shape.Line("[^\\x00]{1,4096}", "text without zero bytes"));

    private final Scalars scalars;
    private final DriverNames drivers;
    private final UnknownKeys unknown;
    private final Complaints complaints;

    Checker(Scalars scalars, DriverNames drivers, Complaints complaints) {
        this.scalars = scalars;
        this.drivers = drivers;
        this.unknown = new UnknownKeys(drivers.all());
        this.complaints = complaints;
    }

    /** The checked value; empty when it is so wrong that there is none. */
    Optional<Object> check(Shape shape, Item item, String where) {
        try {
            return Optional.of(value(shape, item, where));
        } catch (Misfit misfit) {
            complaints.add(misfit.spot(item.spot()), where, misfit.getMessage());
            return Optional.empty();
        }
    }

    private Object value(Shape shape, Item item, String where) throws Misfit {
        return switch (shape) {
            case Shape.OfScalar scalar -> scalars.value(scalar, the(Scalar.class, shape, item));
            case Shape.FromTo range -> Scalars.fromTo(range, the(Item.Listing.class, shape, item));
            case Shape.Points _ -> Curves.points(the(Item.Listing.class, shape, item));
            case Shape.Coefficients _ -> Curves.coefficients(the(Item.Listing.class, shape, item));
            case Shape.Fields fields -> fields(fields.keys(), the(Mapping.class, shape, item), where, Set.of());
            case Shape.Named named -> named(named, the(Mapping.class, shape, item), where);
            case Shape.ListOf list -> list(list.each(), the(Listing.class, shape, item), where);
            case Shape.OneOrMore more -> oneOrMore(more, item, where);
            case Shape.Command _ -> command(shape, item, where);
            case Shape.Device device -> entry(device.role(), the(Mapping.class, shape, item), where);
            case Shape.Registers _ -> Bytes.registers(the(Mapping.class, shape, item));
            case Shape.Replies _ -> Bytes.replies(the(Mapping.class, shape, item));
        };
    }

    private static <T extends Item> T the(Class<T> kind, Shape shape, Item item) throws Misfit {
        if (kind.isInstance(item)) return kind.cast(item);
        var todo = item instanceof Scalar scalar && scalar.sort() == Item.Sort.NOTHING
                ? "give a value or leave the key out"
                : "correct it";
        throw new Misfit("found %s, expected %s; %s", item.found(), Phrases.of(shape), todo);
    }

    private List<Object> list(Shape each, Listing listing, String where) {
        var right = new ArrayList<>();
        for (var i = 0; i < listing.items().size(); i++)
            check(each, listing.items().get(i), "%s[%d]".formatted(where, i)).ifPresent(right::add);
        return right;
    }

    private List<Object> oneOrMore(Shape.OneOrMore shape, Item item, String where) throws Misfit {
        if (!(item instanceof Listing listing)) return List.of(value(shape.each(), item, where));
        if (listing.items().isEmpty())
            throw new Misfit("found an empty list, expected %s; give at least one", Phrases.of(shape));
        return list(shape.each(), listing, where);
    }

    private List<Object> command(Shape shape, Item item, String where) throws Misfit {
        if (item instanceof Mapping)
            throw new Misfit("found %s, expected %s; correct it", item.found(), Phrases.of(shape));
        var words = new ArrayList<>(oneOrMore(COMMAND_WORDS, item, where));
        // A program that is not there is a fault of its sensor only; the others have to be read.
        if (!words.isEmpty() && words.getFirst() instanceof String program && program.contains("/"))
            words.set(0, scalars.files().resolve(program, Shape.Use.MADE).toString());
        return words;
    }

    private Found named(Shape.Named shape, Mapping mapping, String where) {
        var values = new LinkedHashMap<String, Object>();
        var names = new LinkedHashMap<String, Spot>();
        for (var pair : once(mapping, where)) {
            var name = pair.key().text();
            names.put(name, pair.key().spot());
            check(new Shape.Fields(shape.keys()), pair.value(), where + "." + name)
                    .ifPresent(found -> values.put(name, found));
        }
        return new Found(mapping.spot(), where, values, names);
    }

    private Entry entry(Shape.Role role, Mapping mapping, String where) {
        var type = type(role, mapping, where);
        if (type.isPresent()) return new Entry(type, fields(Vocabulary.keys(type.get()), mapping, where, Set.of()));
        // Without its type nobody knows which other keys are right.
        var others = mapping.pairs().stream().map(pair -> pair.key().text()).collect(Collectors.toSet());
        return new Entry(type, fields(Vocabulary.common(role), mapping, where, others));
    }

    private Optional<DriverType> type(Shape.Role role, Mapping mapping, String where) {
        if (!(mapping.at("type").orElse(null) instanceof Scalar name) || name.sort() != Item.Sort.TEXT)
            return Optional.empty();
        if (drivers.failed(name.text())) return Optional.empty();
        try {
            return Optional.of(drivers.find(role, name.text()));
        } catch (Misfit misfit) {
            complaints.add(name.spot(), where + ".type", misfit.getMessage());
            return Optional.empty();
        }
    }

    /** @param tolerated keys that may be there although nothing is known about them */
    private Found fields(List<Key> keys, Mapping mapping, String where, Set<String> tolerated) {
        var values = new HashMap<String, Object>();
        var given = new HashMap<String, Spot>();
        var found = new Found(mapping.spot(), where, values, given);
        var written = mapping.pairs().stream().map(pair -> pair.key().text()).collect(Collectors.toSet());
        for (var pair : once(mapping, where)) {
            var name = pair.key().text();
            given.put(name, pair.value().spot());
            var key = keys.stream().filter(known -> known.name().equals(name)).findFirst();
            if (key.isPresent()) given(key.get(), pair, found);
            else if (!tolerated.contains(name))
                complaints.add(pair.key().spot(), found.where(name), unknown.about(name, keys, written, where));
        }
        keys.forEach(key -> absent(key, found));
        return found;
    }

    /** The pairs without those whose key was there before. */
    private List<Pair> once(Mapping mapping, String where) {
        var lines = new HashMap<String, Integer>();
        var once = new ArrayList<Pair>();
        for (var pair : mapping.pairs()) {
            var name = pair.key().text();
            var before = lines.putIfAbsent(name, pair.key().spot().line());
            if (before == null) once.add(pair);
            else
                complaints.add(
                        pair.key().spot(),
                        where.isEmpty() ? name : where + "." + name,
                        "given twice, first in line %d; keep one".formatted(before));
        }
        return once;
    }

    private void given(Key key, Pair pair, Found found) {
        if (key.presence() instanceof Presence.Later) {
            complaints.add(
                    pair.key().spot(), found.where(key.name()), "comes with a later version; leave it out for now");
            return;
        }
        check(key.shape(), pair.value(), found.where(key.name()))
                .ifPresent(value -> found.values().put(key.name(), value));
    }

    private void absent(Key key, Found found) {
        if (found.has(key.name())) return;
        switch (key.presence()) {
            case Required _ ->
                complaints.add(
                        found.spot(),
                        found.where(key.name()),
                        "missing, expected " + Phrases.of(key.shape()) + "; add it");
            case Presence.Usual usual ->
                check(key.shape(), YamlTree.plain(usual.text(), found.spot()), found.where(key.name()))
                        .ifPresent(value -> found.values().put(key.name(), value));
            case Presence.DriversOwn own -> found.values().put(key.name(), own.value());
            case Presence.Absent _ -> {
                // Defaults inside; nothing where a key inside is required.
                if (key.shape() instanceof Shape.Fields fields
                        && fields.keys().stream().noneMatch(Checker::required))
                    check(fields, new Mapping(found.spot(), List.of()), found.where(key.name()))
                            .ifPresent(value -> found.values().put(key.name(), value));
            }
            case Presence.Later _ -> {}
        }
    }

    private static boolean required(Key key) {
        return key.presence() instanceof Required;
    }
}

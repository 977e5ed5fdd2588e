package dev.sandpiper.agent.config;

import dev.sandpiper.agent.config.Item.Listing;
import dev.sandpiper.agent.config.Item.Mapping;
import dev.sandpiper.agent.config.Item.Scalar;
import dev.sandpiper.agent.foreign.ForeignDriver;
import dev.sandpiper.agent.foreign.Jars;
import dev.sandpiper.agent.foreign.UnusableDriver;
import dev.sandpiper.sensors.DriverType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The drivers of {@code drivers:} that an entry uses, loaded before the entries are checked; the others are never touched. */
final class OwnDrivers {
    private final NamedFiles files;
    private final List<DriverType> builtIn;
    private final Complaints complaints;

    OwnDrivers(NamedFiles files, List<DriverType> builtIn, Complaints complaints) {
        this.files = files;
        this.builtIn = builtIn;
        this.complaints = complaints;
    }

    /** All types the file's entries can name. */
    DriverNames with(Item root) {
        if (!(root instanceof Mapping file)
                || !(file.at("drivers").orElse(null) instanceof Listing listed)
                || listed.items().isEmpty()) return DriverNames.of(builtIn);
        var entries = checked(listed);
        refuseTaken(entries);
        var used = used(file);
        var jars = new Jars();
        var loaded = new ArrayList<DriverType>();
        var names = new HashSet<String>();
        for (var entry : entries)
            if (used.contains(driver(entry).type()) && names.add(driver(entry).type())) load(entry, jars, loaded);
        return new DriverNames(builtIn, loaded, types(listed.items().stream()).collect(Collectors.toSet()));
    }

    // What is wrong with their keys is told when the whole file is checked.
    private List<Found> checked(Listing listed) {
        var unheard = new Complaints(Path.of(""));
        return new Checker(new Scalars(files), DriverNames.of(builtIn), unheard)
                .check(new Shape.ListOf(Vocabulary.DRIVER), listed, "drivers").stream()
                        .flatMap(all -> ((List<?>) all).stream())
                        .map(Found.class::cast)
                        .filter(OwnDrivers::whole)
                        .toList();
    }

    private static boolean whole(Found entry) {
        return Stream.of("type", "jar", "class").allMatch(entry.values()::containsKey);
    }

    static ForeignDriver driver(Found entry) {
        return new ForeignDriver(
                entry.get("type", String.class), entry.get("jar", Path.class), entry.get("class", String.class));
    }

    private void refuseTaken(List<Found> entries) {
        var names = new HashSet<String>();
        for (var entry : entries) {
            var name = driver(entry).type();
            if (builtIn.stream().anyMatch(type -> type.name().equals(name)))
                complain(entry, "type", "'%s' is built in; give the driver another name".formatted(name));
            if (!names.add(name)) complain(entry, "type", "'%s' is there twice; keep one".formatted(name));
        }
    }

    private void load(Found entry, Jars jars, List<DriverType> loaded) {
        if (builtIn.stream().anyMatch(type -> type.name().equals(driver(entry).type()))) return;
        try {
            loaded.add(jars.load(driver(entry)));
        } catch (UnusableDriver unusable) {
            complain(entry, unusable.key(), unusable.getMessage());
        }
    }

    private void complain(Found entry, String key, String what) {
        complaints.add(entry.spot(key), entry.where(key), what);
    }

    private static Set<String> used(Mapping file) {
        return Stream.of("sensors", "actuators")
                .flatMap(list -> file.at(list).stream())
                .filter(Listing.class::isInstance)
                .flatMap(list -> types(((Listing) list).items().stream()))
                .collect(Collectors.toSet());
    }

    private static Stream<String> types(Stream<Item> entries) {
        return entries.filter(Mapping.class::isInstance)
                .flatMap(entry -> ((Mapping) entry).at("type").stream())
                .filter(Scalar.class::isInstance)
                .map(type -> ((Scalar) type).text());
    }
}

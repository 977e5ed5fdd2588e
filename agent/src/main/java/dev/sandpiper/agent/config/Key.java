package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Range;
import java.util.List;
import java.util.stream.Stream;

/**
 * One key the file may have. From these descriptions come the checks, their messages, the editor's schema and the
 * tables of the documentation.
 *
 * @param about one sentence for the documentation
 */
record Key(String name, Shape shape, Presence presence, String about) {

    /** What it means that the key is absent. */
    sealed interface Presence {
        /** It may not be. */
        record Required() implements Presence {}

        /** The same as {@code text}, written as in the file. */
        record Usual(String text) implements Presence {}

        /** The same as {@code value}, a driver's own default; {@code text} is how it would be written. */
        record DriversOwn(String text, Object value) implements Presence {}

        /** What {@link Key#about} says. */
        record Absent() implements Presence {}

        /** It must be: this version refuses the key, a later one knows it. */
        record Later() implements Presence {}
    }

    static Key required(String name, Shape shape, String about) {
        return new Key(name, shape, new Presence.Required(), about);
    }

    static Key usual(String name, Shape shape, String text, String about) {
        return new Key(name, shape, new Presence.Usual(text), about);
    }

    static Key absent(String name, Shape shape, String about) {
        return new Key(name, shape, new Presence.Absent(), about);
    }

    static Key later(String name, String about) {
        return new Key(name, new Shape.Plain(new Option.Kind.Flag()), new Presence.Later(), about);
    }

    /** A driver's option as a key. */
    static Key of(Option option) {
        return new Key(option.name(), shape(option.kind()), presence(option), option.about());
    }

    private static Shape shape(Option.Kind kind) {
        return switch (kind) {
            case Option.Kind.Word word -> new Shape.Plain(word);
            case Option.Kind.FromTo range -> new Shape.FromTo(range.least(), range.most());
            case Option.Kind.Command _ -> new Shape.Command();
            case Option.Kind.Values values ->
                new Shape.Named(withOthers(values.each().stream().map(Key::of).toList(), Vocabulary.VALUE.keys()));
        };
    }

    /** A driver's own keys, and those of the others that it has not itself. */
    static List<Key> withOthers(List<Key> own, List<Key> others) {
        var names = own.stream().map(Key::name).toList();
        return Stream.concat(own.stream(), others.stream().filter(key -> !names.contains(key.name())))
                .toList();
    }

    private static Presence presence(Option option) {
        if (option.orElse().isEmpty()) return new Presence.Required();
        var value = option.orElse().get();
        return switch (option.kind()) {
            case Option.Kind.Word word -> new Presence.DriversOwn(Scalars.written(word, value), value);
            case Option.Kind.FromTo _ -> new Presence.DriversOwn(Scalars.written((Range) value), value);
            case Option.Kind.Command _, Option.Kind.Values _ -> new Presence.Absent();
        };
    }
}

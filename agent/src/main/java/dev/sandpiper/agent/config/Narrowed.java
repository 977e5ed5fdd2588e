package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.Repertoire;
import dev.sandpiper.sensors.Value;

/** What an actuator can be told where {@code range} forbids some of its numbers. Its safe value is never forbidden. */
final class Narrowed {
    private Narrowed() {}

    static Repertoire to(Range range, Value safe, Repertoire whole) {
        return new Repertoire(
                whole.safe(),
                asked -> whole.actions().apply(asked).filter(action -> allows(range, safe, action)),
                accepts(range, safe),
                whole.span());
    }

    private static boolean allows(Range range, Value safe, Action action) {
        return switch (action) {
            case Action.Set(var value) -> allows(range, safe, value);
            case Action.Toggle toggle -> allows(range, safe, toggle.on()) && allows(range, safe, toggle.off());
        };
    }

    static boolean allows(Range range, Value safe, Value value) {
        return value.equals(safe) || value instanceof Value.Decimal decimal && range.contains(decimal.number());
    }

    private static String accepts(Range range, Value safe) {
        var numbers = "%s to %s (its range)".formatted(Phrases.plain(range.least()), Phrases.plain(range.most()));
        return allows(range, new Value.Text(""), safe) ? numbers : numbers + " or " + safe;
    }
}

package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.Repertoire;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What outputs that can be partly on have in common: 0 is off, 1 is on. */
final class Fraction {
    /** A millionth is finer than any of them. */
    private static final int DECIMALS = 6;

    private static final Value OFF = new Value.Decimal(0, DECIMALS);
    private static final Value ON = new Value.Decimal(1, DECIMALS);

    static final Repertoire REPERTOIRE = new Repertoire(
            OFF, Fraction::action, "0 to 1, true, false, \"on\", \"off\" or \"toggle\"", Optional.of(new Range(0, 1)));

    private Fraction() {}

    private static Optional<Action> action(Object asked) {
        return switch (asked) {
            case Boolean on -> Optional.of(new Action.Set(on ? ON : OFF));
            case String word -> word(word.strip().toLowerCase(Locale.ROOT));
            default -> number(asked);
        };
    }

    private static Optional<Action> word(String word) {
        return switch (word) {
            case "on", "true" -> Optional.of(new Action.Set(ON));
            case "off", "false" -> Optional.of(new Action.Set(OFF));
            case "toggle" -> Optional.of(new Action.Toggle(ON, OFF));
            default -> number(word);
        };
    }

    private static Optional<Action> number(Object asked) {
        return Numbers.of(asked)
                .filter(number -> number >= 0 && number <= 1)
                .map(number -> new Action.Set(Numbers.value(number, DECIMALS)));
    }

    /** The part of the time for which the wire is high. */
    static double high(Value value, String active) {
        var on = Numbers.number(value);
        return active.equals("high") ? on : 1 - on;
    }

    static Duration of(Duration period, double fraction) {
        return Duration.ofNanos(Math.round(period.toNanos() * fraction));
    }
}

package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What the pulses of a counter stand for.
 *
 * @param perPulse litres, kWh, mm or m that a pulse stands for
 */
record Measured(What what, double perPulse) {
    private static final Quantity COUNT = Quantity.plain("count");
    private static final Quantity RATE = new Quantity("rate", "1/s", 0.001);
    private static final Quantity FLOW = new Quantity("flow", "L/min", 0.001);
    private static final Quantity POWER = new Quantity("power", "W", 0.1);
    private static final Quantity WIND_SPEED = new Quantity("wind_speed", "m/s", 0.01);

    private static final double SECONDS_A_MINUTE = 60;
    private static final double WATTS_A_KILOWATT = 1000;
    private static final double SECONDS_AN_HOUR = 3600;

    private enum What {
        PULSES,
        FLOW,
        ENERGY,
        RAIN,
        WIND_SPEED
    }

    static Option option() {
        return Option.optional(
                "measures",
                new Option.Kind.Choice(List.of("pulses", "flow", "energy", "rain", "wind_speed")),
                "pulses",
                "what a pulse stands for: `flow` L/min; `energy` Wh with `power` W; `rain` mm; `wind_speed` m/s");
    }

    static Measured of(Section section) {
        return new Measured(
                What.valueOf(section.text("measures").toUpperCase(Locale.ROOT)),
                section.decimal("each") / section.decimal("per"));
    }

    List<Quantity> quantities() {
        var all = new ArrayList<>(List.of(COUNT, RATE));
        switch (what) {
            case PULSES -> {}
            case FLOW -> all.add(FLOW);
            case ENERGY -> all.addAll(List.of(energy(), POWER));
            case RAIN -> all.add(rain());
            case WIND_SPEED -> all.add(WIND_SPEED);
        }
        return List.copyOf(all);
    }

    private Quantity energy() {
        return new Quantity("energy", "Wh", perPulse * WATTS_A_KILOWATT);
    }

    private Quantity rain() {
        return new Quantity("rain", "mm", perPulse);
    }

    /** @param rate pulses a second; empty where no time has passed */
    Reading reading(long count, OptionalDouble rate) {
        var counted = Reading.of(COUNT.name(), new Value.Count(count));
        if (rate.isEmpty()) return withTotal(counted, count);
        var second = rate.getAsDouble();
        return withSpeed(withTotal(counted.with(RATE, second), count), second);
    }

    private Reading withTotal(Reading reading, long count) {
        return switch (what) {
            case PULSES, FLOW, WIND_SPEED -> reading;
            case ENERGY -> reading.with(energy(), count * perPulse * WATTS_A_KILOWATT);
            case RAIN -> reading.with(rain(), count * perPulse);
        };
    }

    private Reading withSpeed(Reading reading, double rate) {
        return switch (what) {
            case PULSES, RAIN -> reading;
            case FLOW -> reading.with(FLOW, rate * perPulse * SECONDS_A_MINUTE);
            case ENERGY -> reading.with(POWER, rate * perPulse * WATTS_A_KILOWATT * SECONDS_AN_HOUR);
            case WIND_SPEED -> reading.with(WIND_SPEED, rate * perPulse);
        };
    }
}

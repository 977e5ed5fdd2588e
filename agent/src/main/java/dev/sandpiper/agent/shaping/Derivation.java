package dev.sandpiper.agent.shaping;

import dev.sandpiper.agent.config.DerivationConfig;
import dev.sandpiper.agent.config.Derived;
import dev.sandpiper.sensors.Value;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Values that are reckoned from others of the same reading; where one of these is missing there is none. */
record Derivation(DerivationConfig config) {

    /** Of the air at this moment; {@link Derived#ENERGY} is none of them, it has a past. */
    Optional<Value> of(Derived derived, Map<String, Value> values) {
        for (var input : derived.inputs())
            if (values.get(input) == null || !OneValue.isNumber(values.get(input))) return Optional.empty();
        var number = number(derived, values);
        return number.isPresent() && Double.isFinite(number.getAsDouble())
                ? Optional.of(derived.quantity().of(number.getAsDouble()))
                : Optional.empty();
    }

    private OptionalDouble number(Derived derived, Map<String, Value> values) {
        return switch (derived) {
            case DEW_POINT -> Formulas.dewPoint(in(values, "temperature"), in(values, "humidity"));
            case ABSOLUTE_HUMIDITY ->
                OptionalDouble.of(Formulas.absoluteHumidity(in(values, "temperature"), in(values, "humidity")));
            case HEAT_INDEX -> OptionalDouble.of(HeatIndex.of(in(values, "temperature"), in(values, "humidity")));
            case ALTITUDE -> OptionalDouble.of(Formulas.altitude(in(values, "pressure"), config.seaLevel()));
            case ENERGY -> OptionalDouble.empty();
        };
    }

    private static double in(Map<String, Value> values, String name) {
        return OneValue.number(values.get(name));
    }
}

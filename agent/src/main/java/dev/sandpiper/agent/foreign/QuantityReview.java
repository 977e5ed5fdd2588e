package dev.sandpiper.agent.foreign;

import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import java.util.HashSet;
import java.util.List;

/** Whether quantities keep to the contract: names that can be published, and the unit that goes with a name. */
final class QuantityReview {
    private QuantityReview() {}

    static void check(List<Quantity> quantities) {
        var names = new HashSet<String>();
        for (var quantity : quantities) {
            var name = quantity.name();
            if (!Reading.isName(name))
                throw new Refused(
                        "a value cannot be called '%s': up to 32 of a-z, 0-9 and '_', beginning with a letter, and none of %s"
                                .formatted(name, String.join(", ", Reading.RESERVED)));
            if (!names.add(name)) throw new Refused("two values are called " + name);
            var unit = Quantity.named(name, 0).unit();
            if (!unit.isEmpty() && !unit.equals(quantity.unit()))
                throw new Refused("%s is in %s, found '%s'; convert it or choose another name"
                        .formatted(name, unit, quantity.unit()));
            if (!(quantity.resolution() >= 0 && quantity.resolution() < 1e9))
                throw new Refused("%s has the step %s, expected a positive number, or 0 for counts, flags and texts"
                        .formatted(name, quantity.resolution()));
        }
    }
}

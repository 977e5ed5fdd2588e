package dev.sandpiper.agent.foreign;

import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a reading can be published: it has the values its type declares, and none that others could not read.
 *
 * @param names of the declared values
 */
record ReadingReview(List<String> names) {
    private static final int LONGEST_TEXT = 256;

    Reading checked(@Nullable Reading reading) {
        if (reading == null || reading.values() == null) throw new Refused("nothing came, expected a reading");
        reading.values().entrySet().forEach(this::check);
        return reading;
    }

    private void check(Map.Entry<String, @Nullable Value> entry) {
        var name = entry.getKey();
        if (!names.contains(name))
            throw new Refused("found the value '%s', expected only what its type declares: %s"
                    .formatted(name, String.join(", ", names)));
        switch (entry.getValue()) {
            case null -> throw new Refused("found nothing for " + name + ", expected a value; leave it out");
            case Value.Decimal(var number, var decimals) -> {
                if (decimals < 0 || decimals > 9)
                    throw new Refused("found %d decimals for %s, expected 0 to 9".formatted(decimals, name));
            }
            case Value.Text(var text) -> {
                if (text == null || text.length() > LONGEST_TEXT)
                    throw new Refused("found no text of at most %d characters for %s".formatted(LONGEST_TEXT, name));
            }
            case Value.Count _, Value.Flag _ -> {}
        }
    }
}

package dev.sandpiper.agent.config;

import dev.sandpiper.agent.config.Shape.Plain;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option.Kind;
import java.time.Duration;

/** A sensor's {@code every} that does not come from the file: the same words are right, and others wrong for the same reason. */
public final class Intervals {
    private Intervals() {}

    /** Not what the key expects; the message is that of the file. */
    public static final class Unfit extends Exception {
        private static final long serialVersionUID = 1;

        Unfit(String sentence) {
            super(sentence, null, false, false);
        }
    }

    /** @param written as it would be in the file */
    public static Duration parse(SensorType type, String written) throws Unfit {
        try {
            return Scalars.span(range(type), YamlTree.plain(written, Spot.START));
        } catch (Misfit misfit) {
            throw new Unfit(misfit.getMessage());
        }
    }

    private static Kind.Span range(SensorType type) {
        return Vocabulary.keys(type).stream()
                .filter(key -> key.name().equals("every"))
                .map(key -> (Kind.Span) ((Plain) key.shape()).kind())
                .findFirst()
                .orElseThrow();
    }
}

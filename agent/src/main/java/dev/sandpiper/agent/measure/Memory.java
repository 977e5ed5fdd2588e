package dev.sandpiper.agent.measure;

import java.util.Optional;

/** Where sensors find again after a restart what they had kept. */
public interface Memory {

    /** What a sensor kept last. */
    Optional<String> recall(String sensor);

    /** Takes what a sensor keeps; called on any lane, after each reading. When it is written is the memory's affair. */
    void keep(String sensor, String text);

    /** The name under which is kept what is added up from a sensor's readings, beside what the sensor keeps itself. */
    static String sumsOf(String sensor) {
        return sensor + " sums";
    }

    /** Remembers nothing. */
    static Memory none() {
        return new Memory() {
            @Override
            public Optional<String> recall(String sensor) {
                return Optional.empty();
            }

            @Override
            public void keep(String sensor, String text) {}
        };
    }
}

package dev.sandpiper.agent.measure;

import java.util.Optional;

/** Where sensors find again after a restart what they had kept. */
public interface Memory {

    /** What a sensor kept last. */
    Optional<String> recall(String sensor);

    /** Takes what a sensor keeps; called on any lane, after each reading. When it is written is the memory's affair. */
    void keep(String sensor, String text);

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

package dev.sandpiper.agent.operator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** What a device said, as far as somebody who watches wants to know. Texts are short, and safe to show. */
sealed interface Heard {
    /** The device's id. */
    String device();

    /** What it takes to keep it, in characters. */
    default int weight() {
        return toString().length();
    }

    /** On {@code status}; {@code word} is {@code online} or {@code offline} by the contract. */
    record Status(String device, String word) implements Heard {}

    /**
     * On {@code info}.
     *
     * @param what version and board, for people
     * @param units by sensor and value
     */
    record Birth(String device, String what, Map<String, Map<String, String>> units) implements Heard {
        /** Of a short text in a table, which is more than the text. */
        private static final int CELL = 120;

        @Override
        public int weight() {
            var cells = units.values().stream()
                    .mapToInt(values -> 1 + values.size())
                    .sum();
            return what.length() + cells * CELL;
        }
    }

    /** On {@code health}; all is well while {@code problems} is empty. */
    record Health(String device, Optional<String> ts, List<String> problems) implements Heard {}

    /**
     * On {@code telemetry} or {@code history}.
     *
     * @param values by name, in their order; none where there is an error
     */
    record Reading(
            String device, String id, Optional<String> ts, SequencedMap<String, String> values, Optional<String> error)
            implements Heard {}

    /**
     * One value of a sensor that sends each by itself, without a time; its name is {@code error} where it fails.
     *
     * @param id of the sensor
     */
    record Value(String device, String id, String name, String text) implements Heard {
        /** What is wrong with the sensor, where that is what it says. */
        Optional<String> failure() {
            return name.equals("error") ? Optional.of(text) : Optional.empty();
        }
    }

    /**
     * On {@code state} or {@code history}.
     *
     * @param why cause, and the command's id where it was one
     */
    record State(String device, String id, Optional<String> ts, String value, String why) implements Heard {}

    /** On {@code reply}. */
    record Answer(String device, String id, Optional<String> ts, String what) implements Heard {}

    /** On {@code gap}. */
    record Gap(String device, Optional<String> ts, String what) implements Heard {}

    /** What is against the contract. */
    record Unreadable(String device, String topic, String why) implements Heard {}
}

package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.Value;

/** What an output begins with. */
public sealed interface Initial {

    /** Always the same. */
    record At(Value value) implements Initial {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    /** What it was last told, also by a run before; its safe value where that is not known. */
    record Last() implements Initial {
        @Override
        public String toString() {
            return "last";
        }
    }
}

package dev.sandpiper.sensors;

/** What a command asks of an actuator. */
public sealed interface Action {

    /** Take this value, already within the actuator's range. */
    record Set(Value value) implements Action {}

    /** Change over between on and off: on where the value is {@code off}, else off. */
    record Toggle(Value on, Value off) implements Action {
        /** The value it means for an actuator that has this one. */
        public Value from(Value now) {
            return now.equals(off) ? on : off;
        }
    }
}

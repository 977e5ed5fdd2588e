package dev.sandpiper.sensors;

/** What a command asks of an actuator. */
public sealed interface Action {

    /** Take this value, already within the actuator's range. */
    record Set(Value value) implements Action {}

    /** Change over between on and off, where the actuator knows both. */
    record Toggle() implements Action {}
}

package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.Option;
import java.util.List;

/** Which values are right for a key. The Java type of the checked value is named at each. */
sealed interface Shape {

    /** What is written as one word. */
    sealed interface OfScalar extends Shape {}

    /** As a driver's option, and of its type. */
    record Plain(Option.Kind.Word kind) implements OfScalar {}

    /** {@code String} that matches {@code pattern}; {@code expected} says so in words. */
    record Line(String pattern, String expected) implements OfScalar {}

    /** {@code Long}: bytes, written {@code 64KiB}. */
    record Size(long least, long most) implements OfScalar {}

    /** {@code Double}: messages a second, written {@code 50/s}. */
    record MessageRate() implements OfScalar {}

    /** {@code Limits.Rate}, written {@code 10/m}. */
    record CommandRate() implements OfScalar {}

    /** {@code Long}: bytes a second, written {@code 64KiB/s}. */
    record ByteRate() implements OfScalar {}

    /** {@code Path}, absolute. */
    record FileName(Use use) implements OfScalar {}

    /** What a file is for. */
    enum Use {
        /** It is there and readable. */
        READ,
        /** As {@code READ}, and nobody but its owner may read it. */
        SECRET,
        /** A folder that is there. */
        FOLDER,
        /** Made when it is not there. */
        MADE
    }

    /** {@code BrokerAddress}. */
    record Url() implements OfScalar {}

    /** {@code LateCommands}. */
    record Late() implements OfScalar {}

    /** {@code Object}: {@code Boolean}, {@code Double} or {@code String}, still to be judged by the actuator's type. */
    record Setting() implements OfScalar {}

    /** {@code String}: one of {@code known}. */
    record Word(List<String> known) implements OfScalar {}

    /** {@code Range}. */
    record FromTo(double least, double most) implements Shape {}

    /** {@code List<CalibrationConfig.Point>}, by what is measured: {@code [[0.5, 0.0], [98.7, 100.0]]}. */
    record Points() implements Shape {}

    /** {@code List<Double>}: of a polynomial, the constant first. */
    record Coefficients() implements Shape {}

    /** {@code Found}. */
    record Fields(List<Key> keys) implements Shape {}

    /** {@code Found}: names instead of keys, each with a {@code Found} of these keys; given are the names' places. */
    record Named(List<Key> keys) implements Shape {}

    /** {@code List} of the elements that were right. */
    record ListOf(Shape each) implements Shape {}

    /** {@code List}: one, or a list of at least one. */
    record OneOrMore(OfScalar each) implements Shape {}

    /** {@code List<String>}: a program and its arguments. */
    record Command() implements Shape {}

    /** {@code Entry}: the keys depend on {@code type}. */
    record Device(Role role) implements Shape {}

    /** Which list an entry is in. */
    enum Role {
        SENSOR,
        ACTUATOR
    }

    /** {@code SimulatedDevice.Contents.Registers}. */
    record Registers() implements Shape {}

    /** {@code SimulatedDevice.Contents.Replies}. */
    record Replies() implements Shape {}
}

package dev.sandpiper.sensors;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What lies under an exception of Pi4J, which wraps each twice. */
final class Causes {
    private Causes() {}

    /** The messages of a failure and all its causes, outermost first. */
    static String messages(Throwable failure) {
        return chain(failure).map(Causes::message).collect(Collectors.joining("; "));
    }

    /** The message closest to the hardware. */
    static String innermost(Throwable failure) {
        return chain(failure).map(Causes::message).reduce("", (outer, inner) -> inner);
    }

    private static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}

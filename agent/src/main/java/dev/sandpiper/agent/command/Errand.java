package dev.sandpiper.agent.command;

import java.time.Duration;

/** What the agent itself is asked to do, contract section 4; checked, and allowed. */
public sealed interface Errand {

    record Ping() implements Errand {}

    record Health() implements Errand {}

    /** Reads a sensor now. */
    record Read(String sensor) implements Errand {}

    /** Has a sensor read in another cycle, until the next start. */
    record Interval(String sensor, Duration every) implements Errand {}

    /** Has more or less logged, until the next start. */
    record Log(String level) implements Errand {}

    /** Ends the run once its answer has arrived; somebody else starts the next. */
    record Restart() implements Errand {}

    /** Whether it changes nothing: then it may come late, and be done twice. */
    default boolean onlyAsks() {
        return switch (this) {
            case Ping _, Health _, Read _ -> true;
            case Interval _, Log _, Restart _ -> false;
        };
    }
}

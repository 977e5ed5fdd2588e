package dev.sandpiper.agent.command;

import dev.sandpiper.sensors.Value;

/** What became of a command. */
public sealed interface Outcome {

    /** The output has this value. */
    record Done(Value value) implements Outcome {}

    /** An agent command was carried out; {@code json} answers it. */
    record Answered(String json) implements Outcome {}

    /** Not carried out, and never will be. */
    record Refused(Result result, String reason) implements Outcome {}

    /** The word in the reply. */
    enum Result {
        REJECTED,
        EXPIRED,
        FAILED;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static Refused rejected(String reason) {
        return new Refused(Result.REJECTED, reason);
    }

    static Refused expired(String reason) {
        return new Refused(Result.EXPIRED, reason);
    }

    static Refused failed(String reason) {
        return new Refused(Result.FAILED, reason);
    }
}

package dev.sandpiper.agent.payload;

/**
 * One message of a record.
 *
 * @param name of the value it is about: the last level of its topic; {@link #WHOLE} where it has none of its own
 */
public record Part(String name, String payload) {
    public static final String WHOLE = "";

    /** What went wrong with a sensor, where each value has a message of its own. */
    public static final String ERROR = "error";
}

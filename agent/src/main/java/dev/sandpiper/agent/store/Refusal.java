package dev.sandpiper.agent.store;

/** What to do with a message that makes the broker close the connection. */
public enum Refusal {
    /** It holds several records: send them in smaller parts. */
    SPLIT,
    /** Leave it alone for a day. */
    SET_ASIDE
}

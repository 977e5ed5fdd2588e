package dev.sandpiper.agent.testing;

/** How a {@link FaultProxy} ends a connection. */
public enum Cut {
    /** Both sides get a reset. */
    RESET,
    /** Both sides get an end of the stream. */
    CLOSE,
    /** The agent gets an end of the stream and may go on sending; nobody hears it, and the broker is told nothing. */
    HALF_CLOSE,
    /** Nobody is told anything, and nothing passes any more: a router has forgotten the connection. */
    SILENCE
}

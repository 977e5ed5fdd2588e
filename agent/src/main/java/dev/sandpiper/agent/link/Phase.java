package dev.sandpiper.agent.link;

/** What the link is waiting for. */
enum Phase {
    /** For the end of a pause between two attempts. */
    PAUSED,
    /** For the broker's CONNACK. */
    CONNECTING,
    /** For its SUBACK. */
    SUBSCRIBING,
    /** For nothing: it works. */
    UP,
    /** For the last acknowledgements before a clean stop. */
    STOPPING,
    STOPPED
}

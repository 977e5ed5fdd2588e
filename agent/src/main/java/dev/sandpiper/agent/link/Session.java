package dev.sandpiper.agent.link;

/** What a broker had kept of this device while it was away: subscriptions, and the commands that came for them. */
public enum Session {
    /** All of it. */
    PRESENT,
    /** Nothing, as far as is known because it had never seen this device. */
    NEW,
    /** Nothing any more: commands that came meanwhile are gone. */
    LOST
}

package dev.sandpiper.agent.link;

/** Commands of the present connection, as they come in. Belongs to the link's lane. */
interface Inflow {
    /** How many have come since the agent's start. */
    long commands();

    /** Whether some are not acknowledged yet: many a broker sends nothing behind them. */
    boolean owes();
}

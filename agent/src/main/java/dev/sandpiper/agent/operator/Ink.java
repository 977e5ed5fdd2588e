package dev.sandpiper.agent.operator;

/** How a terminal shows what pieces of text mean. */
public enum Ink {
    COLOURS,
    NONE
}

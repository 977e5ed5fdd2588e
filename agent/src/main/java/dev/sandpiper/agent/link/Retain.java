package dev.sandpiper.agent.link;

/** Whether the broker keeps a message for those who subscribe later. */
public enum Retain {
    YES,
    NO
}

package dev.sandpiper.agent.operator;

/** A terminal's size. */
public record Paper(int columns, int lines) {}

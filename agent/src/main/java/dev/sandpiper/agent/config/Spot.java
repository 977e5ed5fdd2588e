package dev.sandpiper.agent.config;

import java.util.Comparator;

/** A place in the file; line and column count from 1. */
record Spot(int line, int column) implements Comparable<Spot> {
    static final Spot START = new Spot(1, 1);

    /** Not in a file: what was typed instead. */
    static final Spot COMMAND_LINE = new Spot(0, 0);

    private static final Comparator<Spot> ORDER =
            Comparator.comparingInt(Spot::line).thenComparingInt(Spot::column);

    @Override
    public int compareTo(Spot other) {
        return ORDER.compare(this, other);
    }
}

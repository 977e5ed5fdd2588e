package dev.sandpiper.agent.store;

/** What is kept until the broker acknowledged it. The order is that of the column {@code kind}: never reorder. */
public enum Kind {
    /** A sensor's values, read in its cycle. */
    READING,
    /** A sensor's value that was published because it changed. */
    EDGE,
    /** A sensor began to fail. */
    ERROR,
    /** An actuator's value. */
    STATE,
    /** The answer to a command. */
    REPLY,
    /** What will never arrive. */
    GAP;

    /** Whether it is counted by {@code seq}, and goes to {@code history/} when it could not be sent while fresh. */
    public boolean numbered() {
        return switch (this) {
            case READING, EDGE, ERROR, STATE -> true;
            case REPLY, GAP -> false;
        };
    }

    /** Whether {@code send_every} may hold it back, and thinning may drop it first. */
    public boolean gathers() {
        return this == READING;
    }
}

package dev.sandpiper.agent;

/**
 * What happened to outputs, for their judge.
 *
 * @param at milliseconds of the true time, as in the board's trace
 * @param id of the output; empty where it is about all
 * @param what words that belong to the kind
 */
record OutputEvent(long at, Kind kind, String id, String what) {
    /** The sorts of events. */
    enum Kind {
        START,
        STOP,
        CRASH,
        LINK_UP,
        LINK_LOST,
        FAULT,
        HEALED,
        COMMAND,
        ACCEPTED,
        ACTED,
        ANSWER
    }

    String word(int index) {
        return what.split(" ")[index];
    }
}

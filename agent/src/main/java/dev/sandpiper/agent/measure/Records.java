package dev.sandpiper.agent.measure;

import dev.sandpiper.agent.store.Draft;

/** Where what sensors say is kept; asked by any lane. */
@FunctionalInterface
public interface Records {
    void keep(Draft draft);

    /** Whether more can be kept soon: otherwise a reading that is due waits, so that no record is lost. */
    default boolean haveRoom() {
        return true;
    }
}

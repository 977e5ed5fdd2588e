package dev.sandpiper.agent.store;

import java.util.List;

/** Where numbered records stand in the order of their keys, to be looked through part by part. */
interface Shelf {
    /** How many records there are. */
    long records();

    /** The first key there is. */
    long oldest();

    /** The last key there is. */
    long newest();

    /** The oldest behind {@code after} and not behind {@code upTo}. */
    List<Entry> between(long after, long upTo, int most);
}

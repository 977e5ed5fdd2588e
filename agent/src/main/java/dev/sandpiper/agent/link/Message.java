package dev.sandpiper.agent.link;

import dev.sandpiper.agent.store.Outgoing;
import org.jspecify.annotations.Nullable;

/**
 * Something this device says.
 *
 * @param kept the outbox's message it is; null for the link's own
 */
record Message(
        String topic,
        byte[] payload,
        Retain retain,
        @Nullable Outgoing kept) {

    /** Whether it holds several records, which could also leave one by one. */
    boolean divisible() {
        return kept != null && kept.records() > 1;
    }
}

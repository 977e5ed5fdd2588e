package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Moment;

/**
 * Something to be kept, before it has a number and a time stamp.
 *
 * @param id of the sensor or actuator; the name in {@code reply/<name>}; empty for a gap
 * @param body JSON members without braces, put behind {@code ts}, {@code run} and {@code seq}; for a reply the whole
 *     object
 * @param onAcknowledged run on the store thread once the broker has it, or refuses it for good; forgotten at a crash
 */
public record Draft(Kind kind, String id, String body, Moment at, Runnable onAcknowledged) {

    public Draft(Kind kind, String id, String body, Moment at) {
        this(kind, id, body, at, () -> {});
    }
}

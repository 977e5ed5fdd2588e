package dev.sandpiper.agent.command;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * A message on a command topic.
 *
 * @param name the topic's last level: an actuator's id, {@code agent}, or anything somebody wrote
 * @param waited how long the agent was away, when the message had waited at the broker; empty when it came live
 * @param acknowledge tells the broker that the message is taken care of; safe to call whatever became of the link
 */
public record Arrival(String name, byte[] payload, boolean retained, Optional<Duration> waited, Runnable acknowledge) {

    /** Of a payload that is too long for a command only so much is kept that this can be told. */
    public Arrival {
        if (payload.length > Command.LONGEST_PAYLOAD) payload = Arrays.copyOf(payload, Command.LONGEST_PAYLOAD + 1);
    }
}

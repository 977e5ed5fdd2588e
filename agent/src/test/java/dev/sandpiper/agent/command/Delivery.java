package dev.sandpiper.agent.command;

import dev.sandpiper.agent.command.Command.Malformed;
import java.time.Duration;
import java.util.Optional;

/** A message that the broker holds until the desk acknowledges it. */
final class Delivery {
    final String name;
    final byte[] payload;
    final boolean retained;
    /** As at its last delivery. */
    Optional<Duration> waited;

    boolean acknowledged;

    Delivery(String name, byte[] payload, boolean retained, Optional<Duration> waited) {
        this.name = name;
        this.payload = payload;
        this.retained = retained;
        this.waited = waited;
    }

    Arrival arrival() {
        return new Arrival(name, payload, retained, waited, () -> acknowledged = true);
    }

    boolean isEmpty() {
        return payload.length == 0;
    }

    Optional<Command> command() {
        try {
            return Optional.of(
                    name.equals(CommandDesk.AGENT) ? Command.forAgent(payload) : Command.forActuator(payload));
        } catch (Malformed malformed) {
            return Optional.empty();
        }
    }

    /** By which the answer names it. */
    Optional<String> id() {
        try {
            var command = name.equals(CommandDesk.AGENT) ? Command.forAgent(payload) : Command.forActuator(payload);
            return command.id();
        } catch (Malformed malformed) {
            return malformed.id();
        }
    }
}

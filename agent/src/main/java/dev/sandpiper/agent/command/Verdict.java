package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.LateCommands;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.store.Stamps;
import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Optional;

/** Judges a command for an actuator: may it be carried out now? */
final class Verdict {
    /** That of an actuator which says nothing else. */
    private static final LateCommands USUAL = new LateCommands.Within(Duration.ofSeconds(30));

    private final Time time;

    Verdict(Time time) {
        this.time = time;
    }

    /** The action asked for, or the reason why not. */
    sealed interface Ruling {
        record Granted(Action action) implements Ruling {}

        record Denied(Outcome.Refused outcome) implements Ruling {}
    }

    Ruling on(Command command, ActuatorConfig actuator, Optional<Duration> waited) {
        var asked = command.value().orElseThrow();
        var action = actuator.repertoire().actions().apply(asked);
        if (action.isEmpty())
            return denied(Outcome.rejected("%s takes %s, not %s"
                    .formatted(actuator.id(), actuator.repertoire().accepts(), shown(asked))));
        if (action.get() instanceof Action.Toggle && command.id().isEmpty())
            return denied(Outcome.rejected("\"toggle\" needs an id, so that it is not done twice"));
        return expired(command)
                .filter(past -> time.synchronised() || !goesSafe(command, actuator))
                .or(() -> goesSafe(command, actuator) ? Optional.empty() : unfit(command, actuator, waited))
                .map(Verdict::denied)
                .orElseGet(() -> new Ruling.Granted(action.get()));
    }

    /** Whether the command's own time is over; the sender's word counts for every command. */
    Optional<Outcome.Refused> expired(Command command) {
        return command.expires()
                .filter(expires -> !expires.isAfter(time.wall()))
                .map(expires -> Outcome.expired("it expired at " + Stamps.text(expires)));
    }

    /** Why it is not the time for a command to the agent itself. */
    Optional<Outcome.Refused> outOfTime(Command command, Errand errand, Optional<Duration> waited) {
        if (command.expires().isPresent()) return expired(command).or(() -> clockNotSet(command));
        return errand.onlyAsks() ? Optional.empty() : late(USUAL, waited);
    }

    // Nothing of this keeps an output from going to its safe value.
    private Optional<Outcome.Refused> unfit(Command command, ActuatorConfig actuator, Optional<Duration> waited) {
        if (actuator.require().contains("id") && command.id().isEmpty())
            return Optional.of(Outcome.rejected(actuator.id() + " requires an 'id' in each command"));
        if (actuator.require().contains("expires") && command.expires().isEmpty())
            return Optional.of(Outcome.rejected(actuator.id() + " requires 'expires' in each command"));
        if (command.expires().isPresent()) return clockNotSet(command);
        return late(actuator.late(), waited);
    }

    private static Optional<Outcome.Refused> late(LateCommands rule, Optional<Duration> waited) {
        return waited.filter(away -> tooLate(rule, away))
                .map(away -> Outcome.expired("it waited at the broker while the device was away"));
    }

    /** Whether the command's time cannot be told yet. */
    Optional<Outcome.Refused> clockNotSet(Command command) {
        return command.expires().isEmpty() || time.synchronised()
                ? Optional.empty()
                : Optional.of(Outcome.rejected("it has 'expires', and the device's clock is not set yet"));
    }

    private static boolean tooLate(LateCommands rule, Duration away) {
        return switch (rule) {
            case LateCommands.Within(var limit) -> away.compareTo(limit) >= 0;
            case LateCommands.Execute() -> false;
            case LateCommands.Refuse() -> true;
        };
    }

    /** Whether the command asks for the actuator's safe value and for nothing afterwards. */
    static boolean goesSafe(Command command, ActuatorConfig actuator) {
        return command.holdFor().isEmpty() && isSafe(command, actuator.safe(), actuator);
    }

    private static boolean isSafe(Command command, Value safe, ActuatorConfig actuator) {
        return command.value()
                .flatMap(actuator.repertoire().actions())
                .filter(new Action.Set(safe)::equals)
                .isPresent();
    }

    private static Ruling denied(Outcome.Refused outcome) {
        return new Ruling.Denied(outcome);
    }

    private static String shown(Object value) {
        var text = value instanceof String word ? "\"" + word + "\"" : value.toString();
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}

package dev.sandpiper.agent.command;

import dev.sandpiper.agent.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Commands to the agent itself: {@code ping}, {@code read}, {@code health}. */
public final class AgentDesk {
    private final Set<String> allowed;
    private final AgentTasks tasks;

    public AgentDesk(Set<String> allowed, AgentTasks tasks) {
        this.allowed = allowed;
        this.tasks = tasks;
    }

    /** Why a command is not carried out; empty when it is. */
    Optional<Outcome.Refused> refuses(Command command) {
        var what = what(command);
        if (!allowed.contains(what))
            return Optional.of(Outcome.rejected("'do' may be one of %s here, not '%s'"
                    .formatted(String.join(", ", allowed.stream().sorted().toList()), shown(what))));
        return what.equals("read") ? refusesRead(sensor(command)) : Optional.empty();
    }

    private Optional<Outcome.Refused> refusesRead(String sensor) {
        if (sensor.isEmpty()) return Optional.of(Outcome.rejected("'sensor' is missing"));
        return tasks.sensors().contains(sensor)
                ? Optional.empty()
                : Optional.of(Outcome.rejected("there is no sensor '%s' here".formatted(shown(sensor))));
    }

    /** Whether doing it twice would do no harm. */
    boolean harmless(Command command) {
        return Set.of("ping", "read", "health").contains(what(command));
    }

    void carryOut(Command command, Consumer<Outcome> outcome) {
        switch (what(command)) {
            case "ping" -> outcome.accept(new Outcome.Answered(tasks.ping()));
            case "health" -> outcome.accept(new Outcome.Answered(tasks.health()));
            case "read" -> tasks.read(sensor(command), outcome);
            default -> outcome.accept(Outcome.rejected("not known to this version: " + shown(what(command))));
        }
    }

    private static String what(Command command) {
        return command.agent().flatMap(object -> object.text("do")).orElse("");
    }

    private static String sensor(Command command) {
        return command.agent()
                .flatMap((JsonObject object) -> object.text("sensor"))
                .orElse("");
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}

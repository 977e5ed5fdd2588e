package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.Intervals;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Commands to the agent itself: what is allowed and well-formed becomes an {@link Errand}. */
public final class AgentDesk {
    /** What each takes beside {@code id}, {@code do} and {@code expires}. */
    private static final Map<String, List<String>> KEYS = Map.of(
            "ping", List.of(),
            "read", List.of("sensor"),
            "health", List.of(),
            "interval", List.of("sensor", "every"),
            "log", List.of("level"),
            "restart", List.of());

    private static final List<String> KEYS_OF_ALL = List.of("id", "do", "expires");

    private final Set<String> allowed;
    private final AgentTasks tasks;

    /** @param allowed by the configuration */
    public AgentDesk(Set<String> allowed, AgentTasks tasks) {
        this.allowed = allowed;
        this.tasks = tasks;
    }

    /** Why something is not done. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        Refusal(String sentence, Object... parts) {
            super(sentence.formatted(parts), null, false, false);
        }
    }

    /** What is asked for, or why it is not done. */
    sealed interface Ruling {
        record Granted(Errand errand) implements Ruling {}

        record Denied(Outcome.Refused outcome) implements Ruling {}
    }

    Ruling on(Command command) {
        try {
            return new Ruling.Granted(errand(command));
        } catch (Refusal refusal) {
            return new Ruling.Denied(Outcome.rejected(refusal.getMessage()));
        }
    }

    private Errand errand(Command command) throws Refusal {
        var said = command.agent().orElseThrow();
        var what = said.text("do").orElse("");
        mayBeDone(what);
        noOtherKeys(what, said);
        return switch (what) {
            case "ping" -> new Errand.Ping();
            case "read" -> new Errand.Read(sensor(said).id());
            case "health" -> new Errand.Health();
            case "interval" -> interval(said);
            case "log" -> log(said);
            case "restart" -> restart(command);
            default -> throw new IllegalStateException(what);
        };
    }

    private void mayBeDone(String what) throws Refusal {
        var those = allowed.isEmpty()
                ? "nothing"
                : String.join(", ", allowed.stream().sorted().toList());
        if (!KEYS.containsKey(what))
            throw new Refusal("'do' cannot be '%s'; agent_commands allows %s here", shown(what), those);
        if (!allowed.contains(what))
            throw new Refusal("agent_commands does not allow '%s' here, but %s; add it there", what, those);
    }

    private static void noOtherKeys(String what, JsonObject said) throws Refusal {
        var others = new HashSet<>(said.members().keySet());
        KEYS_OF_ALL.forEach(others::remove);
        var own = KEYS.getOrDefault(what, List.of());
        own.forEach(others::remove);
        var other = others.stream().sorted().findFirst();
        if (other.isEmpty()) return;
        var known = own.isEmpty() ? "id, expires" : String.join(", ", own) + ", id, expires";
        throw new Refusal("unknown key '%s'; %s has %s", shown(other.get()), what, known);
    }

    private SensorConfig sensor(JsonObject said) throws Refusal {
        var id = text(said, "sensor", "air");
        return tasks.sensor(id).orElseThrow(() -> new Refusal("there is no sensor '%s' here", shown(id)));
    }

    private Errand interval(JsonObject said) throws Refusal {
        var sensor = sensor(said);
        var every = text(said, "every", "10s");
        try {
            return new Errand.Interval(sensor.id(), Intervals.parse(sensor.type(), every));
        } catch (Intervals.Unfit unfit) {
            throw new Refusal("'every': %s", unfit.getMessage());
        }
    }

    private Errand log(JsonObject said) throws Refusal {
        var level = text(said, "level", "debug");
        if (tasks.logLevels().contains(level)) return new Errand.Log(level);
        throw new Refusal("'level' may be one of %s, not '%s'", String.join(", ", tasks.logLevels()), shown(level));
    }

    // A second one would be a second restart: it must be told apart from the first.
    private Errand restart(Command command) throws Refusal {
        if (command.id().isEmpty()) throw new Refusal("restart needs an 'id', so that it is not done twice");
        var wrong = tasks.noNextRun();
        if (wrong.isPresent()) throw new Refusal("it would not start again: %s", wrong.get());
        return new Errand.Restart();
    }

    private static String text(JsonObject said, String key, String like) throws Refusal {
        if (!said.has(key)) throw new Refusal("'%s' is missing; for example \"%s\":\"%s\"", key, key, like);
        return said.text(key)
                .orElseThrow(() -> new Refusal("'%s' must be a text, for example \"%s\":\"%s\"", key, key, like));
    }

    void carryOut(Errand errand, Consumer<Outcome> outcome) {
        switch (errand) {
            case Errand.Ping _ -> outcome.accept(new Outcome.Answered(tasks.ping()));
            case Errand.Health _ -> outcome.accept(new Outcome.Answered(tasks.health()));
            case Errand.Read(var sensor) -> tasks.read(sensor, outcome);
            case Errand.Interval interval -> tasks.interval(interval, outcome);
            case Errand.Log(var level) -> outcome.accept(new Outcome.Answered(tasks.log(level)));
            // What is to be done comes behind the answer.
            case Errand.Restart _ -> outcome.accept(new Outcome.Answered(tasks.ping()));
        }
    }

    /** Does what an errand leaves for when its answer has arrived and is on the disk. */
    void leave() {
        tasks.restart();
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}

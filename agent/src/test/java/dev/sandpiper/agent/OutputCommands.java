package dev.sandpiper.agent;

import dev.sandpiper.agent.command.Cause;
import dev.sandpiper.agent.command.Order;
import dev.sandpiper.agent.command.Outcome;
import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.Action;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Commands for outputs, drawn by chance, and what the command desk would do with them. */
final class OutputCommands {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final List<OutputRules> rules;
    private final Map<String, ActuatorConfig> configs;
    private final OutputMemory memory;
    private final OutputLog log;
    private final SimulatedTime time;
    private final Random random;
    private int last;

    OutputCommands(
            List<OutputRules> rules,
            List<ActuatorConfig> configs,
            OutputMemory memory,
            OutputLog log,
            SimulatedTime time,
            Random random) {
        this.rules = rules;
        this.configs = configs.stream().collect(Collectors.toMap(ActuatorConfig::id, Function.identity()));
        this.memory = memory;
        this.log = log;
        this.time = time;
        this.random = random;
    }

    /** @param cause a person's at the device, or one over the link */
    void command(Devices devices, Cause cause) {
        var rule = rules.get(random.nextInt(rules.size()));
        var value = rule.numeric() ? level() : random.nextInt(3) == 0 ? "false" : "true";
        var action = actuator(rule.id()).repertoire().actions().apply(asked(value));
        var holdFor = random.nextInt(4) == 0
                ? Optional.of(Duration.ofMillis(random.nextInt(500, 15_000)))
                : Optional.<Duration>empty();
        var number = ++last;
        var what = "%d %s %s"
                .formatted(
                        number,
                        value,
                        holdFor.map(Duration::toMillis).map(Object::toString).orElse("-"));
        log.note(OutputEvent.Kind.COMMAND, rule.id(), what);
        if (action.isEmpty()) log.answer(number, rule.id(), Outcome.rejected("not in its range"));
        else send(devices, number, rule.id(), order(number, action.get(), holdFor, cause));
    }

    private String level() {
        return List.of("0.0", "0.1", "0.2", "0.5", "0.8", "1.0").get(random.nextInt(6));
    }

    private static Object asked(String value) {
        return value.contains(".") ? (Object) Double.valueOf(value) : Boolean.valueOf(value);
    }

    private ActuatorConfig actuator(String id) {
        return Optional.ofNullable(configs.get(id)).orElseThrow();
    }

    private Order order(int number, Action action, Optional<Duration> holdFor, Cause cause) {
        return new Order(action, holdFor, cause, Optional.of("c" + number), time.in(PATIENCE));
    }

    // As the command desk does it: over the limit it is not journalled, begun it is answered after a crash.
    private void send(Devices devices, int number, String id, Order order) {
        var tooMany = devices.overRate(id, order);
        if (tooMany.isPresent()) {
            log.answer(number, id, tooMany.get());
            return;
        }
        var goal = goesSafe(id, order) ? "safe" : "other";
        log.note(OutputEvent.Kind.ACCEPTED, id, "%d %s %s".formatted(number, goal, order.cause()));
        // Nobody journals what is done by hand.
        if (order.cause() == Cause.COMMAND) memory.begins(number, id);
        devices.carryOut(id, order, outcome -> {
            log.acted(number, id, outcome);
            memory.lane().post(() -> finish(number, id, outcome));
        });
    }

    private boolean goesSafe(String id, Order order) {
        return order.holdFor().isEmpty()
                && order.action().equals(new Action.Set(actuator(id).safe()));
    }

    private void finish(int number, String id, Outcome outcome) {
        memory.finishes(number);
        log.answer(number, id, outcome);
    }
}

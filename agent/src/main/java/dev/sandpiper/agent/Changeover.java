package dev.sandpiper.agent;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * From one configuration to the next while the agent runs: all of it or nothing, and what is the same in both does not
 * notice. What goes or changes is left safe before anything else is touched; what is left to do for the safe state is
 * written before an output begins.
 */
final class Changeover {
    private final Agent agent;
    private final Together lanes;
    private final Consumer<AgentConfig> plan;

    /** @param plan writes what the safe values of a configuration's outputs are, for when the agent no longer can */
    Changeover(Agent agent, Together lanes, Consumer<AgentConfig> plan) {
        this.agent = agent;
        this.lanes = lanes;
        this.plan = plan;
    }

    /** Takes the next configuration; why not, where nothing was changed. */
    Optional<String> to(AgentConfig next) {
        var difference = new Difference(agent.config(), next);
        var fixed = difference.needingRestart();
        if (!fixed.isEmpty()) return Optional.of("a change of %s needs a restart".formatted(String.join(", ", fixed)));
        var stuck = lanes.run(rollCall());
        if (!stuck.isEmpty())
            return Optional.of("%s is stuck"
                    .formatted(stuck.stream().map(Lane::name).sorted().collect(Collectors.joining(", "))));
        takeAway(difference);
        if (difference.isOfOutputs()) plan.accept(next);
        var away = new AtomicReference<>(Duration.ZERO);
        lanes.run(agent.linkLane(), () -> away.set(agent.away()));
        lanes.run(agent.storeLane(), () -> agent.takes(next, away.get()));
        begin(difference, next);
        return Optional.empty();
    }

    // Before anything is changed: with a lane that hangs half of it would have to wait.
    private Map<Lane, Runnable> rollCall() {
        var all = new LinkedHashMap<Lane, Runnable>();
        agent.lanes().forEach(lane -> all.put(lane, () -> {}));
        return all;
    }

    private void takeAway(Difference difference) {
        lanes.run(agent.devices().leaving(difference.leaving()));
    }

    private void begin(Difference difference, AgentConfig next) {
        if (agent.world().board() instanceof SimulatedBoard board) expect(board, next);
        lanes.run(agent.devices().joining(next, difference.joining()));
        lanes.run(agent.devices().goingOn(next, difference.goingOn()));
        agent.hasJoined(difference.joiningOutputs());
    }

    private static void expect(SimulatedBoard board, AgentConfig config) {
        config.sensors().forEach(sensor -> board.expect(sensor.type().name(), sensor.options()));
        config.actuators().forEach(actuator -> board.expect(actuator.type().name(), actuator.options()));
    }
}

package dev.sandpiper.agent;

import dev.sandpiper.agent.cli.LogLevel;
import dev.sandpiper.agent.command.Actuators;
import dev.sandpiper.agent.command.AgentTasks;
import dev.sandpiper.agent.command.CommandDesk;
import dev.sandpiper.agent.command.Errand;
import dev.sandpiper.agent.command.Order;
import dev.sandpiper.agent.command.Outcome;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.ConfigErrors;
import dev.sandpiper.agent.config.Durations;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.measure.Sampler.Answer;
import dev.sandpiper.agent.store.Stop;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.tinylog.Logger;

/** The command desk's errands to other lanes; outcomes come back on the desk's. */
final class Tasks implements Actuators, AgentTasks {
    private final Agent agent;

    Tasks(Agent agent) {
        this.agent = agent;
    }

    @Override
    public Optional<Outcome.Refused> overRate(String actuator, Order order) {
        return agent.devices().overRate(actuator, order);
    }

    @Override
    public void carryOut(String actuator, Order order, Consumer<Outcome> outcome) {
        agent.devices().carryOut(actuator, order, told -> agent.onStoreLane(() -> outcome.accept(told)));
    }

    @Override
    public Optional<SensorConfig> sensor(String id) {
        return agent.config().sensors().stream()
                .filter(sensor -> sensor.id().equals(id))
                .findFirst();
    }

    @Override
    public void read(String sensor, Consumer<Outcome> outcome) {
        agent.devices().read(sensor, answer -> agent.onStoreLane(() -> outcome.accept(outcome(sensor, answer))));
    }

    private static Outcome outcome(String sensor, Answer answer) {
        return switch (answer) {
            case Answer.Values(var reading) ->
                new Outcome.Answered(new Json().putAll(reading).toString());
            case Answer.Failed(var sentence) -> Outcome.failed(sensor + ": " + sentence);
        };
    }

    @Override
    public void interval(Errand.Interval interval, Consumer<Outcome> outcome) {
        var sensor = interval.sensor();
        var every = Durations.format(interval.every());
        var deadline = agent.world().time().in(CommandDesk.PATIENCE);
        agent.devices().readEvery(sensor, interval.every(), deadline, () -> {
            Logger.info("{} is read every {} from now on, by a command; the next start ends that", sensor, every);
            var told = new Json().put("sensor", sensor).put("every", every).toString();
            agent.onStoreLane(() -> outcome.accept(new Outcome.Answered(told)));
        });
    }

    @Override
    public List<String> logLevels() {
        return Stream.of(LogLevel.values()).map(LogLevel::word).toList();
    }

    @Override
    public String log(String level) {
        var before = LogLevel.shown();
        Logger.info("the log level is {} from now on, by a command; the next start ends that", level);
        LogLevel.named(level).orElseThrow().show();
        return new Json().put("level", level).put("before", before.word()).toString();
    }

    // Whoever is far away could not mend it.
    @Override
    public Optional<String> noNextRun() {
        try {
            AgentConfig.read(agent.config().file(), Environment.ofThisMachine());
            return Optional.empty();
        } catch (ConfigErrors errors) {
            return errors.lines().stream().findFirst();
        }
    }

    @Override
    public void restart() {
        Logger.info("restarting, by a command");
        agent.requests().end(Stop.RESTART);
    }

    @Override
    public String health() {
        agent.sendHealth();
        return agent.healthMessage();
    }

    @Override
    public String ping() {
        return new Json()
                .put("agent", agent.world().version())
                .put("run", agent.run().number())
                .toString();
    }
}

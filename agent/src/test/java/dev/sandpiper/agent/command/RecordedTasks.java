package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.chip.Lm75;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** An agent with one sensor, {@code air}, that notes what it was asked to change. */
final class RecordedTasks implements AgentTasks {
    final List<String> done = new ArrayList<>();
    Optional<String> wrong = Optional.empty();
    /** Between a command's two commits; a restart is answered as a ping is. */
    Runnable atPing = () -> {};

    @Override
    public Optional<SensorConfig> sensor(String id) {
        var air = new SensorConfig(
                "air", Lm75.TYPE, new Section(Map.of()), Optional.of(Duration.ofSeconds(10)), false, Map.of());
        return Optional.of(air).filter(one -> one.id().equals(id));
    }

    @Override
    public void read(String sensor, Consumer<Outcome> outcome) {
        outcome.accept(new Outcome.Answered("{\"temperature\":21.0}"));
    }

    @Override
    public void interval(Errand.Interval interval, Consumer<Outcome> outcome) {
        done.add(interval.sensor() + " every " + interval.every());
        outcome.accept(new Outcome.Answered("{\"sensor\":\"air\"}"));
    }

    @Override
    public List<String> logLevels() {
        return List.of("debug", "info");
    }

    @Override
    public String log(String level) {
        done.add("log " + level);
        return "{\"level\":\"%s\"}".formatted(level);
    }

    @Override
    public String health() {
        return "{\"ok\":true}";
    }

    @Override
    public String ping() {
        atPing.run();
        return "{\"agent\":\"1.0.0\"}";
    }

    @Override
    public Optional<String> noNextRun() {
        return wrong;
    }

    @Override
    public void restart() {
        done.add("restart");
    }
}

package dev.sandpiper.agent.measure;

import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.measure.Sampler.Answer;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sampler that reads a probe on simulated time, and what it publishes. */
final class SamplerBench {
    final SimulatedTime time = new SimulatedTime();
    final Probe probe = new Probe(time);
    final Lane lane = new Lane("i2c-1");
    final List<Draft> drafts = new ArrayList<>();
    final List<Answer> answers = new ArrayList<>();
    /** Whether records have no room. */
    boolean full;

    /** What sensors keep, by their ids. */
    final Map<String, String> notes = new HashMap<>();

    private final Memory memory = new Memory() {
        @Override
        public Optional<String> recall(String sensor) {
            return Optional.ofNullable(notes.get(sensor));
        }

        @Override
        public void keep(String sensor, String text) {
            notes.put(sensor, text);
        }
    };

    private final Records records = new Records() {
        @Override
        public void keep(Draft draft) {
            drafts.add(draft);
        }

        @Override
        public boolean haveRoom() {
            return !full;
        }
    };

    Sampler sampler(SensorConfig config) throws DeviceFault {
        var clock = new SimulatedBoard.Clock(time::now, time::wall);
        var board = new SimulatedBoard(SimulatedBoard.Setup.plain(), clock, complaint -> {});
        var bus = new BusWatch("i2c-1", time, Optional::empty);
        var sampler = new Sampler(config, board, bus, time, records, lane::post, memory);
        lane.add(sampler);
        return sampler;
    }

    void pass(Duration span) {
        var end = time.in(span);
        for (var due = lane.run(); time.in(due) < end; due = lane.run()) time.pass(due);
        time.advanceTo(end);
        lane.run();
    }

    void pass(int seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    /** Something happened at the pin, as the next reading tells. */
    void change(Reading reading) {
        probe.next = reading;
        probe.changed.run();
        lane.run();
    }

    void ask(Sampler sampler) {
        lane.post(() -> sampler.ask(answers::add));
        lane.run();
    }

    List<String> published() {
        return drafts.stream()
                .map(draft -> draft.kind() + " " + draft.body().replace("\"", ""))
                .toList();
    }
}

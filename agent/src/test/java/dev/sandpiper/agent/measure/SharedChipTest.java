package dev.sandpiper.agent.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedChipTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final SimulatedTime time = new SimulatedTime();
    private final Lane lane = new Lane("i2c-1");
    private final SharedChip chip = new SharedChip();
    private final Probe first = probe("first");
    private final Probe second = probe("second");
    private final Probe third = probe("third");
    private final List<String> owners = new ArrayList<>();
    private Optional<String> owner = Optional.empty();

    SharedChipTest() {
        lane.add(chip);
    }

    private Probe probe(String name) {
        var probe = new Probe(time);
        probe.conversion = Duration.ofMillis(300);
        probe.started = () -> {
            assertEquals(Optional.empty(), owner, name + " must not start");
            owner = Optional.of(name);
        };
        probe.read = () -> {
            assertEquals(Optional.of(name), owner);
            owner = Optional.empty();
            owners.add(name);
        };
        return probe;
    }

    private Sampler add(Probe probe, Duration every) throws DeviceFault {
        var clock = new SimulatedBoard.Clock(time::now, time::wall);
        var board = new SimulatedBoard(SimulatedBoard.Setup.plain(), clock, complaint -> {});
        var bus = new BusWatch("i2c-1", time, Optional::empty);
        var sampler = new Sampler(probe.every(every), board, bus, time, draft -> {}, lane::post, Memory.none());
        chip.add(sampler);
        return sampler;
    }

    private void pass(Duration span) {
        var end = time.in(span);
        for (var due = lane.run(); time.in(due) < end; due = lane.run()) time.pass(due);
        time.advanceTo(end);
        lane.run();
    }

    @Test
    void aConversionIsReadBeforeTheNextChannelStarts() throws DeviceFault {
        add(first, Duration.ofSeconds(10));
        add(second, Duration.ofSeconds(10));
        pass(Duration.ofSeconds(9));
        assertEquals(List.of("first", "second"), owners);
    }

    @Test
    void channelsThatAreReadAsFastAsTheChipCanTakeTurns() throws DeviceFault {
        add(first, Duration.ofMillis(1));
        add(second, Duration.ofMillis(1));
        add(third, Duration.ofMillis(1));
        pass(SECOND.plusMillis(900));
        assertEquals(List.of("first", "second", "third", "first", "second", "third"), owners);
    }

    @Test
    void whoAsksWaitsForTheConversionOfAnother() throws DeviceFault {
        add(first, Duration.ofHours(1));
        var asked = add(second, Duration.ofHours(1));
        pass(Duration.ofMinutes(10));
        owners.clear();
        first.changed.run();
        lane.run();
        lane.post(() -> asked.ask(answer -> {}));
        pass(SECOND);
        assertEquals(List.of("first", "second"), owners);
    }

    @Test
    void aChannelThatFailsLeavesTheChipToTheOthers() throws DeviceFault {
        first.fault = Optional.of(new DeviceFault("no acknowledgement"));
        add(first, SECOND);
        add(second, SECOND);
        pass(Duration.ofMillis(900));
        assertEquals(List.of("second"), owners);
    }
}

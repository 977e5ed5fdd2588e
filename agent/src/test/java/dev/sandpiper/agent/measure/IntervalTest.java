package dev.sandpiper.agent.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A cycle that is changed while the sensor runs. */
class IntervalTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final SimulatedTime time = new SimulatedTime();
    private final Probe probe = new Probe(time);
    private final Lane lane = new Lane("i2c-1");

    private Sampler sampler(SensorConfig config) throws DeviceFault {
        var clock = new SimulatedBoard.Clock(time::now, time::wall);
        var board = new SimulatedBoard(SimulatedBoard.Setup.plain(), clock, complaint -> {});
        var bus = new BusWatch("i2c-1", time, Optional::empty);
        var sampler = new Sampler(config, board, bus, time, draft -> {}, lane::post, Memory.none());
        lane.add(sampler);
        return sampler;
    }

    private void pass(Duration span) {
        var end = time.in(span);
        for (var due = lane.run(); time.in(due) < end; due = lane.run()) time.pass(due);
        time.advanceTo(end);
        lane.run();
    }

    /** When it was read, in milliseconds since the start; from then on. */
    private List<Long> readAfter(long millis) {
        return probe.startedAt.stream()
                .map(nanos -> Duration.ofNanos(nanos).toMillis())
                .filter(at -> at > millis)
                .toList();
    }

    @Test
    void aShorterCycleCountsFromWhenItWasDueLast() throws DeviceFault {
        probe.conversion = Duration.ofMillis(750);
        var sampler = sampler(probe.every(TEN_SECONDS));
        pass(Duration.ofMillis(14_500));
        sampler.readEvery(Duration.ofSeconds(3));
        pass(Duration.ofMillis(10_000));
        assertEquals(List.of(16_000L, 19_000L, 22_000L), readAfter(14_500));
    }

    @Test
    void aLongerCycleCountsFromWhenItWasDueLast() throws DeviceFault {
        var sampler = sampler(probe.every(TEN_SECONDS));
        pass(Duration.ofMillis(14_500));
        sampler.readEvery(Duration.ofSeconds(25));
        pass(Duration.ofMinutes(1));
        assertEquals(List.of(35_000L, 60_000L), readAfter(14_500));
    }

    @Test
    void theSameCycleChangesNothing() throws DeviceFault {
        var sampler = sampler(probe.every(TEN_SECONDS));
        pass(Duration.ofMillis(14_500));
        sampler.readEvery(TEN_SECONDS);
        pass(Duration.ofSeconds(10));
        assertEquals(List.of(20_000L), readAfter(14_500));
    }

    @Test
    void aCycleShorterThanAConversionIsAsFastAsTheChipCan() throws DeviceFault {
        probe.conversion = Duration.ofMillis(750);
        var sampler = sampler(probe.every(TEN_SECONDS));
        pass(Duration.ofMillis(14_500));
        sampler.readEvery(Duration.ofMillis(1));
        pass(Duration.ofMillis(3_000));
        assertEquals(List.of(14_501L, 15_251L, 16_001L, 16_751L), readAfter(14_500));
    }

    @Test
    void aSensorThatIsReadOnChangeGetsACycle() throws DeviceFault {
        var sampler = sampler(probe.onChange());
        pass(Duration.ofSeconds(4));
        sampler.readEvery(TEN_SECONDS);
        pass(Duration.ofSeconds(20));
        assertEquals(List.of(10_000L, 20_000L), readAfter(0));
    }

    @Test
    void aSensorThatIsLeftAloneIsTriedInItsNewCycle() throws DeviceFault {
        probe.fault = Optional.of(new DeviceFault("unplugged"));
        var sampler = sampler(probe.every(Duration.ofMillis(100)));
        pass(Duration.ofMinutes(5));
        var tried = probe.tried;
        sampler.readEvery(Duration.ofSeconds(2));
        pass(Duration.ofSeconds(2));
        assertEquals(tried + 1, probe.tried);
    }

    @Test
    void itIsReportedFromThenOn() throws DeviceFault {
        var sampler = sampler(probe.every(TEN_SECONDS));
        pass(Duration.ofSeconds(1));
        assertEquals(Optional.empty(), sampler.report().every());
        sampler.readEvery(Duration.ofSeconds(3));
        pass(Duration.ofMinutes(1));
        assertEquals(Optional.of(Duration.ofSeconds(3)), sampler.report().every());
    }
}

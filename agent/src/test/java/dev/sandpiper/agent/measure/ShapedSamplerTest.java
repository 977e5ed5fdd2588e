package dev.sandpiper.agent.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.config.Aggregate;
import dev.sandpiper.agent.config.CalibrationConfig;
import dev.sandpiper.agent.config.DerivationConfig;
import dev.sandpiper.agent.config.Derived;
import dev.sandpiper.agent.config.FilterConfig;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.config.ValueConfig;
import dev.sandpiper.agent.config.WindowConfig;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.measure.Sampler.Answer;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Value;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** A sensor of whose values not each is published. */
class ShapedSamplerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final ValueConfig BY_THE_MINUTE = new ValueConfig(
            CalibrationConfig.NONE,
            FilterConfig.NONE,
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.of(new WindowConfig(Duration.ofMinutes(1), List.of(Aggregate.MEAN, Aggregate.COUNT))));

    private static final ValueConfig LIMITED = new ValueConfig(
            CalibrationConfig.NONE,
            new FilterConfig(Optional.of(new Range(-40, 60)), OptionalDouble.empty(), 1, 1, OptionalDouble.empty()),
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty());

    private final SimulatedTime time = new SimulatedTime();
    private final Probe probe = new Probe(time);
    private final Lane lane = new Lane("i2c-1");
    private final List<Draft> drafts = new ArrayList<>();

    private final Map<String, String> kept = new HashMap<>();

    private final Memory memory = new Memory() {
        @Override
        public Optional<String> recall(String sensor) {
            return Optional.ofNullable(kept.get(sensor));
        }

        @Override
        public void keep(String sensor, String text) {
            kept.put(sensor, text);
        }
    };

    private Sampler sampler(SensorConfig config) throws DeviceFault {
        var clock = new SimulatedBoard.Clock(time::now, time::wall);
        var board = new SimulatedBoard(SimulatedBoard.Setup.plain(), clock, _ -> {});
        var bus = new BusWatch("i2c-1", time, Optional::empty);
        var sampler = new Sampler(config, board, bus, time, drafts::add, lane::post, memory);
        lane.add(sampler);
        return sampler;
    }

    private static SensorConfig aligned(SensorConfig config) {
        return new SensorConfig(
                config.id(),
                config.type(),
                config.options(),
                config.every(),
                true,
                config.retain(),
                config.values(),
                config.derivation());
    }

    private static SensorConfig deriving(SensorConfig config, Derived derived) {
        return new SensorConfig(
                config.id(),
                config.type(),
                config.options(),
                config.every(),
                false,
                config.retain(),
                config.values(),
                new DerivationConfig(List.of(derived), DerivationConfig.STANDARD_SEA_LEVEL));
    }

    private void pass(Duration span) {
        var end = time.in(span);
        for (var due = lane.run(); time.in(due) < end; due = lane.run()) time.pass(due);
        time.advanceTo(end);
        lane.run();
    }

    private List<String> published() {
        return drafts.stream()
                .map(draft -> Duration.ofNanos(draft.at().nanos()).toMillis() + " " + draft.kind() + " "
                        + draft.body().replace("\"", ""))
                .toList();
    }

    @Test
    void aWindowIsToldAtItsEndAlsoWhileTheChipMeasures() throws DeviceFault {
        probe.conversion = Duration.ofMillis(400);
        sampler(probe.every(SECOND, BY_THE_MINUTE));
        time.pass(Duration.ZERO);
        pass(Duration.ofSeconds(121));
        assertEquals(
                List.of(
                        "60000 READING temperature_mean:21.0,temperature_count:60",
                        "120000 READING temperature_mean:21.0,temperature_count:60"),
                published());
        assertEquals(SimulatedTime.START.plusSeconds(120), drafts.getLast().at().wall());
    }

    @Test
    void aWindowDoesNotWaitForTheNextReading() throws DeviceFault {
        sampler(probe.every(Duration.ofSeconds(25), BY_THE_MINUTE));
        pass(Duration.ofSeconds(61));
        assertEquals(List.of("60000 READING temperature_mean:21.0,temperature_count:3"), published());
    }

    @Test
    void anErrorDoesNotWaitForTheWindowNorTheWindowForTheSensor() throws DeviceFault {
        sampler(probe.every(SECOND, BY_THE_MINUTE));
        pass(Duration.ofMillis(9_500));
        probe.fault = Optional.of(new DeviceFault("unplugged"));
        pass(Duration.ofMinutes(3));
        assertEquals(
                List.of("10000 ERROR error:unplugged", "60000 READING temperature_mean:21.0,temperature_count:10"),
                published());
    }

    @Test
    void aStopTellsWhatTheWindowHas() throws DeviceFault {
        var sampler = sampler(probe.every(SECOND, BY_THE_MINUTE));
        pass(Duration.ofSeconds(3));
        sampler.close();
        sampler.close();
        assertEquals(List.of("3000 READING temperature_mean:21.0,temperature_count:4"), published());
    }

    @Test
    void alignedWindowsEndWithTheMinuteOfTheCalendar() throws DeviceFault {
        time.pass(Duration.ofMillis(12_345));
        sampler(aligned(probe.every(Duration.ofSeconds(10), BY_THE_MINUTE)));
        pass(Duration.ofMinutes(2));
        assertEquals(
                List.of(Instant.parse("2026-11-23T06:01:00Z"), Instant.parse("2026-11-23T06:02:00Z")),
                drafts.stream().map(draft -> draft.at().wall()).toList());
        assertEquals(
                "120000 READING temperature_mean:21.0,temperature_count:6",
                published().getLast());
    }

    @Test
    void aClockThatBecomesRightAlignsCycleAndWindow() throws DeviceFault {
        time.lose(Duration.ofDays(-20_000).plusMillis(321));
        time.pass(Duration.ofMillis(12_345));
        sampler(aligned(probe.every(Duration.ofSeconds(10), BY_THE_MINUTE)));
        pass(Duration.ofMinutes(5));
        time.synchronise();
        pass(Duration.ofMinutes(5));
        var late = probe.startedAt.subList(probe.startedAt.size() - 20, probe.startedAt.size());
        for (var at : late) assertEquals(0, at % Duration.ofSeconds(10).toNanos());
        assertEquals(
                Instant.parse("2026-11-23T06:10:00Z"), drafts.getLast().at().wall());
    }

    @Test
    void threeImpossibleValuesAreOneErrorAndAProblemUntilOneIsPossible() throws DeviceFault {
        var sampler = sampler(probe.every(SECOND, LIMITED));
        pass(Duration.ofMillis(500));
        probe.next = Probe.temperature(85);
        pass(Duration.ofSeconds(2));
        assertEquals(Optional.empty(), sampler.report().fault());
        assertEquals(2, sampler.report().rejected());
        pass(Duration.ofSeconds(5));
        assertEquals(7, sampler.report().rejected());
        assertEquals(0, sampler.report().errors(), "it answers");
        assertEquals(
                Optional.of(SimulatedTime.START.plusSeconds(3)),
                sampler.report().fault().map(SensorReport.Fault::since));
        probe.next = Probe.temperature(22);
        pass(SECOND);
        assertEquals(Optional.empty(), sampler.report().fault());
        assertEquals(
                List.of(
                        "0 READING temperature:21.0",
                        "3000 ERROR error:temperature is 85, expected -40 to 60 (limits)",
                        "8000 READING temperature:22.0"),
                published());
    }

    @Test
    void energyGoesOnAfterARestartAndNotForTheTimeOfAFault() throws DeviceFault {
        probe.next = Reading.of("power", new Value.Decimal(3600, 1));
        probe.kept = Optional.of("what the chip keeps itself");
        var first = sampler(deriving(probe.every(SECOND), Derived.ENERGY));
        pass(Duration.ofSeconds(5));
        first.close();
        assertEquals(Map.of("air", "what the chip keeps itself", Memory.sumsOf("air"), "5.0"), kept, "1 Wh a second");
        time.pass(Duration.ofHours(1));
        drafts.clear();
        var second = sampler(deriving(probe.every(SECOND), Derived.ENERGY));
        pass(Duration.ofMillis(1_500));
        probe.fault = Optional.of(new DeviceFault("unplugged"));
        pass(SECOND);
        probe.fault = Optional.empty();
        pass(Duration.ofMillis(1_000));
        assertEquals(
                List.of(
                        "power:3600.0,energy:5.0",
                        "power:3600.0,energy:6.0",
                        "error:unplugged",
                        "power:3600.0,energy:6.0"),
                drafts.stream().map(draft -> draft.body().replace("\"", "")).toList());
        second.close();
    }

    @Test
    void whoeverAsksIsNotToldWhatIsImpossible() throws DeviceFault {
        var sampler = sampler(probe.every(SECOND, LIMITED));
        probe.next = Probe.temperature(85);
        var answers = new ArrayList<Answer>();
        lane.post(() -> sampler.ask(answers::add));
        lane.run();
        assertEquals(List.of(new Answer.Failed("temperature is 85, expected -40 to 60 (limits)")), answers);
    }
}

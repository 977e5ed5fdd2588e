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
import dev.sandpiper.agent.measure.Sampler.Answer;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

    private final SamplerBench bench = new SamplerBench();

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

    private List<String> published() {
        return bench.drafts.stream()
                .map(draft -> Duration.ofNanos(draft.at().nanos()).toMillis() + " " + draft.kind() + " "
                        + draft.body().replace("\"", ""))
                .toList();
    }

    @Test
    void aWindowIsToldAtItsEndAlsoWhileTheChipMeasures() throws DeviceFault {
        bench.probe.conversion = Duration.ofMillis(400);
        bench.sampler(bench.probe.every(SECOND, BY_THE_MINUTE));
        bench.time.pass(Duration.ZERO);
        bench.pass(Duration.ofSeconds(121));
        assertEquals(
                List.of(
                        "60000 READING temperature_mean:21.0,temperature_count:60",
                        "120000 READING temperature_mean:21.0,temperature_count:60"),
                published());
        assertEquals(
                SimulatedTime.START.plusSeconds(120),
                bench.drafts.getLast().at().wall());
    }

    @Test
    void aWindowDoesNotWaitForTheNextReading() throws DeviceFault {
        bench.sampler(bench.probe.every(Duration.ofSeconds(25), BY_THE_MINUTE));
        bench.pass(Duration.ofSeconds(61));
        assertEquals(List.of("60000 READING temperature_mean:21.0,temperature_count:3"), published());
    }

    @Test
    void anErrorDoesNotWaitForTheWindowNorTheWindowForTheSensor() throws DeviceFault {
        bench.sampler(bench.probe.every(SECOND, BY_THE_MINUTE));
        bench.pass(Duration.ofMillis(9_500));
        bench.probe.fault = Optional.of(new DeviceFault("unplugged"));
        bench.pass(Duration.ofMinutes(3));
        assertEquals(
                List.of("10000 ERROR error:unplugged", "60000 READING temperature_mean:21.0,temperature_count:10"),
                published());
    }

    @Test
    void aStopTellsWhatTheWindowHas() throws DeviceFault {
        var sampler = bench.sampler(bench.probe.every(SECOND, BY_THE_MINUTE));
        bench.pass(Duration.ofSeconds(3));
        sampler.close();
        sampler.close();
        assertEquals(List.of("3000 READING temperature_mean:21.0,temperature_count:4"), published());
    }

    @Test
    void alignedWindowsEndWithTheMinuteOfTheCalendar() throws DeviceFault {
        bench.time.pass(Duration.ofMillis(12_345));
        bench.sampler(aligned(bench.probe.every(Duration.ofSeconds(10), BY_THE_MINUTE)));
        bench.pass(Duration.ofMinutes(2));
        assertEquals(
                List.of(Instant.parse("2026-11-23T06:01:00Z"), Instant.parse("2026-11-23T06:02:00Z")),
                bench.drafts.stream().map(draft -> draft.at().wall()).toList());
        assertEquals(
                "120000 READING temperature_mean:21.0,temperature_count:6",
                published().getLast());
    }

    @Test
    void aClockThatBecomesRightAlignsCycleAndWindow() throws DeviceFault {
        bench.time.lose(Duration.ofDays(-20_000).plusMillis(321));
        bench.time.pass(Duration.ofMillis(12_345));
        bench.sampler(aligned(bench.probe.every(Duration.ofSeconds(10), BY_THE_MINUTE)));
        bench.pass(Duration.ofMinutes(5));
        bench.time.synchronise();
        bench.pass(Duration.ofMinutes(5));
        var late = bench.probe.startedAt.subList(bench.probe.startedAt.size() - 20, bench.probe.startedAt.size());
        for (var at : late) assertEquals(0, at % Duration.ofSeconds(10).toNanos());
        assertEquals(
                Instant.parse("2026-11-23T06:10:00Z"),
                bench.drafts.getLast().at().wall());
    }

    @Test
    void threeImpossibleValuesAreOneErrorAndAProblemUntilOneIsPossible() throws DeviceFault {
        var sampler = bench.sampler(bench.probe.every(SECOND, LIMITED));
        bench.pass(Duration.ofMillis(500));
        bench.probe.next = Probe.temperature(85);
        bench.pass(Duration.ofSeconds(2));
        assertEquals(Optional.empty(), sampler.report().fault());
        assertEquals(2, sampler.report().rejected());
        bench.pass(Duration.ofSeconds(5));
        assertEquals(7, sampler.report().rejected());
        assertEquals(0, sampler.report().errors(), "it answers");
        assertEquals(
                Optional.of(SimulatedTime.START.plusSeconds(3)),
                sampler.report().fault().map(SensorReport.Fault::since));
        bench.probe.next = Probe.temperature(22);
        bench.pass(SECOND);
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
        bench.probe.next = Reading.of("power", new Value.Decimal(3600, 1));
        bench.probe.kept = Optional.of("what the chip keeps itself");
        var first = bench.sampler(deriving(bench.probe.every(SECOND), Derived.ENERGY));
        bench.pass(Duration.ofSeconds(5));
        first.close();
        assertEquals(
                Map.of("air", "what the chip keeps itself", Memory.sumsOf("air"), "5.0"), bench.notes, "1 Wh a second");
        bench.time.pass(Duration.ofHours(1));
        bench.drafts.clear();
        var second = bench.sampler(deriving(bench.probe.every(SECOND), Derived.ENERGY));
        bench.pass(Duration.ofMillis(1_500));
        bench.probe.fault = Optional.of(new DeviceFault("unplugged"));
        bench.pass(SECOND);
        bench.probe.fault = Optional.empty();
        bench.pass(Duration.ofMillis(1_000));
        assertEquals(
                List.of(
                        "power:3600.0,energy:5.0",
                        "power:3600.0,energy:6.0",
                        "error:unplugged",
                        "power:3600.0,energy:6.0"),
                bench.drafts.stream()
                        .map(draft -> draft.body().replace("\"", ""))
                        .toList());
        second.close();
    }

    @Test
    void whoeverAsksIsNotToldWhatIsImpossible() throws DeviceFault {
        var sampler = bench.sampler(bench.probe.every(SECOND, LIMITED));
        bench.probe.next = Probe.temperature(85);
        var answers = new ArrayList<Answer>();
        bench.lane.post(() -> sampler.ask(answers::add));
        bench.lane.run();
        assertEquals(List.of(new Answer.Failed("temperature is 85, expected -40 to 60 (limits)")), answers);
    }
}

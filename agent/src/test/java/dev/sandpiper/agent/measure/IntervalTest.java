package dev.sandpiper.agent.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.DeviceFault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A cycle that is changed while the sensor runs. */
class IntervalTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final SamplerBench bench = new SamplerBench();

    /** When it was read, in milliseconds since the start; from then on. */
    private List<Long> readAfter(long millis) {
        return bench.probe.startedAt.stream()
                .map(nanos -> Duration.ofNanos(nanos).toMillis())
                .filter(at -> at > millis)
                .toList();
    }

    @Test
    void aShorterCycleCountsFromWhenItWasDueLast() throws DeviceFault {
        bench.probe.conversion = Duration.ofMillis(750);
        var sampler = bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.pass(Duration.ofMillis(14_500));
        sampler.readEvery(Duration.ofSeconds(3));
        bench.pass(Duration.ofMillis(10_000));
        assertEquals(List.of(16_000L, 19_000L, 22_000L), readAfter(14_500));
    }

    @Test
    void aLongerCycleCountsFromWhenItWasDueLast() throws DeviceFault {
        var sampler = bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.pass(Duration.ofMillis(14_500));
        sampler.readEvery(Duration.ofSeconds(25));
        bench.pass(Duration.ofMinutes(1));
        assertEquals(List.of(35_000L, 60_000L), readAfter(14_500));
    }

    @Test
    void theSameCycleChangesNothing() throws DeviceFault {
        var sampler = bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.pass(Duration.ofMillis(14_500));
        sampler.readEvery(TEN_SECONDS);
        bench.pass(Duration.ofSeconds(10));
        assertEquals(List.of(20_000L), readAfter(14_500));
    }

    @Test
    void aCycleShorterThanAConversionIsAsFastAsTheChipCan() throws DeviceFault {
        bench.probe.conversion = Duration.ofMillis(750);
        var sampler = bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.pass(Duration.ofMillis(14_500));
        sampler.readEvery(Duration.ofMillis(1));
        bench.pass(Duration.ofMillis(3_000));
        assertEquals(List.of(14_501L, 15_251L, 16_001L, 16_751L), readAfter(14_500));
    }

    @Test
    void aSensorThatIsReadOnChangeGetsACycle() throws DeviceFault {
        var sampler = bench.sampler(bench.probe.onChange());
        bench.pass(Duration.ofSeconds(4));
        sampler.readEvery(TEN_SECONDS);
        bench.pass(Duration.ofSeconds(20));
        assertEquals(List.of(10_000L, 20_000L), readAfter(0));
    }

    @Test
    void aSensorThatIsLeftAloneIsTriedInItsNewCycle() throws DeviceFault {
        bench.probe.fault = Optional.of(new DeviceFault("unplugged"));
        var sampler = bench.sampler(bench.probe.every(Duration.ofMillis(100)));
        bench.pass(Duration.ofMinutes(5));
        var tried = bench.probe.tried;
        sampler.readEvery(Duration.ofSeconds(2));
        bench.pass(Duration.ofSeconds(2));
        assertEquals(tried + 1, bench.probe.tried);
    }

    @Test
    void itIsReportedFromThenOn() throws DeviceFault {
        var sampler = bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.pass(Duration.ofSeconds(1));
        assertEquals(Optional.empty(), sampler.report().every());
        sampler.readEvery(Duration.ofSeconds(3));
        bench.pass(Duration.ofMinutes(1));
        assertEquals(Optional.of(Duration.ofSeconds(3)), sampler.report().every());
    }
}

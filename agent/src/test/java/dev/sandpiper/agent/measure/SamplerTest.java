package dev.sandpiper.agent.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.ValueConfig;
import dev.sandpiper.agent.measure.Sampler.Answer;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.DeviceFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final DeviceFault UNPLUGGED = new DeviceFault("unplugged");
    private static final OptionalDouble NO_DEADBAND = OptionalDouble.empty();

    private final SamplerBench bench = new SamplerBench();

    @Test
    void itIsReadAtStartAndThenInItsCycle() throws DeviceFault {
        bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.pass(30);
        assertEquals(
                List.of(
                        "READING temperature:21.0",
                        "READING temperature:21.0",
                        "READING temperature:21.0",
                        "READING temperature:21.0"),
                bench.published());
    }

    @Test
    void aCycleDoesNotDriftHoweverLongConversionAndTransferTake() throws DeviceFault {
        bench.probe.conversion = Duration.ofMillis(750);
        bench.probe.transfer = Duration.ofMillis(13);
        bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.pass(3600);
        var expected = LongStream.rangeClosed(0, 360)
                .map(cycle -> cycle * TEN_SECONDS.toNanos())
                .boxed()
                .toList();
        assertEquals(expected, bench.probe.startedAt);
    }

    @Test
    void aReadingIsOfTheMomentTheConversionWasRead() throws DeviceFault {
        bench.probe.conversion = Duration.ofMillis(750);
        bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.pass(1);
        assertEquals(
                Duration.ofMillis(750).toNanos(), bench.drafts.getFirst().at().nanos());
    }

    @Test
    void nothingIsReadBeforeTheConversionIsOver() throws DeviceFault {
        bench.probe.conversion = Duration.ofMillis(750);
        bench.sampler(bench.probe.every(TEN_SECONDS));
        assertEquals(Duration.ofMillis(750), bench.lane.run());
        assertEquals(List.of(), bench.drafts);
    }

    @Test
    void aConversionOfSeveralPartsIsReadAfterTheLast() throws DeviceFault {
        bench.probe.conversion = Duration.ofMillis(50);
        bench.probe.parts = List.of(Duration.ofMillis(16), Duration.ZERO, Duration.ofMillis(4));
        bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.pass(19);
        assertEquals(
                List.of(Duration.ofMillis(70), Duration.ofMillis(10_070)),
                bench.drafts.stream()
                        .map(draft -> Duration.ofNanos(draft.at().nanos()))
                        .toList());
    }

    @Test
    void aFaultBetweenTwoPartsEndsTheConversion() throws DeviceFault {
        bench.probe.conversion = Duration.ofMillis(50);
        bench.probe.parts = List.of(Duration.ofMillis(16));
        bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.pass(Duration.ofMillis(20));
        bench.probe.fault = Optional.of(new DeviceFault("no acknowledgement from 0x40 on i2c-1"));
        bench.pass(1);
        bench.probe.fault = Optional.empty();
        bench.pass(10);
        assertEquals(
                List.of("ERROR error:no acknowledgement from 0x40 on i2c-1", "READING temperature:21.0"),
                bench.published());
    }

    @Test
    void cyclesThatWereMissedAreLeftOutAndThePhaseStays() throws DeviceFault {
        bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.lane.run();
        bench.time.pass(Duration.ofSeconds(57));
        bench.lane.run();
        bench.pass(14);
        assertEquals(
                List.of(0L, 57L, 60L, 70L),
                bench.probe.startedAt.stream().map(at -> at / 1_000_000_000L).toList());
    }

    @Test
    void aCycleShorterThanTheConversionIsAsFastAsTheChipCan() throws DeviceFault {
        bench.probe.conversion = Duration.ofMillis(100);
        bench.sampler(bench.probe.every(Duration.ofMillis(30)));
        bench.pass(3);
        assertEquals(30, bench.drafts.size(), "readings in three seconds");
    }

    @Test
    void aCycleShorterThanTheTransferLeavesTheLaneToOthersInBetween() throws DeviceFault {
        bench.probe.transfer = Duration.ofMillis(5);
        bench.sampler(bench.probe.every(Duration.ofMillis(1)));
        var turns = new ArrayList<Integer>();
        bench.lane.add(() -> {
            turns.add(bench.drafts.size());
            return TEN_SECONDS;
        });
        for (var turn = 0; turn < 5; turn++) assertTrue(bench.lane.run().compareTo(Duration.ofMillis(1)) <= 0);
        assertEquals(List.of(1, 2, 3, 4, 5), turns);
    }

    @Test
    void oneErrorIsPublishedWhenItBeginsToFailAndTheRestIsCounted() throws DeviceFault {
        var sampler = bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.pass(1);
        bench.probe.fault = Optional.of(new DeviceFault("no acknowledgement from 0x76 on i2c-1"));
        bench.pass(100);
        assertEquals(
                List.of("READING temperature:21.0", "ERROR error:no acknowledgement from 0x76 on i2c-1"),
                bench.published());
        assertEquals(5, sampler.report().errors(), "after 10, 20, 40, 70 and 100 s");
        assertEquals(
                Optional.of(SimulatedTime.START.plusSeconds(10)),
                sampler.report().fault().map(SensorReport.Fault::since));
        assertEquals(Optional.of(SimulatedTime.START), sampler.report().last());
    }

    @Test
    void whenItAnswersAgainTheReadingSaysSoAndANewFailureIsANewError() throws DeviceFault {
        var sampler = bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.probe.fault = Optional.of(UNPLUGGED);
        bench.pass(15);
        bench.probe.fault = Optional.empty();
        bench.pass(15);
        assertEquals(Optional.empty(), sampler.report().fault());
        bench.probe.fault = Optional.of(UNPLUGGED);
        bench.pass(10);
        assertEquals(
                List.of("ERROR error:unplugged", "READING temperature:21.0", "ERROR error:unplugged"),
                bench.published());
    }

    @Test
    void aSlowSensorThatFailsIsTriedEveryThirtySeconds() throws DeviceFault {
        bench.sampler(bench.probe.every(Duration.ofHours(1)));
        bench.probe.fault = Optional.of(UNPLUGGED);
        bench.pass(60);
        bench.probe.fault = Optional.empty();
        bench.pass(30);
        assertEquals(List.of("ERROR error:unplugged", "READING temperature:21.0"), bench.published());
        bench.pass(3599);
        assertEquals(2, bench.drafts.size());
        bench.pass(1);
        assertEquals(3, bench.drafts.size());
    }

    @Test
    void aDefectOfADriverIsAFaultOfItsSensor() throws DeviceFault {
        var sampler = bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.probe.defect = true;
        bench.ask(sampler);
        bench.pass(25);
        assertEquals(1, bench.drafts.size());
        assertTrue(
                bench.published().getFirst().startsWith("ERROR error:the driver has a defect: "),
                bench.published().toString());
        assertEquals(1, bench.answers.size());
        bench.probe.defect = false;
        bench.pass(10);
        assertEquals("READING temperature:21.0", bench.published().getLast());
    }

    @Test
    void clippedCodesArePublishedAndCounted() throws DeviceFault {
        var sampler = bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.probe.next = Probe.temperature(127.99).clippedWhen(true);
        bench.pass(15);
        assertEquals(2, bench.drafts.size());
        assertEquals(2, sampler.report().clipped());
    }

    @Test
    void theOffsetIsAddedAndTheFormStays() throws DeviceFault {
        bench.sampler(bench.probe.every(TEN_SECONDS, new ValueConfig(-0.4, NO_DEADBAND, Optional.empty())));
        bench.pass(1);
        assertEquals(List.of("READING temperature:20.6"), bench.published());
    }

    @Test
    void aChangeSmallerThanTheDeadbandIsNotPublishedAndCountsFromTheLastPublished() throws DeviceFault {
        bench.sampler(bench.probe.every(TEN_SECONDS, new ValueConfig(0, OptionalDouble.of(0.5), Optional.empty())));
        for (var degrees : new double[] {21, 21.3, 20.6, 21.4, 21.5, 21.1, 21.0}) {
            bench.probe.next = Probe.temperature(degrees);
            bench.pass(10);
        }
        assertEquals(
                List.of("READING temperature:21.0", "READING temperature:21.5", "READING temperature:21.0"),
                bench.published());
    }

    @Test
    void theHeartbeatPublishesWhatDidNotChange() throws DeviceFault {
        bench.sampler(bench.probe.every(
                TEN_SECONDS, new ValueConfig(0, OptionalDouble.of(0.5), Optional.of(Duration.ofMinutes(5)))));
        bench.pass(900);
        assertEquals(4, bench.drafts.size());
    }

    @Test
    void afterAFailureTheFirstValueIsPublishedWhateverItIs() throws DeviceFault {
        bench.sampler(bench.probe.every(TEN_SECONDS, new ValueConfig(0, OptionalDouble.of(5), Optional.empty())));
        bench.pass(5);
        bench.probe.fault = Optional.of(UNPLUGGED);
        bench.pass(10);
        bench.probe.fault = Optional.empty();
        bench.pass(10);
        assertEquals(
                List.of("READING temperature:21.0", "ERROR error:unplugged", "READING temperature:21.0"),
                bench.published());
    }

    @Test
    void whoeverAsksIsAnsweredAndNothingIsPublished() throws DeviceFault {
        var sampler = bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.pass(1);
        bench.probe.next = Probe.temperature(25);
        bench.ask(sampler);
        assertEquals(List.of(new Answer.Values(Probe.temperature(25))), bench.answers);
        assertEquals(1, bench.drafts.size());
        assertEquals(2, bench.probe.startedAt.size());
    }

    @Test
    void askingDoesNotShiftTheCycle() throws DeviceFault {
        var sampler = bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.pass(7);
        bench.ask(sampler);
        bench.pass(Duration.ofMillis(2_999));
        assertEquals(1, bench.drafts.size());
        bench.pass(Duration.ofMillis(1));
        assertEquals(2, bench.drafts.size());
    }

    @Test
    void whoAsksDuringAConversionGetsThatOneWhichIsPublishedToo() throws DeviceFault {
        bench.probe.conversion = Duration.ofSeconds(1);
        var sampler = bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.lane.run();
        bench.ask(sampler);
        bench.ask(sampler);
        bench.pass(1);
        assertEquals(2, bench.answers.size());
        assertEquals(1, bench.drafts.size());
        assertEquals(1, bench.probe.startedAt.size());
    }

    @Test
    void whoAsksASensorThatFailsIsToldWhy() throws DeviceFault {
        var sampler = bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.probe.fault = Optional.of(UNPLUGGED);
        bench.ask(sampler);
        assertEquals(List.of(new Answer.Failed("unplugged")), bench.answers);
    }

    @Test
    void aSensorIsOpenedOnceAndClosedForGood() throws DeviceFault {
        var sampler = bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.pass(100);
        assertEquals(1, bench.probe.opened);
        sampler.close();
        sampler.close();
        assertEquals(1, bench.probe.closed);
        var before = bench.drafts.size();
        bench.pass(100);
        assertEquals(before, bench.drafts.size());
    }

    @Test
    void whileRecordsHaveNoRoomAReadingWaitsAndIsNotMissed() throws DeviceFault {
        bench.sampler(bench.probe.every(Duration.ofDays(1)));
        bench.pass(1);
        bench.full = true;
        bench.time.pass(Duration.ofDays(1));
        var due = bench.lane.run();
        assertTrue(due.isPositive(), "asks again and again: " + due);
        bench.time.pass(Duration.ofHours(1));
        bench.lane.run();
        assertEquals(1, bench.probe.startedAt.size());
        bench.full = false;
        bench.time.pass(due);
        bench.lane.run();
        assertEquals(2, bench.probe.startedAt.size(), "read late");
    }

    @Test
    void whoAsksIsAnsweredThoughRecordsHaveNoRoom() throws DeviceFault {
        var sampler = bench.sampler(bench.probe.every(TEN_SECONDS));
        bench.full = true;
        bench.lane.run();
        assertEquals(0, bench.probe.tried);
        bench.ask(sampler);
        assertEquals(1, bench.answers.size());
    }
}

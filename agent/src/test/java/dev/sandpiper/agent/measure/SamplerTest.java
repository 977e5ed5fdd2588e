package dev.sandpiper.agent.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.config.ValueConfig;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.measure.Sampler.Answer;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.sim.SimulatedBoard;
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

    private final SimulatedTime time = new SimulatedTime();
    private final Probe probe = new Probe(time);
    private final Lane lane = new Lane("i2c-1");
    private final List<Draft> drafts = new ArrayList<>();
    private boolean full;
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
    private final List<Answer> answers = new ArrayList<>();

    private Sampler sampler(SensorConfig config) throws DeviceFault {
        var clock = new SimulatedBoard.Clock(time::now, time::wall);
        var board = new SimulatedBoard(SimulatedBoard.Setup.plain(), clock, complaint -> {});
        var bus = new BusWatch("i2c-1", time, Optional::empty);
        var sampler = new Sampler(config, board, bus, time, records, lane::post, Memory.none());
        lane.add(sampler);
        return sampler;
    }

    private void pass(Duration span) {
        var end = time.in(span);
        for (var due = lane.run(); time.in(due) < end; due = lane.run()) time.pass(due);
        time.advanceTo(end);
        lane.run();
    }

    private void pass(int seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    private List<String> published() {
        return drafts.stream()
                .map(draft -> draft.kind() + " " + draft.body().replace("\"", ""))
                .toList();
    }

    private void ask(Sampler sampler) {
        lane.post(() -> sampler.ask(answers::add));
        lane.run();
    }

    @Test
    void itIsReadAtStartAndThenInItsCycle() throws DeviceFault {
        sampler(probe.every(TEN_SECONDS));
        pass(30);
        assertEquals(
                List.of(
                        "READING temperature:21.0",
                        "READING temperature:21.0",
                        "READING temperature:21.0",
                        "READING temperature:21.0"),
                published());
    }

    @Test
    void aCycleDoesNotDriftHoweverLongConversionAndTransferTake() throws DeviceFault {
        probe.conversion = Duration.ofMillis(750);
        probe.transfer = Duration.ofMillis(13);
        sampler(probe.every(TEN_SECONDS));
        pass(3600);
        var expected = LongStream.rangeClosed(0, 360)
                .map(cycle -> cycle * TEN_SECONDS.toNanos())
                .boxed()
                .toList();
        assertEquals(expected, probe.startedAt);
    }

    @Test
    void aReadingIsOfTheMomentTheConversionWasRead() throws DeviceFault {
        probe.conversion = Duration.ofMillis(750);
        sampler(probe.every(TEN_SECONDS));
        pass(1);
        assertEquals(Duration.ofMillis(750).toNanos(), drafts.getFirst().at().nanos());
    }

    @Test
    void nothingIsReadBeforeTheConversionIsOver() throws DeviceFault {
        probe.conversion = Duration.ofMillis(750);
        sampler(probe.every(TEN_SECONDS));
        assertEquals(Duration.ofMillis(750), lane.run());
        assertEquals(List.of(), drafts);
    }

    @Test
    void aConversionOfSeveralPartsIsReadAfterTheLast() throws DeviceFault {
        probe.conversion = Duration.ofMillis(50);
        probe.parts = List.of(Duration.ofMillis(16), Duration.ZERO, Duration.ofMillis(4));
        sampler(probe.every(TEN_SECONDS));
        pass(19);
        assertEquals(
                List.of(Duration.ofMillis(70), Duration.ofMillis(10_070)),
                drafts.stream()
                        .map(draft -> Duration.ofNanos(draft.at().nanos()))
                        .toList());
    }

    @Test
    void aFaultBetweenTwoPartsEndsTheConversion() throws DeviceFault {
        probe.conversion = Duration.ofMillis(50);
        probe.parts = List.of(Duration.ofMillis(16));
        sampler(probe.every(TEN_SECONDS));
        pass(Duration.ofMillis(20));
        probe.fault = Optional.of(new DeviceFault("no acknowledgement from 0x40 on i2c-1"));
        pass(1);
        probe.fault = Optional.empty();
        pass(10);
        assertEquals(
                List.of("ERROR error:no acknowledgement from 0x40 on i2c-1", "READING temperature:21.0"), published());
    }

    @Test
    void cyclesThatWereMissedAreLeftOutAndThePhaseStays() throws DeviceFault {
        sampler(probe.every(TEN_SECONDS));
        lane.run();
        time.pass(Duration.ofSeconds(57));
        lane.run();
        pass(14);
        assertEquals(
                List.of(0L, 57L, 60L, 70L),
                probe.startedAt.stream().map(at -> at / 1_000_000_000L).toList());
    }

    @Test
    void aCycleShorterThanTheConversionIsAsFastAsTheChipCan() throws DeviceFault {
        probe.conversion = Duration.ofMillis(100);
        sampler(probe.every(Duration.ofMillis(30)));
        pass(3);
        assertEquals(30, drafts.size(), "readings in three seconds");
    }

    @Test
    void aCycleShorterThanTheTransferLeavesTheLaneToOthersInBetween() throws DeviceFault {
        probe.transfer = Duration.ofMillis(5);
        sampler(probe.every(Duration.ofMillis(1)));
        var turns = new ArrayList<Integer>();
        lane.add(() -> {
            turns.add(drafts.size());
            return TEN_SECONDS;
        });
        for (var turn = 0; turn < 5; turn++) assertTrue(lane.run().compareTo(Duration.ofMillis(1)) <= 0);
        assertEquals(List.of(1, 2, 3, 4, 5), turns);
    }

    @Test
    void oneErrorIsPublishedWhenItBeginsToFailAndTheRestIsCounted() throws DeviceFault {
        var sampler = sampler(probe.every(TEN_SECONDS));
        pass(1);
        probe.fault = Optional.of(new DeviceFault("no acknowledgement from 0x76 on i2c-1"));
        pass(100);
        assertEquals(
                List.of("READING temperature:21.0", "ERROR error:no acknowledgement from 0x76 on i2c-1"), published());
        assertEquals(5, sampler.report().errors(), "after 10, 20, 40, 70 and 100 s");
        assertEquals(
                Optional.of(SimulatedTime.START.plusSeconds(10)),
                sampler.report().fault().map(SensorReport.Fault::since));
        assertEquals(Optional.of(SimulatedTime.START), sampler.report().last());
    }

    @Test
    void whenItAnswersAgainTheReadingSaysSoAndANewFailureIsANewError() throws DeviceFault {
        var sampler = sampler(probe.every(TEN_SECONDS));
        probe.fault = Optional.of(UNPLUGGED);
        pass(15);
        probe.fault = Optional.empty();
        pass(15);
        assertEquals(Optional.empty(), sampler.report().fault());
        probe.fault = Optional.of(UNPLUGGED);
        pass(10);
        assertEquals(
                List.of("ERROR error:unplugged", "READING temperature:21.0", "ERROR error:unplugged"), published());
    }

    @Test
    void aSlowSensorThatFailsIsTriedEveryThirtySeconds() throws DeviceFault {
        sampler(probe.every(Duration.ofHours(1)));
        probe.fault = Optional.of(UNPLUGGED);
        pass(60);
        probe.fault = Optional.empty();
        pass(30);
        assertEquals(List.of("ERROR error:unplugged", "READING temperature:21.0"), published());
        pass(3599);
        assertEquals(2, drafts.size());
        pass(1);
        assertEquals(3, drafts.size());
    }

    @Test
    void aDefectOfADriverIsAFaultOfItsSensor() throws DeviceFault {
        var sampler = sampler(probe.every(TEN_SECONDS));
        probe.defect = true;
        ask(sampler);
        pass(25);
        assertEquals(1, drafts.size());
        assertTrue(
                published().getFirst().startsWith("ERROR error:the driver has a defect: "),
                published().toString());
        assertEquals(1, answers.size());
        probe.defect = false;
        pass(10);
        assertEquals("READING temperature:21.0", published().getLast());
    }

    @Test
    void clippedCodesArePublishedAndCounted() throws DeviceFault {
        var sampler = sampler(probe.every(TEN_SECONDS));
        probe.next = Probe.temperature(127.99).clippedWhen(true);
        pass(15);
        assertEquals(2, drafts.size());
        assertEquals(2, sampler.report().clipped());
    }

    @Test
    void theOffsetIsAddedAndTheFormStays() throws DeviceFault {
        sampler(probe.every(TEN_SECONDS, new ValueConfig(-0.4, NO_DEADBAND, Optional.empty())));
        pass(1);
        assertEquals(List.of("READING temperature:20.6"), published());
    }

    @Test
    void aChangeSmallerThanTheDeadbandIsNotPublishedAndCountsFromTheLastPublished() throws DeviceFault {
        sampler(probe.every(TEN_SECONDS, new ValueConfig(0, OptionalDouble.of(0.5), Optional.empty())));
        for (var degrees : new double[] {21, 21.3, 20.6, 21.4, 21.5, 21.1, 21.0}) {
            probe.next = Probe.temperature(degrees);
            pass(10);
        }
        assertEquals(
                List.of("READING temperature:21.0", "READING temperature:21.5", "READING temperature:21.0"),
                published());
    }

    @Test
    void theHeartbeatPublishesWhatDidNotChange() throws DeviceFault {
        sampler(probe.every(
                TEN_SECONDS, new ValueConfig(0, OptionalDouble.of(0.5), Optional.of(Duration.ofMinutes(5)))));
        pass(900);
        assertEquals(4, drafts.size());
    }

    @Test
    void afterAFailureTheFirstValueIsPublishedWhateverItIs() throws DeviceFault {
        sampler(probe.every(TEN_SECONDS, new ValueConfig(0, OptionalDouble.of(5), Optional.empty())));
        pass(5);
        probe.fault = Optional.of(UNPLUGGED);
        pass(10);
        probe.fault = Optional.empty();
        pass(10);
        assertEquals(
                List.of("READING temperature:21.0", "ERROR error:unplugged", "READING temperature:21.0"), published());
    }

    @Test
    void whoeverAsksIsAnsweredAndNothingIsPublished() throws DeviceFault {
        var sampler = sampler(probe.every(TEN_SECONDS));
        pass(1);
        probe.next = Probe.temperature(25);
        ask(sampler);
        assertEquals(List.of(new Answer.Values(Probe.temperature(25))), answers);
        assertEquals(1, drafts.size());
        assertEquals(2, probe.startedAt.size());
    }

    @Test
    void askingDoesNotShiftTheCycle() throws DeviceFault {
        var sampler = sampler(probe.every(TEN_SECONDS));
        pass(7);
        ask(sampler);
        pass(Duration.ofMillis(2_999));
        assertEquals(1, drafts.size());
        pass(Duration.ofMillis(1));
        assertEquals(2, drafts.size());
    }

    @Test
    void whoAsksDuringAConversionGetsThatOneWhichIsPublishedToo() throws DeviceFault {
        probe.conversion = Duration.ofSeconds(1);
        var sampler = sampler(probe.every(TEN_SECONDS));
        lane.run();
        ask(sampler);
        ask(sampler);
        pass(1);
        assertEquals(2, answers.size());
        assertEquals(1, drafts.size());
        assertEquals(1, probe.startedAt.size());
    }

    @Test
    void whoAsksASensorThatFailsIsToldWhy() throws DeviceFault {
        var sampler = sampler(probe.every(TEN_SECONDS));
        probe.fault = Optional.of(UNPLUGGED);
        ask(sampler);
        assertEquals(List.of(new Answer.Failed("unplugged")), answers);
    }

    @Test
    void aContactIsPublishedAtStartAndOnEveryChangeInOrder() throws DeviceFault {
        probe.next = Probe.contact(false);
        sampler(probe.onChange());
        pass(1);
        for (var closed : new boolean[] {true, false, true}) {
            probe.next = Probe.contact(closed);
            probe.changed.run();
            lane.run();
        }
        assertEquals(
                List.of("EDGE state:false", "EDGE state:true", "EDGE state:false", "EDGE state:true"), published());
        pass(86_400);
        assertEquals(4, drafts.size());
    }

    @Test
    void aChangeThatIsNoneAnyMoreWhenItIsReadIsNotPublished() throws DeviceFault {
        probe.next = Probe.contact(false);
        sampler(probe.onChange());
        pass(1);
        probe.changed.run();
        probe.changed.run();
        pass(1);
        assertEquals(List.of("EDGE state:false"), published());
    }

    @Test
    void aBouncingContactIsReadWhenItWasQuietForTheDebounceTime() throws DeviceFault {
        probe.next = Probe.contact(false);
        probe.conversion = Duration.ofMillis(20);
        sampler(probe.onChange());
        pass(1);
        probe.next = Probe.contact(true);
        for (var bounce = 0; bounce < 10; bounce++) {
            probe.changed.run();
            pass(Duration.ofMillis(15));
        }
        assertEquals(List.of("EDGE state:false"), published());
        pass(Duration.ofMillis(5));
        assertEquals(List.of("EDGE state:false", "EDGE state:true"), published());
    }

    @Test
    void aContactWithACycleIsPublishedInItToo() throws DeviceFault {
        probe.next = Probe.contact(false);
        sampler(probe.onChangeAndEvery(TEN_SECONDS));
        pass(10);
        assertEquals(List.of("READING state:false", "READING state:false"), published());
        probe.next = Probe.contact(true);
        probe.changed.run();
        pass(1);
        assertEquals("EDGE state:true", published().getLast());
    }

    @Test
    void aSensorIsOpenedOnceAndClosedForGood() throws DeviceFault {
        var sampler = sampler(probe.every(TEN_SECONDS));
        pass(100);
        assertEquals(1, probe.opened);
        sampler.close();
        sampler.close();
        assertEquals(1, probe.closed);
        var before = drafts.size();
        pass(100);
        assertEquals(before, drafts.size());
    }

    @Test
    void whileRecordsHaveNoRoomAReadingWaitsAndIsNotMissed() throws DeviceFault {
        sampler(probe.every(Duration.ofDays(1)));
        pass(1);
        full = true;
        time.pass(Duration.ofDays(1));
        var due = lane.run();
        assertTrue(due.isPositive(), "asks again and again: " + due);
        time.pass(Duration.ofHours(1));
        lane.run();
        assertEquals(1, probe.startedAt.size());
        full = false;
        time.pass(due);
        lane.run();
        assertEquals(2, probe.startedAt.size(), "read late");
    }

    @Test
    void whoAsksIsAnsweredThoughRecordsHaveNoRoom() throws DeviceFault {
        var sampler = sampler(probe.every(TEN_SECONDS));
        full = true;
        lane.run();
        assertEquals(0, probe.tried);
        ask(sampler);
        assertEquals(1, answers.size());
    }
}

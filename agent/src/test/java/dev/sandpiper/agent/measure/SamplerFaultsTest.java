package dev.sandpiper.agent.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.measure.Sampler.Answer;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DeviceFault.Nature;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a sampler makes of faults: which are asked about again at once, and how long a chip is left alone. */
class SamplerFaultsTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Duration BREATH = Duration.ofMillis(20);
    private static final String READING = "READING temperature:21.0";

    private final SimulatedTime time = new SimulatedTime();
    private final Probe probe = new Probe(time);
    private final Lane lane = new Lane("i2c-1");
    private final BusWatch watch = new BusWatch("i2c-1", time, Optional::empty);
    private final List<Draft> drafts = new ArrayList<>();

    private Sampler sampler(SensorConfig config) throws DeviceFault {
        var clock = new SimulatedBoard.Clock(time::now, time::wall);
        var board = new SimulatedBoard(SimulatedBoard.Setup.plain(), clock, complaint -> {});
        var sampler = new Sampler(config, board, watch, time, drafts::add, lane::post, Memory.none());
        lane.add(sampler);
        return sampler;
    }

    private void pass(Duration span) {
        var end = time.in(span);
        for (var due = lane.run(); time.in(due) < end; due = lane.run()) time.pass(due);
        if (time.now() < end) time.advanceTo(end);
        lane.run();
    }

    private List<String> published() {
        return drafts.stream()
                .map(draft -> draft.kind() + " " + draft.body().replace("\"", ""))
                .toList();
    }

    private static DeviceFault fault(Nature nature) {
        return new DeviceFault(nature, nature.name().toLowerCase(java.util.Locale.ROOT));
    }

    private void disturb(Nature nature, int times) {
        IntStream.range(0, times).forEach(_ -> probe.disturbances.add(fault(nature)));
    }

    /** The whole seconds at which it was tried, first tries only. */
    private List<Long> triedAt(Duration span, Nature nature) {
        probe.fault = Optional.of(fault(nature));
        var seconds = new ArrayList<Long>();
        var before = probe.tried;
        for (var second = 0L; second <= span.toSeconds(); second++) {
            lane.run();
            if (probe.tried > before) seconds.add(second);
            pass(Duration.ofMillis(999));
            before = probe.tried;
            time.pass(Duration.ofMillis(1));
        }
        return seconds;
    }

    @ParameterizedTest
    @EnumSource(names = {"DISTURBED", "SILENT", "BROKEN_OFF"})
    void aPassingDisturbanceIsAskedAgainAndNeverPublished(Nature nature) throws DeviceFault {
        var sampler = sampler(probe.every(TEN_SECONDS));
        disturb(nature, 2);
        lane.run();
        assertEquals(List.of(), published());
        pass(BREATH.multipliedBy(2));
        assertEquals(List.of(READING), published());
        assertEquals(0, sampler.report().errors());
        assertEquals(2, sampler.report().retries());
        assertEquals(Optional.empty(), sampler.report().fault());
    }

    @ParameterizedTest
    @EnumSource(names = {"DISTURBED", "SILENT", "BROKEN_OFF"})
    void theThirdDisturbanceInARowIsAnError(Nature nature) throws DeviceFault {
        var sampler = sampler(probe.every(TEN_SECONDS));
        sampler(new Probe("neighbour", time).every(TEN_SECONDS));
        disturb(nature, 3);
        pass(BREATH.multipliedBy(2));
        assertEquals(List.of(READING, "ERROR error:" + fault(nature).getMessage()), published());
        assertEquals(1, sampler.report().errors());
        pass(TEN_SECONDS);
        assertEquals(READING, published().getLast());
    }

    @ParameterizedTest
    @EnumSource(names = {"HELD", "LASTING"})
    void whatAskingAgainCannotCureIsAnErrorAtOnce(Nature nature) throws DeviceFault {
        sampler(probe.every(TEN_SECONDS));
        sampler(new Probe("neighbour", time).every(TEN_SECONDS));
        disturb(nature, 1);
        lane.run();
        assertEquals(List.of("ERROR error:" + fault(nature).getMessage(), READING), published());
        assertEquals(1, probe.tried);
    }

    @Test
    void eachCycleHasItsOwnThreeTries() throws DeviceFault {
        sampler(probe.every(TEN_SECONDS));
        pass(Duration.ofSeconds(1));
        for (var cycle = 0; cycle < 3; cycle++) {
            disturb(Nature.DISTURBED, 2);
            pass(TEN_SECONDS);
        }
        assertEquals(List.of(READING, READING, READING, READING), published());
        assertTrue(probe.disturbances.isEmpty());
    }

    @Test
    void theLaneIsFreeForOthersBetweenTwoTries() throws DeviceFault {
        sampler(probe.every(TEN_SECONDS));
        disturb(Nature.DISTURBED, 1);
        assertEquals(BREATH, lane.run());
    }

    @Test
    void askingAgainDoesNotShiftTheCycle() throws DeviceFault {
        sampler(probe.every(TEN_SECONDS));
        disturb(Nature.DISTURBED, 1);
        pass(TEN_SECONDS);
        assertEquals(TEN_SECONDS.toNanos(), probe.startedAt.getLast());
    }

    @Test
    void aChipThatStaysSilentIsLeftAloneForLongerEachTime() throws DeviceFault {
        sampler(probe.every(Duration.ofSeconds(1)));
        assertEquals(
                List.of(0L, 1L, 3L, 7L, 15L, 31L, 61L, 91L, 121L), triedAt(Duration.ofSeconds(121), Nature.SILENT));
    }

    @Test
    void aChipThatHoldsTheBusIsLeftAloneForUpToFiveMinutes() throws DeviceFault {
        sampler(probe.every(TEN_SECONDS));
        sampler(new Probe("neighbour", time).every(TEN_SECONDS));
        assertEquals(List.of(0L, 10L, 30L, 70L, 150L, 310L, 610L, 910L), triedAt(Duration.ofSeconds(910), Nature.HELD));
    }

    @Test
    void aSlowSensorIsTriedEveryThirtySeconds() throws DeviceFault {
        sampler(probe.every(Duration.ofHours(1)));
        assertEquals(List.of(0L, 30L, 60L, 90L), triedAt(Duration.ofSeconds(90), Nature.LASTING));
    }

    @Test
    void afterItAnsweredThePausesAreShortAgain() throws DeviceFault {
        sampler(probe.every(Duration.ofSeconds(1)));
        triedAt(Duration.ofSeconds(14), Nature.SILENT);
        probe.fault = Optional.empty();
        pass(Duration.ofSeconds(2));
        assertEquals(READING, published().getLast());
        assertEquals(List.of(1L, 2L, 4L, 8L), triedAt(Duration.ofSeconds(8), Nature.SILENT));
    }

    @Test
    void whoAsksIsAnsweredByTheChipAndDoesNotChangeThePauses() throws DeviceFault {
        var sampler = sampler(probe.every(Duration.ofSeconds(1)));
        triedAt(Duration.ofSeconds(9), Nature.LASTING);
        var before = probe.tried;
        var answers = new ArrayList<Answer>();
        lane.post(() -> sampler.ask(answers::add));
        lane.run();
        assertEquals(List.of(new Answer.Failed("lasting")), answers);
        assertEquals(before + 1, probe.tried);
        pass(Duration.ofMillis(4_999));
        assertEquals(before + 1, probe.tried, "the next was due 15 s after the beginning");
        pass(Duration.ofMillis(1));
        assertEquals(before + 2, probe.tried);
    }

    @Test
    void whatSomebodyFoundByAskingIsReadInItsCycleAgain() throws DeviceFault {
        var sampler = sampler(probe.every(TEN_SECONDS));
        sampler(new Probe("neighbour", time).every(TEN_SECONDS));
        triedAt(Duration.ofSeconds(311), Nature.HELD);
        probe.fault = Optional.empty();
        lane.post(() -> sampler.ask(answer -> {}));
        lane.run();
        drafts.clear();
        pass(TEN_SECONDS);
        assertEquals(List.of(READING, READING), published());
    }

    @Test
    void aDeadChipTakesOneSecondOfTheBusInFiveMinutes() throws DeviceFault {
        sampler(probe.every(TEN_SECONDS));
        var other = new Probe("neighbour", time);
        sampler(other.every(TEN_SECONDS));
        probe.kernelTimeOut = Duration.ofSeconds(1);
        probe.fault = Optional.of(fault(Nature.HELD));
        pass(Duration.ofHours(1));
        assertTrue(probe.tried <= 17, () -> "tried " + probe.tried + " times");
        assertEquals(361, other.startedAt.size(), "readings of its neighbour in an hour");
    }
}

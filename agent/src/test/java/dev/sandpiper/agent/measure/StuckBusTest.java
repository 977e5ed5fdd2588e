package dev.sandpiper.agent.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.loop.Lane;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Four chips on a bus on which a transfer that does not end takes a second, as the kernel has it. */
class StuckBusTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Duration KERNELS = Duration.ofSeconds(1);
    private static final String STUCK =
            "i2c-1 is held down: no transfer ends; check wiring and pull-up resistors, and switch its chips off and on";

    private final SimulatedTime time = new SimulatedTime();
    private final Lane lane = new Lane("i2c-1");
    private final BusWatch watch = new BusWatch("i2c-1", time, this::clear);
    private final List<Draft> drafts = new ArrayList<>();
    private final List<Probe> chips =
            IntStream.range(0, 4).mapToObj(i -> new Probe("chip" + i, time)).toList();
    private List<Sampler> samplers = List.of();
    private int clearings;
    private boolean clearable;

    @BeforeEach
    void open() throws DeviceFault {
        var clock = new SimulatedBoard.Clock(time::now, time::wall);
        var board = new SimulatedBoard(SimulatedBoard.Setup.plain(), clock, complaint -> {});
        samplers = chips.stream()
                .map(chip -> new Sampler(
                        chip.every(TEN_SECONDS), board, watch, time, drafts::add, lane::post, Memory.none()))
                .toList();
        samplers.forEach(lane::add);
    }

    private void pass(Duration span) {
        var end = time.in(span);
        for (var due = lane.run(); time.in(due) < end; due = lane.run()) time.pass(due);
        if (time.now() < end) time.advanceTo(end);
        lane.run();
    }

    private static void hold(Probe chip) {
        chip.kernelTimeOut = KERNELS;
        chip.fault = Optional.of(new DeviceFault(Nature.HELD, "no end of the transfer"));
    }

    private static void release(Probe chip) {
        chip.fault = Optional.empty();
        chip.kernelTimeOut = Duration.ZERO;
    }

    private Optional<String> clear() {
        clearings++;
        if (clearable) chips.forEach(StuckBusTest::release);
        return Optional.of("its data line was held low");
    }

    private int tried() {
        return chips.stream().mapToInt(chip -> chip.tried).sum();
    }

    private Stream<String> faults() {
        return samplers.stream()
                .map(sampler -> sampler.report()
                        .fault()
                        .map(SensorReport.Fault::sentence)
                        .orElse("none"));
    }

    @Test
    void onceEachChipWasTriedOneTriesForAll() {
        pass(Duration.ofSeconds(1));
        chips.forEach(StuckBusTest::hold);
        var before = tried();
        pass(Duration.ofHours(1));
        var seconds = tried() - before;
        assertTrue(seconds >= 4 + 12 && seconds <= 4 + 17, () -> "seconds of the hour in the kernel: " + seconds);
        assertEquals(List.of(STUCK), faults().distinct().toList());
    }

    @Test
    void transfersThatAreBrokenOffWithEachChipAreAStuckBusToo() {
        chips.forEach(chip -> chip.fault = Optional.of(new DeviceFault(Nature.BROKEN_OFF, "disturbed transfer")));
        pass(Duration.ofMinutes(1));
        assertEquals(List.of(STUCK), faults().distinct().toList());
        assertTrue(clearings > 0);
    }

    @Test
    void itIsClearedBeforeEachTryForAll() {
        chips.forEach(StuckBusTest::hold);
        pass(Duration.ofHours(1));
        var forAll = tried() - chips.size();
        assertEquals(forAll + 1, clearings);
    }

    @Test
    void aBusThatCouldBeClearedIsReadInTheNextCycles() {
        chips.forEach(StuckBusTest::hold);
        clearable = true;
        pass(Duration.ofSeconds(45));
        assertEquals(1, clearings);
        assertEquals(List.of("none"), faults().distinct().toList());
    }

    @Test
    void aBusWithAChipThatAnswersIsLeftAlone() {
        chips.subList(0, 3).forEach(StuckBusTest::hold);
        pass(Duration.ofHours(1));
        assertEquals(0, clearings);
    }

    @Test
    void eachSensorPublishesOneErrorOfIt() {
        pass(Duration.ofSeconds(1));
        drafts.clear();
        chips.forEach(StuckBusTest::hold);
        pass(Duration.ofHours(1));
        assertEquals(
                List.of("chip0", "chip1", "chip2", "chip3"),
                drafts.stream().map(Draft::id).toList());
    }

    @Test
    void onceItIsFreeAllAreReadWithinHalfAMinute() {
        chips.forEach(StuckBusTest::hold);
        pass(Duration.ofHours(1));
        chips.forEach(StuckBusTest::release);
        var before = tried();
        while (tried() == before) pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(30));
        assertEquals(List.of("none"), faults().distinct().toList());
    }

    @Test
    void aChipThatIsSilentTellsThatTheBusIsNotStuck() {
        chips.forEach(StuckBusTest::hold);
        chips.getLast().fault = Optional.of(new DeviceFault(Nature.SILENT, "no acknowledgement"));
        pass(Duration.ofMinutes(1));
        assertEquals(
                List.of("no end of the transfer", "no acknowledgement"),
                faults().distinct().toList());
    }

    @Test
    void chipsThatHoldUpTheBusDoNotKeepOthersFromBeingRead() {
        chips.subList(0, 3).forEach(StuckBusTest::hold);
        pass(Duration.ofHours(1));
        var last = chips.getLast();
        assertTrue(last.startedAt.size() >= 355, () -> "readings in an hour: " + last.startedAt.size());
    }

    @Test
    void whoAsksIsAnsweredByTheBusAndChangesNothing() {
        chips.forEach(StuckBusTest::hold);
        pass(Duration.ofSeconds(5));
        var before = tried();
        lane.post(() -> samplers.getFirst().ask(answer -> {}));
        lane.run();
        assertEquals(before + 1, tried());
        pass(Duration.ofSeconds(30));
        assertEquals(before + 2, tried(), "the one try for all after 10 s");
    }
}

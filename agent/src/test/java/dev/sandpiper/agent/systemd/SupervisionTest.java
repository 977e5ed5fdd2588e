package dev.sandpiper.agent.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.systemd.Supervision.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A minute's watchdog, lanes that come round or not, on a clock of the test's own. */
class SupervisionTest {
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final Lane gpio = new Lane("gpio");
    private final Lane store = new Lane("store");
    private final Set<Lane> hanging = new HashSet<>();
    private final Set<String> inKernel = new HashSet<>();
    private final List<String> told = new ArrayList<>();
    private final List<Long> fedAt = new ArrayList<>();
    private List<String> stuck = List.of();
    private Optional<String> obstacle = Optional.empty();
    private String status = "2 sensors";
    private long nanos = Duration.ofHours(7).toNanos();
    private long dueAt = nanos;
    private final Supervision supervision = new Supervision(
            new ServiceManager(this::hear, Optional.of(PERIOD)),
            new Subject(() -> obstacle, () -> status, () -> List.of(gpio, store), name -> "in " + name, s -> stuck = s),
            inKernel::contains,
            () -> nanos);

    private boolean hear(String message) {
        if (message.equals("WATCHDOG=1")) fedAt.add(seconds());
        else told.add(message);
        return true;
    }

    private long seconds() {
        return Duration.ofNanos(nanos).minusHours(7).toSeconds();
    }

    private void pass(int seconds) {
        var end = nanos + Duration.ofSeconds(seconds).toNanos();
        while (nanos < end) {
            for (var lane : List.of(gpio, store)) if (!hanging.contains(lane)) lane.run();
            if (nanos >= dueAt) dueAt = nanos + supervision.run().toNanos();
            nanos += Duration.ofMillis(100).toNanos();
        }
    }

    @Test
    void whileAllComeRoundItGivesASignThreeTimesAPeriod() {
        pass(121);
        assertEquals(List.of(0L, 20L, 40L, 60L, 80L, 100L, 120L), fedAt);
        assertEquals(List.of(), stuck);
    }

    @Test
    void aLoopThatDoesNotComeRoundEndsTheSignsAndNoneIsBlamedForLessThanAPeriod() {
        pass(30);
        hanging.add(gpio);
        pass(100);
        assertEquals(List.of(0L, 20L, 40L), fedAt, "restarted at 100, 70 seconds after it hung");
        assertEquals(List.of("gpio"), stuck);
    }

    @Test
    void aLoopThatComesBackInTimeIsSeenAtOnce() {
        pass(30);
        hanging.add(store);
        pass(65);
        hanging.clear();
        pass(3);
        assertEquals(97, fedAt.getLast(), 1.0);
        assertEquals(List.of(), stuck);
        pass(60);
        assertEquals(157, fedAt.getLast(), 20.0);
    }

    @Test
    void whatWaitsInTheKernelIsToldAndNotBlamed() {
        inKernel.add("gpio");
        hanging.add(gpio);
        pass(300);
        assertEquals(280, fedAt.getLast(), 20.0);
        assertEquals(List.of("gpio"), stuck);
        inKernel.clear();
        pass(100);
        assertEquals(300, fedAt.getLast(), 20.0);
    }

    @Test
    void itIsReadyWhenNothingIsInTheWayAnyMore() {
        obstacle = Optional.of("opening what is on i2c-1");
        pass(200);
        assertFalse(told.contains("READY=1"));
        assertEquals("STATUS=starting: opening what is on i2c-1", told.get(1));
        assertTrue(told.contains("EXTEND_TIMEOUT_USEC=60000000"));
        obstacle = Optional.empty();
        pass(2);
        assertEquals(List.of("READY=1", "STATUS=2 sensors"), told.subList(told.size() - 2, told.size()));
    }

    @Test
    void aStartInWhichALoopHangsMayNotTakeLonger() {
        obstacle = Optional.of("opening what is on gpio");
        hanging.add(gpio);
        pass(200);
        assertEquals(
                1, told.stream().filter(message -> message.startsWith("EXTEND")).count());
    }

    @Test
    void aNewSentenceIsShownWithinSeconds() {
        pass(60);
        status = "3 sensors";
        pass(6);
        assertEquals("STATUS=3 sensors", told.getLast());
    }

    @Test
    void aReloadIsAnnouncedAndEndsWithReadyUnlessItIsNotReadyYet() {
        obstacle = Optional.of("waiting");
        pass(5);
        supervision.reload(() -> told.add("reload"));
        assertEquals("reload", told.getLast());
        obstacle = Optional.empty();
        pass(5);
        told.clear();
        supervision.reload(() -> told.add("reload"));
        assertEquals(3, told.size());
        assertTrue(told.getFirst().startsWith("RELOADING=1\n"));
        assertEquals(List.of("reload", "READY=1"), told.subList(1, 3));
    }

    @Test
    void aFullMailboxIsAskedAgain() {
        hanging.add(gpio);
        while (gpio.post(() -> {})) {}
        pass(60);
        hanging.clear();
        pass(5);
        assertEquals(List.of(), stuck);
    }
}

package dev.sandpiper.agent.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final Lane lane = new Lane("gpio");
    private final List<String> done = new ArrayList<>();

    private void does(String what, Duration pause) {
        lane.add(() -> {
            done.add(what);
            return pause;
        });
    }

    @Test
    void tasksRunBeforeStepsAndStepsInTheirOrder() {
        does("first step", Duration.ofSeconds(1));
        does("second step", Duration.ofSeconds(1));
        lane.post(() -> done.add("first task"));
        lane.post(() -> done.add("second task"));
        lane.run();
        assertEquals(List.of("first task", "second task", "first step", "second step"), done);
    }

    @Test
    void itComesAgainWhenTheFirstOfItsStepsIsDue() {
        does("patient", Duration.ofMinutes(5));
        does("busy", Duration.ofMillis(20));
        assertEquals(Duration.ofMillis(20), lane.run());
    }

    @Test
    void whatAStepPostsIsRunAtOnce() {
        lane.add(() -> {
            if (done.isEmpty()) lane.post(() -> done.add("task"));
            return Duration.ofHours(1);
        });
        assertEquals(Duration.ZERO, lane.run());
        assertEquals(Duration.ofHours(1), lane.run());
        assertEquals(List.of("task"), done);
    }

    @Test
    void aTaskWithADefectTakesNoOtherTaskWithIt() {
        lane.post(() -> done.add("before"));
        lane.post(LaneTest::defect);
        lane.post(() -> done.add("behind"));
        assertThrows(IllegalStateException.class, lane::run);
        lane.run();
        assertEquals(List.of("before", "behind"), done);
    }

    @Test
    void aStepWithADefectDoesNotKeepTheOthersFromTheirTurn() {
        lane.add(() -> {
            defect();
            return Duration.ofHours(1);
        });
        does("switch the pump off", Duration.ofHours(1));
        assertThrows(IllegalStateException.class, lane::run);
        assertEquals(List.of("switch the pump off"), done);
    }

    @Test
    void aTaskWithADefectDoesNotKeepTheStepsFromTheirTurn() {
        does("switch the pump off", Duration.ofHours(1));
        lane.post(LaneTest::defect);
        assertThrows(IllegalStateException.class, lane::run);
        assertEquals(List.of("switch the pump off"), done);
    }

    @Test
    void aTaskPostedByATaskRunsInTheNextTurnSoThatStepsGetTheirs() {
        lane.post(this::postsItself);
        does("step", Duration.ofHours(1));
        assertEquals(Duration.ZERO, lane.run());
        assertEquals(List.of("step"), done);
    }

    private void postsItself() {
        lane.post(this::postsItself);
    }

    @Test
    void aFullMailboxRefusesAndKeepsWhatItHas() {
        var mailbox = new Mailbox(2);
        assertTrue(mailbox.post(() -> done.add("one")));
        assertTrue(mailbox.post(() -> done.add("two")));
        assertFalse(mailbox.post(() -> done.add("three")));
        mailbox.runAll();
        assertEquals(List.of("one", "two"), done);
        assertTrue(mailbox.post(() -> done.add("four")));
    }

    @Test
    void everyPostWakesTheOwner() {
        lane.mailbox().wakes(() -> done.add("awake"));
        lane.post(() -> {});
        lane.post(() -> {});
        assertEquals(List.of("awake", "awake"), done);
    }

    private static void defect() {
        throw new IllegalStateException("a defect");
    }
}

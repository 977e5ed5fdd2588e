package dev.sandpiper.agent.command;

import static dev.sandpiper.agent.command.OutputRig.OFF;
import static dev.sandpiper.agent.command.OutputRig.ON;
import static dev.sandpiper.agent.command.OutputRig.relay;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Outputs that are never on together, on whichever lane. */
class InterlockTest {
    private final OutputRig rig = new OutputRig(relay("up").interlock("500ms", "down"), relay("down")).start();

    @BeforeEach
    void deadTimesOfTheStartAreOver() {
        rig.pass(1);
    }

    @Test
    void oneIsRefusedWhileTheOtherIsOn() {
        assertEquals(new Outcome.Done(ON), rig.set("up", ON));
        assertEquals("rejected: down: interlocked with up, which is on", rig.refused("down", ON));
        assertEquals(Optional.of(OFF), rig.value("down"));
    }

    @Test
    void writtenAtOneSideItCountsForBoth() {
        rig.set("down", ON);
        assertEquals("rejected: up: interlocked with down, which is on", rig.refused("up", ON));
    }

    @Test
    void betweenTheTwoIsTheDeadTime() {
        rig.set("up", ON);
        rig.set("up", OFF);
        assertEquals(
                "rejected: down: interlocked with up, which was on a moment ago: come again in 500ms",
                rig.refused("down", ON));
        rig.pass(Duration.ofMillis(499));
        assertEquals(
                "rejected: down: interlocked with up, which was on a moment ago: come again in 1ms",
                rig.refused("down", ON));
        rig.pass(Duration.ofMillis(1));
        assertEquals(new Outcome.Done(ON), rig.set("down", ON));
    }

    @Test
    void aRepeatedOnAndARepeatedOffAreNoTrouble() {
        rig.set("up", ON);
        assertEquals(new Outcome.Done(ON), rig.set("up", ON));
        rig.set("up", OFF);
        rig.pass(1);
        rig.set("up", OFF);
        assertEquals(new Outcome.Done(ON), rig.set("down", ON));
    }

    @Test
    void whatDoesNotGoOffKeepsTheOtherOff() {
        rig.set("up", ON);
        rig.stuck.add("up");
        rig.set("up", OFF);
        rig.pass(10);
        assertEquals("rejected: down: interlocked with up, which is on", rig.refused("down", ON));
        rig.stuck.clear();
        rig.set("up", OFF);
        rig.pass(1);
        assertEquals(new Outcome.Done(ON), rig.set("down", ON));
    }

    @Test
    void whatDidNotObeyMayBeOnUntilItHasSaidThatItIsOff() {
        rig.stuck.add("up");
        assertEquals("failed: up: it is stuck", rig.refused("up", ON));
        rig.pass(10);
        assertEquals("rejected: down: interlocked with up, which is on", rig.refused("down", ON));
        rig.stuck.clear();
        rig.pass(2);
        assertEquals(List.of("up false", "down false", "up false"), rig.driven);
        assertEquals(new Outcome.Done(ON), rig.set("down", ON));
    }

    @Test
    void whatCouldNotBeOpenedMayBeOn() {
        var half = new OutputRig(relay("up").interlock("0s", "down"), relay("down"));
        half.absent.add("down");
        half.start();
        assertEquals("rejected: up: interlocked with down, which is not known to be off", half.refused("up", ON));
        half.absent.clear();
        half.pass(10);
        assertEquals(new Outcome.Done(ON), half.set("up", ON));
    }

    @Test
    void afterAStartTheDeadTimeCountsFromTheOpening() {
        rig.set("up", ON);
        rig.crash();
        rig.start();
        assertEquals(
                "rejected: down: interlocked with up, which was on a moment ago: come again in 500ms",
                rig.refused("down", ON));
    }

    @Test
    void aRevertThatTheOtherIsInTheWayOfStaysOffAndSaysSo() {
        rig.set("up", ON);
        rig.set("up", OFF, 30);
        rig.pass(10);
        rig.set("down", ON);
        rig.pass(60);
        assertEquals(Optional.of(OFF), rig.value("up"));
        assertEquals("up false interlock", rig.states.getLast());
        rig.set("down", OFF);
        rig.pass(60);
        assertEquals(Optional.of(OFF), rig.value("up"));
    }

    @Test
    void aCommandWithForFreesTheOtherAtItsEnd() {
        rig.set("up", ON, 5);
        rig.pass(4);
        assertEquals("rejected: down: interlocked with up, which is on", rig.refused("down", ON));
        rig.pass(Duration.ofMillis(1500));
        assertEquals(new Outcome.Done(ON), rig.set("down", ON));
    }

    @Test
    void maxOnFreesTheOther() {
        var limited = new OutputRig(relay("up").maxOn("1m").interlock("0s", "down"), relay("down")).start();
        limited.set("up", ON);
        limited.pass(60);
        assertEquals(new Outcome.Done(ON), limited.set("down", ON));
    }

    @Test
    void whatBeginsOnWaitsForTheOthersToBeOpenedAndForTheDeadTime() {
        var begun = new OutputRig(relay("up").initial(ON).interlock("3s", "down"), relay("down")).start();
        assertEquals(List.of("up false interlock", "down false start"), begun.states);
        begun.pass(Duration.ofMillis(2999));
        assertEquals(Optional.of(OFF), begun.value("up"));
        begun.pass(Duration.ofMillis(1));
        assertEquals("up true start", begun.states.getLast());
    }

    @Test
    void ofTwoThatWereOnLastTheFirstInTheFileIsOnAgain() {
        var both = new OutputRig(
                relay("up").initialLast().interlock("0s", "down"), relay("down").initialLast());
        for (var id : List.of("up", "down")) both.notebook.keepNow(id, "{\"boot\":\"boot-1\",\"value\":true}");
        both.start();
        both.pass(5);
        assertEquals(Optional.of(ON), both.value("up"));
        assertEquals(Optional.of(OFF), both.value("down"));
        both.set("up", OFF);
        both.pass(60);
        assertEquals(Optional.of(OFF), both.value("down"));
    }

    @Test
    void afterLinkLossToOnTheOtherStaysInTheWay() {
        var vents = new OutputRig(relay("open").onLinkLoss("1m", ON).interlock("0s", "close"), relay("close")).start();
        vents.linkUp();
        vents.set("close", ON);
        vents.linkLost();
        vents.pass(120);
        assertEquals(Optional.of(OFF), vents.value("open"));
        assertEquals("open false interlock", vents.states.getLast());
    }

    @Test
    void aRevertDoesNotWaitForTheDeadTime() {
        rig.set("up", ON);
        rig.set("up", OFF, 30);
        rig.pass(1);
        rig.set("down", ON);
        rig.pass(Duration.ofMillis(28_800));
        rig.set("down", OFF);
        rig.pass(60);
        assertEquals(Optional.of(OFF), rig.value("up"));
    }

    @Test
    void whatALostLinkCouldNotSwitchOnIsNoLongerInTheWayWhenTheLinkIsBack() {
        var vents = new OutputRig(relay("open").onLinkLoss("1m", ON).interlock("0s", "close"), relay("close")).start();
        vents.stuck.add("open");
        vents.pass(70);
        vents.linkUp();
        vents.stuck.clear();
        vents.pass(2);
        assertEquals(new Outcome.Done(ON), vents.set("close", ON));
    }

    @Test
    void oneThatBeginsOffIsNotInTheWayOfOneThatBeginsOn() {
        var pair =
                new OutputRig(relay("up").interlock("0s", "down"), relay("down").initial(ON)).start();
        pair.pass(5);
        assertEquals(Optional.of(ON), pair.value("down"));
    }
}

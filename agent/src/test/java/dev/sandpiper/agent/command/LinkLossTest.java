package dev.sandpiper.agent.command;

import static dev.sandpiper.agent.command.OutputRig.OFF;
import static dev.sandpiper.agent.command.OutputRig.ON;
import static dev.sandpiper.agent.command.OutputRig.relay;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code on_link_loss}: where an output goes when nobody can reach it. */
class LinkLossTest {
    @Test
    void linkLossMakesItSafeAfterItsTimeAndItStaysSoWhenTheLinkIsBack() {
        var rig = new OutputRig(relay("pump").onLinkLoss("2m")).start();
        rig.linkUp();
        rig.set("pump", ON);
        rig.linkLost();
        rig.pass(119);
        assertEquals(Optional.of(ON), rig.value("pump"));
        rig.pass(1);
        assertEquals("pump false link-loss", rig.states.getLast());
        rig.linkUp();
        rig.pass(3600);
        assertEquals(Optional.of(OFF), rig.value("pump"));
        assertEquals(new Outcome.Done(ON), rig.set("pump", ON));
    }

    @Test
    void aLinkThatIsBackInTimeChangesNothing() {
        var rig = new OutputRig(relay("pump").onLinkLoss("2m")).start();
        rig.linkUp();
        rig.set("pump", ON);
        rig.linkLost();
        rig.pass(119);
        rig.linkUp();
        rig.pass(3600);
        assertEquals(Optional.of(ON), rig.value("pump"));
    }

    @Test
    void aLinkThatNeverCameCountsAsLostFromTheStart() {
        var rig = new OutputRig(relay("pump").initial(ON).onLinkLoss("2m")).start();
        rig.pass(120);
        assertEquals("pump false link-loss", rig.states.getLast());
    }

    @Test
    void linkLossEndsFor() {
        var rig = new OutputRig(relay("pump").initial(ON).onLinkLoss("2m")).start();
        rig.linkUp();
        rig.set("pump", OFF, 600);
        rig.linkLost();
        rig.pass(3600);
        assertEquals(Optional.of(OFF), rig.value("pump"));
    }

    @Test
    void aLinkThatIsLostAlreadyIsNotLostAnew() {
        var rig = new OutputRig(relay("pump").onLinkLoss("2m")).start();
        rig.linkUp();
        rig.set("pump", ON);
        rig.linkLost();
        rig.pass(60);
        rig.linkLost();
        rig.pass(60);
        assertEquals("pump false link-loss", rig.states.getLast());
    }

    @Test
    void aLinkThatIsBackDoesNotEndWhatMakesItSafe() {
        var rig = new OutputRig(relay("pump").onLinkLoss("2m")).start();
        rig.linkUp();
        rig.set("pump", ON);
        rig.linkLost();
        rig.stuck.add("pump");
        rig.pass(120);
        rig.linkUp();
        rig.stuck.clear();
        rig.pass(2);
        assertEquals("pump false link-loss", rig.states.getLast());
    }

    @Test
    void norDoesItEndFor() {
        var rig = new OutputRig(relay("pump").onLinkLoss("2m")).start();
        rig.linkUp();
        rig.set("pump", ON, 30);
        rig.linkLost();
        rig.linkUp();
        rig.pass(30);
        assertEquals("pump false revert", rig.states.getLast());
    }

    @Test
    void oneThatCannotBeOpenedHearsOfTheLinkToo() {
        var rig = new OutputRig(relay("pump").onLinkLoss("2m"));
        rig.absent.add("pump");
        rig.start();
        rig.linkUp();
        rig.linkLost();
        rig.absent.clear();
        rig.pass(120);
        assertEquals(Optional.of(OFF), rig.value("pump"));
    }
}

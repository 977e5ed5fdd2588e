package dev.sandpiper.agent.command;

import static dev.sandpiper.agent.command.OutputRig.OFF;
import static dev.sandpiper.agent.command.OutputRig.ON;
import static dev.sandpiper.agent.command.OutputRig.relay;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code max_on}: stronger than everything but safe. */
class MaxOnTest {
    @Test
    void maxOnEndsWhatIsOnAndARepeatedOnDoesNotExtendIt() {
        var rig = new OutputRig(relay("pump").maxOn("10m")).start();
        rig.set("pump", ON);
        rig.pass(599);
        rig.set("pump", ON);
        assertEquals(Optional.of(ON), rig.value("pump"));
        rig.pass(1);
        assertEquals("pump false max-on", rig.states.getLast());
    }

    @Test
    void maxOnCountsFromTheStartWhereTheInitialValueIsNotSafe() {
        var rig = new OutputRig(relay("pump").initial(ON).maxOn("10m")).start();
        rig.pass(600);
        assertEquals("pump false max-on", rig.states.getLast());
    }

    @Test
    void offAndOnAgainBeginsMaxOnAnew() {
        var rig = new OutputRig(relay("pump").maxOn("10m")).start();
        rig.set("pump", ON);
        rig.pass(500);
        rig.set("pump", OFF);
        rig.set("pump", ON);
        rig.pass(599);
        assertEquals(Optional.of(ON), rig.value("pump"));
        rig.pass(1);
        assertEquals(Optional.of(OFF), rig.value("pump"));
    }

    @Test
    void maxOnIsStrongerThanALongerFor() {
        var rig = new OutputRig(relay("pump").maxOn("10m")).start();
        rig.set("pump", ON, 3600);
        rig.pass(600);
        assertEquals("pump false max-on", rig.states.getLast());
        rig.pass(3600);
        assertEquals("pump false max-on", rig.states.getLast());
    }

    @Test
    void maxOnIsTriedUntilTheDeviceTakesIt() {
        var rig = new OutputRig(relay("pump").maxOn("10m")).start();
        rig.set("pump", ON);
        rig.stuck.add("pump");
        rig.pass(700);
        rig.stuck.clear();
        rig.pass(2);
        assertEquals("pump false max-on", rig.states.getLast());
    }

    @Test
    void anOnBetweenTwoTriesDoesNotEscapeMaxOn() {
        var rig = new OutputRig(relay("pump").maxOn("10m")).start();
        rig.set("pump", ON);
        rig.stuck.add("pump");
        rig.pass(600);
        rig.stuck.clear();
        assertEquals(new Outcome.Done(ON), rig.set("pump", ON));
        rig.pass(2);
        assertEquals("pump false max-on", rig.states.getLast());
    }

    @Test
    void norDoesAForThatBeganThere() {
        var rig = new OutputRig(relay("pump").maxOn("10m")).start();
        rig.set("pump", ON);
        rig.stuck.add("pump");
        rig.pass(600);
        rig.stuck.clear();
        assertEquals(new Outcome.Done(ON), rig.set("pump", ON, 30));
        rig.pass(60);
        assertEquals("pump false max-on", rig.states.getLast());
    }

    @Test
    void anOnAfterALinkLossThatTheDeviceDidNotTakeIsStillWithinMaxOn() {
        var rig = new OutputRig(relay("pump").maxOn("10m").onLinkLoss("2m")).start();
        rig.linkUp();
        rig.set("pump", ON);
        rig.linkLost();
        rig.stuck.add("pump");
        rig.pass(120);
        rig.stuck.clear();
        rig.set("pump", ON);
        rig.pass(480);
        assertEquals("pump false max-on", rig.states.getLast());
    }

    @Test
    void theSafeValueMayBeOn() {
        var rig = new OutputRig(relay("pump").safe(ON).maxOn("10m")).start();
        rig.set("pump", OFF);
        rig.pass(600);
        assertEquals("pump true max-on", rig.states.getLast());
    }

    @Test
    void whereALostLinkWantsItOnMaxOnIsTriedOn() {
        var rig = new OutputRig(relay("pump").maxOn("1m").onLinkLoss("90s", ON)).start();
        rig.linkUp();
        rig.set("pump", ON);
        rig.linkLost();
        rig.stuck.add("pump");
        rig.pass(100);
        rig.stuck.clear();
        rig.pass(2);
        assertEquals("pump false max-on", rig.states.getLast());
    }

    @Test
    void anOffInBetweenIsNotCutShort() {
        var rig = new OutputRig(relay("pump").maxOn("10m")).start();
        rig.set("pump", ON);
        rig.pass(300);
        rig.set("pump", OFF, 600);
        rig.pass(600);
        assertEquals("pump true revert", rig.states.getLast());
    }

    @Test
    void aFailedOffDoesNotEndTheTries() {
        var rig = new OutputRig(relay("pump").maxOn("10m")).start();
        rig.set("pump", ON);
        rig.stuck.add("pump");
        rig.pass(600);
        rig.set("pump", OFF);
        rig.stuck.clear();
        rig.pass(2);
        assertEquals("pump false max-on", rig.states.getLast());
    }

    @Test
    void itAsksForItsTurnInTime() {
        var rig = new OutputRig(relay("pump").maxOn("10m")).start();
        rig.set("pump", ON);
        assertEquals(Duration.ofMinutes(10), rig.output("pump").run());
    }
}

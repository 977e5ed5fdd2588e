package dev.sandpiper.agent.command;

import static dev.sandpiper.agent.command.OutputRig.OFF;
import static dev.sandpiper.agent.command.OutputRig.ON;
import static dev.sandpiper.agent.command.OutputRig.dimmer;
import static dev.sandpiper.agent.command.OutputRig.level;
import static dev.sandpiper.agent.command.OutputRig.relay;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Action;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a run leaves to the next where something was in the way: a device that did not obey, a lost link, an interlock. */
class RemainsTest {
    private static OutputRig begun(Guarded... guarded) {
        return new OutputRig(guarded).start();
    }

    private static void restart(OutputRig rig) {
        rig.crash();
        rig.stuck.clear();
        rig.absent.clear();
        rig.start();
    }

    private static void reboot(OutputRig rig) {
        rig.reboot();
        rig.stuck.clear();
        rig.start();
    }

    @Test
    void afterLinkLossItBeginsSafeOnAnotherBootToo() {
        var rig = begun(relay("lamp").initialLast().onLinkLoss("1m"));
        rig.linkUp();
        rig.set("lamp", ON);
        rig.linkLost();
        rig.pass(60);
        reboot(rig);
        assertEquals("lamp false", rig.driven.getLast());
    }

    @Test
    void soItDoesWhereTheDeviceDidNotObey() {
        var rig = begun(relay("lamp").initialLast().onLinkLoss("1m"));
        rig.linkUp();
        rig.set("lamp", ON);
        rig.linkLost();
        rig.stuck.add("lamp");
        rig.pass(60);
        reboot(rig);
        assertEquals("lamp false", rig.driven.getLast());
    }

    @Test
    void aLostLinkDoesNotMakeTheValueAnother() {
        var rig = begun(relay("lamp").initialLast());
        rig.set("lamp", ON);
        restart(rig);
        rig.linkUp();
        rig.linkLost();
        reboot(rig);
        assertEquals("lamp true", rig.driven.getLast());
    }

    @Test
    void anOutputThatCouldNotBeOpenedLeavesWhatItFound() {
        var rig = begun(relay("lamp").initialLast());
        rig.set("lamp", ON);
        rig.crash();
        rig.absent.add("lamp");
        rig.start();
        rig.linkUp();
        rig.linkLost();
        restart(rig);
        assertEquals("lamp true", rig.driven.getLast());
    }

    @Test
    void whatBeginsOnAnywayIsSafeWhereTheLinkIsStillLost() {
        var rig = begun(relay("lamp").initial(ON).onLinkLoss("1m"));
        rig.linkUp();
        rig.linkLost();
        rig.pass(70);
        restart(rig);
        assertEquals("lamp false", rig.driven.getLast());
    }

    @Test
    void aLossThatHasPutItOnDoesNotDoSoAgain() {
        var rig = begun(relay("vent").initialLast().onLinkLoss("1m", ON));
        rig.pass(60);
        assertEquals(Optional.of(ON), rig.value("vent"));
        rig.set("vent", OFF);
        restart(rig);
        assertEquals("vent false", rig.driven.getLast());
    }

    @Test
    void sinceWhenTheLinkWasLostOnAnotherBootMeansNothing() {
        var rig = begun(relay("lamp").initial(ON).onLinkLoss("1m"));
        rig.linkUp();
        rig.pass(1000);
        rig.linkLost();
        reboot(rig);
        rig.pass(59);
        assertEquals(Optional.of(ON), rig.value("lamp"));
        rig.pass(1);
        assertEquals("lamp false link-loss", rig.states.getLast());
    }

    @Test
    void aRevertThatAnInterlockPreventedIsOver() {
        var rig = begun(relay("up").initialLast().interlock("0s", "down"), relay("down"));
        rig.pass(1);
        rig.set("up", ON);
        rig.set("up", OFF, 30);
        rig.set("down", ON);
        rig.pass(60);
        restart(rig);
        rig.pass(60);
        assertEquals(Optional.of(OFF), rig.value("up"));
    }

    @Test
    void anOffThatCameTooLateIsLastAllTheSame() {
        var rig = begun(relay("lamp").initialLast());
        rig.set("lamp", ON);
        rig.hangs = Duration.ofMinutes(5);
        rig.output("lamp")
                .carryOut(new Order(
                        new Action.Set(OFF),
                        Optional.empty(),
                        Cause.LOCAL,
                        Optional.empty(),
                        rig.time.in(Duration.ofSeconds(3))));
        restart(rig);
        assertEquals("lamp false", rig.driven.getLast());
    }

    @Test
    void whereItStoppedOnItsWayItBeginsAgain() {
        var rig = begun(dimmer("fan").initialLast().ramp("10s"));
        rig.set("fan", level(1));
        rig.pass(5);
        rig.stuck.add("fan");
        rig.pass(1);
        var there = rig.driven.getLast();
        restart(rig);
        assertEquals(there, rig.driven.getLast());
    }

    @Test
    void forThatGoesOnCountsAsMaxOnDoes() {
        var rig = begun(relay("lamp").initialLast().maxOn("10m"));
        rig.set("lamp", ON, 3600);
        rig.pass(10);
        restart(rig);
        rig.pass(590);
        assertEquals("lamp false max-on", rig.states.getLast());
    }

    @Test
    void maxOnCountsWhatIsLeftHoweverLongTheDeviceIsUp() {
        var rig = begun(relay("lamp").initialLast().maxOn("10m"));
        rig.pass(3600);
        rig.set("lamp", ON);
        rig.pass(10);
        restart(rig);
        assertEquals("lamp true", rig.driven.getLast());
    }

    @Test
    void timesThatAreNoneAreNotBelieved() {
        var rig = new OutputRig(relay("lamp").initialLast());
        rig.notebook.keepNow("lamp", "{\"boot\":\"boot-1\",\"value\":true,\"away_since\":\"noon\"}");
        rig.start();
        assertEquals(List.of("lamp true"), rig.driven);
    }
}

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

/** {@code min_on} and {@code min_off}: what must not change over too often. */
class DwellTest {
    private final OutputRig rig =
            new OutputRig(relay("pump").minOff("3m").minOn("1m").maxOn("10m")).start();

    private static OutputRig inverse() {
        var rig = new OutputRig(relay("valve").safe(ON).minOn("1m")).start();
        rig.pass(60);
        return rig;
    }

    @Test
    void afterAStartMinOffCountsFromTheStart() {
        assertEquals("rejected: pump: min_off is 3m: it may go on in 3m", rig.refused("pump", ON));
        rig.pass(Duration.ofMillis(170_500));
        assertEquals("rejected: pump: min_off is 3m: it may go on in 9s500ms", rig.refused("pump", ON));
        rig.pass(Duration.ofMillis(9_500));
        assertEquals(new Outcome.Done(ON), rig.set("pump", ON));
    }

    @Test
    void itCountsAnewEachTimeItGoesOff() {
        rig.pass(180);
        rig.set("pump", ON);
        rig.pass(100);
        rig.set("pump", OFF);
        rig.pass(100);
        assertEquals("rejected: pump: min_off is 3m: it may go on in 1m20s", rig.refused("pump", ON));
        rig.set("pump", OFF);
        rig.pass(80);
        assertEquals(new Outcome.Done(ON), rig.set("pump", ON));
    }

    @Test
    void goingToSafeIsNeverRefused() {
        rig.pass(180);
        rig.set("pump", ON);
        assertEquals(new Outcome.Done(OFF), rig.set("pump", OFF));
    }

    @Test
    void norByToggle() {
        rig.pass(180);
        rig.set("pump", ON);
        var toggle = new Action.Toggle(ON, OFF);
        assertEquals(new Outcome.Done(OFF), rig.order("pump", toggle, Optional.empty()));
        assertEquals(
                "rejected: pump: min_off is 3m: it may go on in 3m",
                OutputRig.reason(rig.order("pump", toggle, Optional.empty())));
    }

    @Test
    void elsewhereThanToSafeMinOnIsKept() {
        var valve = inverse();
        valve.set("valve", OFF);
        valve.pass(10);
        valve.set("valve", ON);
        assertEquals("rejected: valve: min_on is 1m: it may go off in 1m", valve.refused("valve", OFF));
        valve.pass(60);
        assertEquals(new Outcome.Done(OFF), valve.set("valve", OFF));
    }

    @Test
    void aTimeOfItsOwnThatIsTooShortIsRefused() {
        rig.pass(180);
        assertEquals(
                "rejected: pump: 'for' is 30s and min_on 1m: it would change over too soon",
                OutputRig.reason(rig.set("pump", ON, 30)));
        assertEquals(new Outcome.Done(ON), rig.set("pump", ON));
        assertEquals(
                "rejected: pump: 'for' is 1m and min_off 3m: it would change over too soon",
                OutputRig.reason(rig.set("pump", OFF, 60)));
    }

    @Test
    void maxOnEndsWhatMinOnWouldKeep() {
        var pump = new OutputRig(relay("pump").minOn("1m").maxOn("1m")).start();
        pump.set("pump", ON);
        pump.pass(60);
        assertEquals("pump false max-on", pump.states.getLast());
    }

    @Test
    void linkLossEndsWhatMinOnWouldKeep() {
        var pump = new OutputRig(relay("pump").minOn("1h").onLinkLoss("1m")).start();
        pump.linkUp();
        pump.set("pump", ON);
        pump.linkLost();
        pump.pass(60);
        assertEquals("pump false link-loss", pump.states.getLast());
    }

    @Test
    void linkLossToOnWaitsForMinOff() {
        var pump = new OutputRig(relay("pump").minOff("5m").onLinkLoss("1m", ON)).start();
        pump.pass(299);
        assertEquals(Optional.of(OFF), pump.value("pump"));
        pump.pass(1);
        assertEquals("pump true link-loss", pump.states.getLast());
    }

    @Test
    void aLinkThatIsBackEndsThatWaiting() {
        var pump = new OutputRig(relay("pump").minOff("5m").onLinkLoss("1m", ON)).start();
        pump.pass(200);
        pump.linkUp();
        pump.pass(600);
        assertEquals(Optional.of(OFF), pump.value("pump"));
    }

    @Test
    void whatLinkLossCouldNotSwitchOnStaysOffWhenTheLinkIsBack() {
        var vent = new OutputRig(relay("vent").onLinkLoss("1m", ON)).start();
        vent.stuck.add("vent");
        vent.pass(70);
        vent.linkUp();
        vent.stuck.clear();
        vent.pass(600);
        assertEquals(Optional.of(OFF), vent.value("vent"));
    }

    @Test
    void whatBeginsOnWaitsForMinOff() {
        var pump = new OutputRig(relay("pump").initial(ON).minOff("3m")).start();
        assertEquals(List.of("pump false start"), pump.states);
        pump.pass(179);
        assertEquals(Optional.of(OFF), pump.value("pump"));
        pump.pass(1);
        assertEquals("pump true start", pump.states.getLast());
    }

    @Test
    void anOffEndsThatWaitingAndARefusedOnDoesNot() {
        var pump = new OutputRig(
                        relay("a").initial(ON).minOff("3m"),
                        relay("b").initial(ON).minOff("3m"))
                .start();
        pump.set("a", OFF);
        pump.set("b", ON);
        pump.pass(600);
        assertEquals(Optional.of(OFF), pump.value("a"));
        assertEquals(Optional.of(ON), pump.value("b"));
    }

    @Test
    void fromOneNumberToAnotherNothingChangesOver() {
        var fan = new OutputRig(dimmer("fan").minOn("1m")).start();
        fan.set("fan", level(0.5));
        assertEquals(new Outcome.Done(level(1)), fan.set("fan", level(1), 5));
        fan.pass(5);
        assertEquals(Optional.of(level(0.5)), fan.value("fan"));
    }

    @Test
    void forMayBeAsLongAsMinOn() {
        rig.pass(180);
        assertEquals(new Outcome.Done(ON), rig.set("pump", ON, 60));
    }

    @Test
    void minOffCountsFromTheOpening() {
        var late = new OutputRig(relay("pump").minOff("3m"));
        late.absent.add("pump");
        late.start();
        late.pass(105);
        late.absent.clear();
        late.pass(5);
        assertEquals("rejected: pump: min_off is 3m: it may go on in 3m", late.refused("pump", ON));
    }
}

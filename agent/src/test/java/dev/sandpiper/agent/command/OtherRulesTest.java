package dev.sandpiper.agent.command;

import static dev.sandpiper.agent.command.OutputRig.OFF;
import static dev.sandpiper.agent.command.OutputRig.ON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.Action;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An output that goes on while the rules about it change. */
class OtherRulesTest {
    private OutputRig rig = new OutputRig();

    private void begins(Guarded pump) {
        rig = new OutputRig(pump).start();
        rig.linkUp();
    }

    private static Guarded pump() {
        return OutputRig.relay("pump");
    }

    private static Guarded limited(String most) {
        return most.equals("-") ? pump() : pump().maxOn(most);
    }

    @ParameterizedTest(name = "on for 40 s, max_on {0} becomes {1}: off after {2} s more")
    @CsvSource({"60s, 50s, 10", "60s, 5m, 20", "60s, -, 20", "-, 50s, 10", "60s, 30s, 0", "-, 30s, 0"})
    void aStayThatIsBegunEndsWhenTheFirstOfBothSays(String before, String after, int seconds) {
        begins(limited(before));
        rig.set("pump", ON);
        rig.pass(40);
        rig.rules(limited(after));
        if (seconds > 0) rig.pass(seconds - 1);
        assertEquals(Optional.of(seconds > 0 ? ON : OFF), rig.value("pump"));
        rig.pass(1);
        assertEquals(Optional.of(OFF), rig.value("pump"));
    }

    @Test
    void theNextStayIsThatOfTheNewRule() {
        begins(limited("60s"));
        rig.set("pump", ON);
        rig.rules(limited("5m"));
        rig.set("pump", OFF);
        rig.set("pump", ON);
        rig.pass(299);
        assertEquals(Optional.of(ON), rig.value("pump"));
        rig.pass(1);
        assertEquals(Optional.of(OFF), rig.value("pump"));
    }

    @Test
    void nothingMovesAndNothingIsTold() {
        begins(limited("60s"));
        rig.set("pump", ON, 30);
        var states = List.copyOf(rig.states);
        rig.rules(
                pump().maxOn("1h").minOn("10s").minOff("1s").rateLimit(5, "1m").onLinkLoss("1m"));
        assertEquals(states, rig.states);
        assertEquals(List.of("pump false", "pump true"), rig.driven);
        rig.pass(30);
        assertEquals("pump false revert", rig.states.getLast(), "'for' goes on");
    }

    @ParameterizedTest(name = "lost for 40 s, after {0} becomes {1}: moves after {2} s more")
    @CsvSource({"60s, 50s, 10", "60s, 5m, 20", "60s, -, 20", "-, 50s, 10"})
    void aLossThatIsBegunMovesItWhenTheFirstOfBothSays(String before, String after, int seconds) {
        begins(losing(before));
        rig.set("pump", ON);
        rig.linkLost();
        rig.pass(40);
        rig.rules(losing(after));
        rig.pass(seconds - 1);
        assertEquals(Optional.of(ON), rig.value("pump"));
        rig.pass(1);
        assertEquals("pump false link-loss", rig.states.getLast());
    }

    private static Guarded losing(String after) {
        return after.equals("-") ? pump() : pump().onLinkLoss(after);
    }

    @Test
    void theNextLossIsThatOfTheNewRule() {
        begins(losing("60s"));
        rig.linkLost();
        rig.rules(losing("-"));
        rig.linkUp();
        rig.set("pump", ON);
        rig.linkLost();
        rig.pass(1000);
        assertEquals(Optional.of(ON), rig.value("pump"));
    }

    @Test
    void aLossThatHasMovedItMovesItNoSecondTime() {
        begins(pump().onLinkLoss("10s"));
        rig.set("pump", ON);
        rig.linkLost();
        rig.pass(20);
        rig.set("pump", ON);
        rig.rules(pump().onLinkLoss("5s"));
        rig.pass(100);
        assertEquals(Optional.of(ON), rig.value("pump"), "somebody at the device wanted it since");
    }

    @Test
    void timesToStayCountFromTheSameChangeOver() {
        begins(pump());
        rig.set("pump", ON);
        rig.pass(20);
        rig.set("pump", OFF);
        rig.rules(pump().minOff("30s"));
        assertEquals("rejected: pump: min_off is 30s: it may go on in 30s", rig.refused("pump", ON));
        rig.pass(30);
        assertTrue(rig.set("pump", ON) instanceof Outcome.Done);
        rig.rules(pump());
        rig.set("pump", OFF);
        assertTrue(rig.set("pump", ON) instanceof Outcome.Done);
    }

    @Test
    void nobodyWaitsForARateThatIsNoRuleAnyMore() {
        begins(pump().rateLimit(1, "1h"));
        assertFalse(rate());
        assertTrue(rate());
        rig.rules(pump().rateLimit(1, "10s"));
        rig.pass(10);
        assertFalse(rate());
    }

    private boolean rate() {
        var order = new Order(new Action.Set(ON), Optional.empty(), Cause.COMMAND, Optional.empty(), 0);
        return rig.output("pump").overRate(order).isPresent();
    }

    @Test
    void aWayThatIsBegunIsGoneAtItsOwnSpeedAndTheNextAtTheNew() {
        var lamp = OutputRig.dimmer("lamp");
        rig = new OutputRig(lamp.ramp("10s")).start();
        rig.set("lamp", OutputRig.level(1));
        rig.pass(5);
        rig.rules(OutputRig.dimmer("lamp"));
        assertEquals(0.5, number(), 0.02);
        rig.pass(2);
        assertEquals(0.7, number(), 0.02);
        rig.pass(4);
        rig.set("lamp", OutputRig.level(0.2));
        assertEquals(0.2, number());
    }

    private double number() {
        return Double.parseDouble(rig.driven.getLast().split(" ")[1]);
    }

    @Test
    void aNoteOfARunBeforeIsTakenBackToo() {
        rig = new OutputRig(pump());
        rig.notebook.written.put("pump", "what it was");
        rig.start();
        assertEquals("", rig.notebook.written.get("pump"));
    }

    /** A note from before would be believed by a run that has {@code initial: last} again. */
    @Test
    void whatLeavesNothingAnyMoreHasItsNoteTakenBack() {
        begins(pump().initialLast());
        rig.set("pump", ON);
        assertTrue(rig.notebook.written.get("pump").contains("true"));
        rig.rules(pump());
        assertEquals("", rig.notebook.written.get("pump"));
        rig.rules(pump().initialLast());
        assertTrue(rig.notebook.written.get("pump").contains("true"), "what it is now");
    }
}

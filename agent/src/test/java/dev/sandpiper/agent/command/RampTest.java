package dev.sandpiper.agent.command;

import static dev.sandpiper.agent.command.OutputRig.dimmer;
import static dev.sandpiper.agent.command.OutputRig.level;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code ramp}: from one number to another in small steps, to safe at once. */
class RampTest {
    private OutputRig rig = new OutputRig(dimmer("fan").ramp("10s")).start();

    /** What the device had in the middle of it, by thousandths. */
    private List<Long> levels() {
        return rig.driven.stream()
                .map(line -> Math.round(1000 * Double.parseDouble(line.substring("fan ".length()))))
                .toList();
    }

    @Test
    void itTakesItsTimeForAllOfItsNumbersAndAShareForLess() {
        rig.set("fan", level(0.5));
        rig.pass(Duration.ofMillis(4_900));
        assertEquals(495, levels().getLast());
        rig.pass(Duration.ofMillis(50));
        assertEquals(500, levels().getLast());
        rig.pass(60);
        assertEquals(101, levels().size());
    }

    @Test
    void noStepIsLargerThanItsShare() {
        rig.set("fan", level(1));
        rig.pass(12);
        var levels = levels();
        for (var i = 1; i < levels.size(); i++) assertEquals(5, levels.get(i) - levels.get(i - 1));
    }

    @Test
    void itIsToldOnceWithWhereItGoes() {
        assertEquals(new Outcome.Done(level(0.8)), rig.set("fan", level(0.8)));
        assertEquals(List.of("fan 0.0 start", "fan 0.8 command"), rig.states);
        rig.pass(60);
        assertEquals(2, rig.states.size());
        assertEquals(Optional.of(level(0.8)), rig.value("fan"));
    }

    @Test
    void anotherValueOnTheWayIsGoneToFromThere() {
        rig.set("fan", level(1));
        rig.pass(Duration.ofMillis(3_950));
        rig.set("fan", level(0.2));
        assertEquals(395, levels().getLast());
        rig.pass(Duration.ofMillis(1_900));
        assertEquals(205, levels().getLast());
        rig.pass(10);
        assertEquals(200, levels().getLast());
    }

    @Test
    void toSafeItGoesAtOnce() {
        rig.set("fan", level(1));
        rig.pass(4);
        rig.set("fan", level(0));
        assertEquals(0, levels().getLast());
        rig.pass(60);
        assertEquals(0, levels().getLast());
    }

    @Test
    void maxOnEndsIt() {
        rig = new OutputRig(dimmer("fan").ramp("10s").maxOn("3s")).start();
        rig.set("fan", level(1));
        rig.pass(3);
        assertEquals(0, levels().getLast());
        rig.pass(20);
        assertEquals("fan 0.0 max-on", rig.states.getLast());
        assertEquals(0, levels().getLast());
    }

    @Test
    void linkLossEndsItOrTurnsItRound() {
        rig = new OutputRig(dimmer("fan").ramp("10s").onLinkLoss("3s", level(0.1))).start();
        rig.linkUp();
        rig.set("fan", level(1));
        rig.linkLost();
        rig.pass(4);
        assertEquals("fan 0.1 link-loss", rig.states.getLast());
        rig.pass(20);
        assertEquals(100, levels().getLast());
    }

    @Test
    void forGoesBackToWhereItWasGoing() {
        rig.set("fan", level(0.5));
        rig.pass(1);
        rig.set("fan", level(0.9), 20);
        rig.pass(60);
        assertEquals("fan 0.5 revert", rig.states.getLast());
        assertEquals(500, levels().getLast());
    }

    @Test
    void aDeviceThatStopsObeyingOnTheWayIsToldWhereItIs() {
        rig.set("fan", level(1));
        rig.pass(Duration.ofMillis(1_950));
        rig.stuck.add("fan");
        rig.pass(1);
        assertEquals("fan 0.2 fault", rig.states.getLast());
        assertTrue(rig.output("fan").report().fault().orElseThrow().startsWith("stopped on its way to 1.0"));
        rig.stuck.clear();
        rig.pass(60);
        assertEquals(200, levels().getLast());
    }

    @Test
    void aDeviceThatDoesNotTakeTheFirstStepFailsTheCommand() {
        rig.stuck.add("fan");
        assertEquals("failed: fan: it is stuck", rig.refused("fan", level(1)));
        rig.stuck.clear();
        rig.pass(60);
        assertEquals(List.of(0L), levels());
    }

    @Test
    void aStopEndsItSafe() {
        rig.set("fan", level(1));
        rig.pass(2);
        rig.stop();
        assertEquals(0, levels().getLast());
    }
}

package dev.sandpiper.agent.command;

import static dev.sandpiper.agent.command.OutputRig.OFF;
import static dev.sandpiper.agent.command.OutputRig.ON;
import static dev.sandpiper.agent.command.OutputRig.relay;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code for}: back to the value before, by itself. */
class GoingBackTest {
    @Test
    void forGoesBackToTheValueBefore() {
        var rig = new OutputRig(relay("pump")).start();
        rig.set("pump", ON, 30);
        rig.pass(29);
        assertEquals(Optional.of(ON), rig.value("pump"));
        rig.pass(1);
        assertEquals("pump false revert", rig.states.getLast());
        assertEquals(List.of("pump false", "pump true", "pump false"), rig.driven);
    }

    @Test
    void aRenewedForGoesBackToTheValueBeforeTheFirst() {
        var rig = new OutputRig(relay("pump")).start();
        rig.set("pump", ON, 30);
        rig.pass(20);
        rig.set("pump", ON, 30);
        rig.pass(29);
        assertEquals(Optional.of(ON), rig.value("pump"));
        rig.pass(1);
        assertEquals(Optional.of(OFF), rig.value("pump"));
    }

    @Test
    void aNewCommandEndsFor() {
        var rig = new OutputRig(relay("pump")).start();
        rig.set("pump", ON, 30);
        rig.set("pump", ON);
        rig.pass(3600);
        assertEquals(Optional.of(ON), rig.value("pump"));
    }

    @Test
    void aRevertThatTheDeviceDoesNotTakeIsTriedUntilItDoes() {
        var rig = new OutputRig(relay("pump")).start();
        rig.set("pump", ON, 30);
        rig.stuck.add("pump");
        rig.pass(60);
        assertEquals(
                Optional.of("does not go to false: it is stuck"),
                rig.output("pump").report().fault());
        rig.stuck.clear();
        rig.pass(2);
        assertEquals("pump false revert", rig.states.getLast());
        assertEquals(Optional.empty(), rig.output("pump").report().fault());
    }

    @Test
    void anOffThatFailsEndsTheWayBackToOn() {
        var rig = new OutputRig(relay("pump")).start();
        rig.set("pump", ON);
        rig.set("pump", OFF, 30);
        rig.stuck.add("pump");
        rig.set("pump", OFF);
        rig.stuck.clear();
        rig.pass(60);
        assertEquals(Optional.of(OFF), rig.value("pump"));
    }

    @Test
    void butNotTheWayBackToOff() {
        var rig = new OutputRig(relay("pump")).start();
        rig.set("pump", ON, 30);
        rig.stuck.add("pump");
        rig.set("pump", OFF);
        rig.stuck.clear();
        rig.pass(30);
        assertEquals("pump false revert", rig.states.getLast());
    }

    @Test
    void anOnThatFailsEndsNothing() {
        var rig = new OutputRig(relay("pump")).start();
        rig.set("pump", ON);
        rig.set("pump", OFF, 30);
        rig.stuck.add("pump");
        rig.set("pump", ON);
        rig.stuck.clear();
        rig.pass(30);
        assertEquals("pump true revert", rig.states.getLast());
    }
}

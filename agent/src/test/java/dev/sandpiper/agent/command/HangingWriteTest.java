package dev.sandpiper.agent.command;

import static dev.sandpiper.agent.command.OutputRig.OFF;
import static dev.sandpiper.agent.command.OutputRig.ON;
import static dev.sandpiper.agent.command.OutputRig.reason;
import static dev.sandpiper.agent.command.OutputRig.relay;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Action;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A write to the hardware that hangs for minutes: the desk has answered the command {@code failed} after three seconds. */
class HangingWriteTest {
    private static final Duration MINUTES = Duration.ofMinutes(5);
    private static final String TOO_LATE = "failed: the hardware was busy for too long";

    private final OutputRig rig = new OutputRig(relay("pump")).start();

    @Test
    void whatComesOnWhenNobodyReckonsWithItAnyMoreGoesSafeAndIsTold() {
        rig.hangs = MINUTES;
        assertEquals(TOO_LATE, rig.refused("pump", ON));
        assertEquals(List.of("pump false", "pump true", "pump false"), rig.driven);
        assertEquals(List.of("pump false start", "pump true command", "pump false fault"), rig.states);
        rig.pass(60);
        assertEquals(3, rig.driven.size());
    }

    @Test
    void anOffThatComesLateStaysOff() {
        rig.set("pump", ON);
        rig.hangs = MINUTES;
        rig.set("pump", OFF, 3600);
        rig.pass(4000);
        assertEquals(List.of("pump false", "pump true", "pump false"), rig.driven);
        assertEquals("pump false command", rig.states.getLast());
    }

    @Test
    void norDoesItGoWhereALostLinkCouldNotPutIt() {
        var vent = new OutputRig(relay("vent").onLinkLoss("1m", ON)).start();
        vent.stuck.add("vent");
        vent.pass(60);
        vent.stuck.clear();
        vent.hangs = MINUTES;
        assertEquals(TOO_LATE, vent.refused("vent", OFF));
        vent.pass(60);
        assertEquals(Optional.of(OFF), vent.value("vent"));
    }

    @Test
    void aWhileThatCameTooLateDoesNotBegin() {
        rig.hangs = MINUTES;
        rig.set("pump", ON, 3600);
        rig.pass(4000);
        assertEquals(List.of("pump false", "pump true", "pump false"), rig.driven);
    }

    @Test
    void whatWaitedBehindItIsNotCarriedOutAndTheNextCommandIs() {
        var waiting = order();
        rig.hangs = MINUTES;
        rig.set("pump", ON);
        assertEquals(TOO_LATE, reason(rig.output("pump").carryOut(waiting)));
        assertEquals("pump false fault", rig.states.getLast());
        assertEquals(new Outcome.Done(ON), rig.set("pump", ON));
        assertEquals("pump true command", rig.states.getLast());
    }

    private Order order() {
        var deadline = rig.time.in(Duration.ofSeconds(3));
        return new Order(new Action.Set(ON), Optional.empty(), Cause.COMMAND, Optional.of("7f3b"), deadline);
    }
}

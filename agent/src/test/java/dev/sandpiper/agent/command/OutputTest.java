package dev.sandpiper.agent.command;

import static dev.sandpiper.agent.command.Relay.OFF;
import static dev.sandpiper.agent.command.Relay.ON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.Action;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An output opened, told something and stopped: contract section 3. */
class OutputTest {
    private final Pump pump = new Pump();

    @Test
    void itIsOpenedAtItsInitialValueAndSaysSo() {
        pump.start(pump.relay.config(ON, OFF, Optional.empty(), Optional.empty()));
        assertEquals(List.of(true), pump.relay.levels);
        assertEquals(List.of("value:true,cause:start"), pump.states);
        assertEquals(Optional.of(ON), pump.output().report().value());
    }

    @Test
    void aCommandIsCarriedOutAndTheStateNamesIt() {
        pump.start();
        assertEquals(new Outcome.Done(ON), pump.set(ON));
        assertEquals("value:true,cause:command,command:7f3a", pump.states.getLast());
    }

    @Test
    void aStopTriesTheSafeValueMoreThanOnce() {
        pump.start();
        pump.set(ON);
        pump.relay.refusals = 2;
        pump.output().shutdown();
        assertEquals("value:false,cause:shutdown", pump.states.getLast());
        assertTrue(pump.relay.closed);
    }

    @Test
    void butNotForEver() {
        pump.start();
        pump.set(ON);
        pump.relay.refusals = 4;
        pump.output().shutdown();
        assertEquals(1, pump.relay.refusals);
        assertTrue(pump.relay.closed);
    }

    @Test
    void aDriversDefectIsAnsweredLikeAFaultAndMaxOnIsTriedAgain() {
        pump.start(pump.relay.config(OFF, OFF, Optional.of(Duration.ofMinutes(10)), Optional.empty()));
        pump.set(ON);
        pump.relay.defective = true;
        assertInstanceOf(Outcome.Refused.class, pump.set(OFF));
        pump.pass(Duration.ofMinutes(11));
        assertEquals(Optional.of(ON), pump.output().report().value());
        pump.relay.defective = false;
        pump.pass(2);
        assertEquals("value:false,cause:max-on", pump.states.getLast());
    }

    @Test
    void aValueItHasAlreadyIsDoneWithoutANewState() {
        pump.start();
        assertEquals(new Outcome.Done(OFF), pump.set(OFF));
        assertEquals(1, pump.states.size());
    }

    @Test
    void toggleChangesOverAndAnswersWithTheNewValue() {
        pump.start();
        assertEquals(new Outcome.Done(ON), pump.output().carryOut(pump.order(Relay.TOGGLE)));
        assertEquals(new Outcome.Done(OFF), pump.output().carryOut(pump.order(Relay.TOGGLE)));
    }

    @Test
    void aDeviceThatSaysNoFailsTheCommandAndKeepsItsValue() {
        pump.start();
        pump.relay.stuck = true;
        var refused = assertInstanceOf(Outcome.Refused.class, pump.set(ON));
        assertEquals(Outcome.failed("pump: it is stuck"), refused);
        assertEquals(
                Optional.of("did not obey: it is stuck"), pump.output().report().fault());
        assertEquals(Optional.of(OFF), pump.output().report().value());
        pump.relay.stuck = false;
        pump.set(ON);
        assertEquals(Optional.empty(), pump.output().report().fault());
    }

    @Test
    void aDeviceThatCannotBeOpenedIsTriedAgain() {
        pump.relay.absent = true;
        pump.start();
        assertEquals(Outcome.failed("cannot be opened: pin 22 is in use by another program"), pump.set(ON));
        pump.relay.absent = false;
        pump.pass(10);
        assertEquals(List.of("value:false,cause:start"), pump.states);
        assertEquals(Optional.empty(), pump.output().report().fault());
    }

    @Test
    void anOrderThatComesTooLateIsNotCarriedOut() {
        pump.start();
        var late = pump.order(new Action.Set(ON));
        pump.time.pass(Duration.ofSeconds(3));
        assertEquals(
                Outcome.failed("the hardware was busy for too long"),
                pump.output().carryOut(late));
        assertEquals(List.of(false), pump.relay.levels);
    }

    @Test
    void aStopMakesItSafeAndNothingMovesItAfterwards() {
        pump.start();
        pump.set(ON, 30);
        pump.output().shutdown();
        assertEquals("value:false,cause:shutdown", pump.states.getLast());
        assertTrue(pump.relay.closed);
        assertInstanceOf(Outcome.Refused.class, pump.set(ON));
        pump.pass(3600);
        assertEquals(List.of(false, true, false), pump.relay.levels);
    }

    @Test
    void aStopOfADeviceThatWasNeverOpenedDoesNoHarm() {
        pump.relay.absent = true;
        pump.start();
        pump.output().shutdown();
        assertFalse(pump.relay.closed);
    }
}

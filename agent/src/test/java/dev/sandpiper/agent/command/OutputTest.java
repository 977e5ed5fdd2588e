package dev.sandpiper.agent.command;

import static dev.sandpiper.agent.command.Relay.OFF;
import static dev.sandpiper.agent.command.Relay.ON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.agent.store.Kind;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Value;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What keeps an output safe without anybody being online: contract section 3. */
class OutputTest {
    private static final Optional<Duration> NEVER = Optional.empty();
    private static final Optional<Duration> TEN_MINUTES = Optional.of(Duration.ofMinutes(10));
    private static final Optional<Duration> TWO_MINUTES = Optional.of(Duration.ofMinutes(2));

    private final SimulatedTime time = new SimulatedTime();
    private final Relay relay = new Relay();
    private final List<String> states = new ArrayList<>();

    private Output pump(ActuatorConfig config) throws DeviceFault {
        var clock = new SimulatedBoard.Clock(time::now, time::wall);
        var board = new SimulatedBoard(SimulatedBoard.Setup.plain(), clock, complaint -> {});
        var output = new Output(
                config, new Common(board, time, this::note, new Interlocks(List.of(config), time), Past.NONE));
        output.run();
        return output;
    }

    private void note(Draft state) {
        assertEquals(Kind.STATE, state.kind());
        assertEquals("pump", state.id());
        states.add(state.body().replace("\"", ""));
    }

    /** Runs the output whenever it asks for it until that much time has passed. */
    private void pass(Output output, Duration span) {
        var end = time.in(span);
        for (var due = output.run(); time.in(due) < end; due = output.run()) time.pass(due);
        time.advanceTo(end);
        output.run();
    }

    private void pass(Output output, int seconds) {
        pass(output, Duration.ofSeconds(seconds));
    }

    private Order order(Action action, Optional<Duration> holdFor) {
        return new Order(action, holdFor, Cause.COMMAND, Optional.of("7f3a"), time.in(Duration.ofSeconds(3)));
    }

    private Outcome set(Output output, Value value) {
        return output.carryOut(order(new Action.Set(value), Optional.empty()));
    }

    private Outcome set(Output output, Value value, int seconds) {
        return output.carryOut(order(new Action.Set(value), Optional.of(Duration.ofSeconds(seconds))));
    }

    @Test
    void itIsOpenedAtItsInitialValueAndSaysSo() throws DeviceFault {
        var pump = pump(relay.config(ON, OFF, NEVER, NEVER));
        assertEquals(List.of(true), relay.levels);
        assertEquals(List.of("value:true,cause:start"), states);
        assertEquals(Optional.of(ON), pump.report().value());
    }

    @Test
    void aCommandIsCarriedOutAndTheStateNamesIt() throws DeviceFault {
        var pump = pump(relay.plain());
        assertEquals(new Outcome.Done(ON), set(pump, ON));
        assertEquals("value:true,cause:command,command:7f3a", states.getLast());
    }

    @Test
    void aStopTriesTheSafeValueMoreThanOnce() throws DeviceFault {
        var pump = pump(relay.plain());
        set(pump, ON);
        relay.refusals = 2;
        pump.shutdown();
        assertEquals("value:false,cause:shutdown", states.getLast());
        assertTrue(relay.closed);
    }

    @Test
    void aDriversDefectIsAnsweredLikeAFaultAndMaxOnIsTriedAgain() throws DeviceFault {
        var pump = pump(relay.config(OFF, OFF, TEN_MINUTES, NEVER));
        set(pump, ON);
        relay.defective = true;
        assertInstanceOf(Outcome.Refused.class, set(pump, OFF));
        pass(pump, Duration.ofMinutes(11));
        assertEquals(Optional.of(ON), pump.report().value());
        relay.defective = false;
        pass(pump, 2);
        assertEquals("value:false,cause:max-on", states.getLast());
    }

    @Test
    void aChipThatMayForgetItsValueIsLookedAfterEveryTenSeconds() throws DeviceFault {
        var pump = pump(relay.plain());
        pass(pump, 9);
        assertEquals(0, relay.tended);
        pass(pump, 1);
        assertEquals(1, relay.tended);
        relay.forgetful = true;
        pass(pump, 30);
        assertEquals(4, relay.tended);
        assertFalse(relay.forgetful);
        assertEquals(Optional.empty(), pump.report().fault());
    }

    @Test
    void aValueThatWasRestoredIsAStateAndAProblemUntilTheNextLook() throws DeviceFault {
        var pump = pump(relay.plain());
        set(pump, ON);
        relay.forgetful = true;
        pass(pump, 10);
        assertEquals("value:true,cause:fault", states.getLast());
        assertEquals(Optional.of("it had forgotten"), pump.report().fault());
        assertEquals(Optional.of(ON), pump.report().value());
        var told = states.size();
        pass(pump, 10);
        assertEquals(Optional.empty(), pump.report().fault());
        assertEquals(told, states.size());
    }

    @Test
    void oneThatDoesNotAnswerIsToldAndLookedAfterLessAndLessOften() throws DeviceFault {
        var pump = pump(relay.plain());
        relay.stuck = true;
        pass(pump, 10);
        assertEquals(
                Optional.of("cannot be looked after: it does not answer"),
                pump.report().fault());
        pass(pump, Duration.ofHours(1));
        assertTrue(relay.tended < 20, "looks: " + relay.tended);
        relay.stuck = false;
        pass(pump, Duration.ofMinutes(5));
        assertEquals(Optional.empty(), pump.report().fault());
        var looks = relay.tended;
        pass(pump, 60);
        assertEquals(looks + 6, relay.tended);
    }

    @Test
    void aLookThatGoesWellDoesNotHideThatACommandWasNotObeyed() throws DeviceFault {
        var pump = pump(relay.plain());
        relay.refusals = 1;
        set(pump, ON);
        pass(pump, 60);
        assertEquals(Optional.of("did not obey: it is stuck"), pump.report().fault());
    }

    @Test
    void aDefectWhileLookingIsTold() throws DeviceFault {
        var pump = pump(relay.plain());
        relay.defective = true;
        pass(pump, 10);
        assertTrue(pump.report().fault().orElseThrow().startsWith("cannot be looked after: the driver has a defect"));
    }

    @Test
    void aValueItHasAlreadyIsDoneWithoutANewState() throws DeviceFault {
        var pump = pump(relay.plain());
        assertEquals(new Outcome.Done(OFF), set(pump, OFF));
        assertEquals(1, states.size());
    }

    @Test
    void toggleChangesOverAndAnswersWithTheNewValue() throws DeviceFault {
        var pump = pump(relay.plain());
        assertEquals(new Outcome.Done(ON), pump.carryOut(order(Relay.TOGGLE, Optional.empty())));
        assertEquals(new Outcome.Done(OFF), pump.carryOut(order(Relay.TOGGLE, Optional.empty())));
    }

    @Test
    void forGoesBackToTheValueBefore() throws DeviceFault {
        var pump = pump(relay.plain());
        set(pump, ON, 30);
        pass(pump, 29);
        assertEquals(Optional.of(ON), pump.report().value());
        pass(pump, 1);
        assertEquals("value:false,cause:revert", states.getLast());
        assertEquals(List.of(false, true, false), relay.levels);
    }

    @Test
    void aRenewedForGoesBackToTheValueBeforeTheFirst() throws DeviceFault {
        var pump = pump(relay.plain());
        set(pump, ON, 30);
        pass(pump, 20);
        set(pump, ON, 30);
        pass(pump, 29);
        assertEquals(Optional.of(ON), pump.report().value());
        pass(pump, 1);
        assertEquals(Optional.of(OFF), pump.report().value());
    }

    @Test
    void aNewCommandEndsFor() throws DeviceFault {
        var pump = pump(relay.plain());
        set(pump, ON, 30);
        set(pump, ON);
        pass(pump, 3600);
        assertEquals(Optional.of(ON), pump.report().value());
    }

    @Test
    void aRevertThatTheDeviceDoesNotTakeIsTriedUntilItDoes() throws DeviceFault {
        var pump = pump(relay.plain());
        set(pump, ON, 30);
        relay.stuck = true;
        pass(pump, 60);
        assertEquals(
                Optional.of("does not go to false: it is stuck"), pump.report().fault());
        relay.stuck = false;
        pass(pump, 2);
        assertEquals("value:false,cause:revert", states.getLast());
        assertEquals(Optional.empty(), pump.report().fault());
    }

    @Test
    void maxOnEndsWhatIsOnAndARepeatedOnDoesNotExtendIt() throws DeviceFault {
        var pump = pump(relay.config(OFF, OFF, TEN_MINUTES, NEVER));
        set(pump, ON);
        pass(pump, 599);
        set(pump, ON);
        assertEquals(Optional.of(ON), pump.report().value());
        pass(pump, 1);
        assertEquals("value:false,cause:max-on", states.getLast());
    }

    @Test
    void maxOnCountsFromTheStartWhereTheInitialValueIsNotSafe() throws DeviceFault {
        var pump = pump(relay.config(ON, OFF, TEN_MINUTES, NEVER));
        pass(pump, 600);
        assertEquals("value:false,cause:max-on", states.getLast());
    }

    @Test
    void offAndOnAgainBeginsMaxOnAnew() throws DeviceFault {
        var pump = pump(relay.config(OFF, OFF, TEN_MINUTES, NEVER));
        set(pump, ON);
        pass(pump, 500);
        set(pump, OFF);
        set(pump, ON);
        pass(pump, 599);
        assertEquals(Optional.of(ON), pump.report().value());
        pass(pump, 1);
        assertEquals(Optional.of(OFF), pump.report().value());
    }

    @Test
    void maxOnIsStrongerThanALongerFor() throws DeviceFault {
        var pump = pump(relay.config(OFF, OFF, TEN_MINUTES, NEVER));
        set(pump, ON, 3600);
        pass(pump, 600);
        assertEquals("value:false,cause:max-on", states.getLast());
        pass(pump, 3600);
        assertEquals("value:false,cause:max-on", states.getLast());
    }

    @Test
    void maxOnIsTriedUntilTheDeviceTakesIt() throws DeviceFault {
        var pump = pump(relay.config(OFF, OFF, TEN_MINUTES, NEVER));
        set(pump, ON);
        relay.stuck = true;
        pass(pump, 700);
        relay.stuck = false;
        pass(pump, 2);
        assertEquals("value:false,cause:max-on", states.getLast());
    }

    @Test
    void anOnBetweenTwoTriesDoesNotEscapeMaxOn() throws DeviceFault {
        var pump = pump(relay.config(OFF, OFF, TEN_MINUTES, NEVER));
        set(pump, ON);
        relay.stuck = true;
        pass(pump, 600);
        relay.stuck = false;
        assertEquals(new Outcome.Done(ON), set(pump, ON));
        pass(pump, 2);
        assertEquals("value:false,cause:max-on", states.getLast());
    }

    @Test
    void anOnAfterALinkLossThatTheDeviceDidNotTakeIsStillWithinMaxOn() throws DeviceFault {
        var pump = pump(relay.config(OFF, OFF, TEN_MINUTES, TWO_MINUTES));
        pump.linkUp();
        set(pump, ON);
        pump.linkLost();
        relay.stuck = true;
        pass(pump, 120);
        relay.stuck = false;
        set(pump, ON);
        pass(pump, 480);
        assertEquals("value:false,cause:max-on", states.getLast());
    }

    @Test
    void linkLossMakesItSafeAfterItsTimeAndItStaysSoWhenTheLinkIsBack() throws DeviceFault {
        var pump = pump(relay.config(OFF, OFF, NEVER, TWO_MINUTES));
        pump.linkUp();
        set(pump, ON);
        pump.linkLost();
        pass(pump, 119);
        assertEquals(Optional.of(ON), pump.report().value());
        pass(pump, 1);
        assertEquals("value:false,cause:link-loss", states.getLast());
        pump.linkUp();
        pass(pump, 3600);
        assertEquals(Optional.of(OFF), pump.report().value());
        assertEquals(new Outcome.Done(ON), set(pump, ON));
    }

    @Test
    void aLinkThatIsBackInTimeChangesNothing() throws DeviceFault {
        var pump = pump(relay.config(OFF, OFF, NEVER, TWO_MINUTES));
        pump.linkUp();
        set(pump, ON);
        pump.linkLost();
        pass(pump, 119);
        pump.linkUp();
        pass(pump, 3600);
        assertEquals(Optional.of(ON), pump.report().value());
    }

    @Test
    void aLinkThatNeverCameCountsAsLostFromTheStart() throws DeviceFault {
        var pump = pump(relay.config(ON, OFF, NEVER, TWO_MINUTES));
        pass(pump, 120);
        assertEquals("value:false,cause:link-loss", states.getLast());
    }

    @Test
    void linkLossEndsFor() throws DeviceFault {
        var pump = pump(relay.config(ON, OFF, NEVER, TWO_MINUTES));
        pump.linkUp();
        set(pump, OFF, 600);
        pump.linkLost();
        pass(pump, 3600);
        assertEquals(Optional.of(OFF), pump.report().value());
    }

    @Test
    void theSafeValueMayBeOn() throws DeviceFault {
        var valve = pump(relay.config(ON, ON, TEN_MINUTES, NEVER));
        set(valve, OFF);
        pass(valve, 600);
        assertEquals("value:true,cause:max-on", states.getLast());
    }

    @Test
    void aDeviceThatSaysNoFailsTheCommandAndKeepsItsValue() throws DeviceFault {
        var pump = pump(relay.plain());
        relay.stuck = true;
        var refused = assertInstanceOf(Outcome.Refused.class, set(pump, ON));
        assertEquals(Outcome.failed("pump: it is stuck"), refused);
        assertEquals(Optional.of("did not obey: it is stuck"), pump.report().fault());
        assertEquals(Optional.of(OFF), pump.report().value());
        relay.stuck = false;
        set(pump, ON);
        assertEquals(Optional.empty(), pump.report().fault());
    }

    @Test
    void aDeviceThatCannotBeOpenedIsTriedAgain() throws DeviceFault {
        relay.absent = true;
        var pump = pump(relay.plain());
        assertEquals(Outcome.failed("cannot be opened: pin 22 is in use by another program"), set(pump, ON));
        relay.absent = false;
        pass(pump, 10);
        assertEquals(List.of("value:false,cause:start"), states);
        assertEquals(Optional.empty(), pump.report().fault());
    }

    @Test
    void anOrderThatComesTooLateIsNotCarriedOut() throws DeviceFault {
        var pump = pump(relay.plain());
        var late = order(new Action.Set(ON), Optional.empty());
        time.pass(Duration.ofSeconds(3));
        assertEquals(Outcome.failed("the hardware was busy for too long"), pump.carryOut(late));
        assertEquals(List.of(false), relay.levels);
    }

    @Test
    void aStopMakesItSafeAndNothingMovesItAfterwards() throws DeviceFault {
        var pump = pump(relay.plain());
        set(pump, ON, 30);
        pump.shutdown();
        assertEquals("value:false,cause:shutdown", states.getLast());
        assertTrue(relay.closed);
        assertInstanceOf(Outcome.Refused.class, set(pump, ON));
        pass(pump, 3600);
        assertEquals(List.of(false, true, false), relay.levels);
    }

    @Test
    void aStopOfADeviceThatWasNeverOpenedDoesNoHarm() throws DeviceFault {
        relay.absent = true;
        pump(relay.plain()).shutdown();
        assertFalse(relay.closed);
    }
}

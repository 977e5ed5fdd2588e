package dev.sandpiper.agent.command;

import static dev.sandpiper.agent.command.Relay.OFF;
import static dev.sandpiper.agent.command.Relay.ON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How an open actuator is looked after: one that forgets its value, and one that does not answer. */
class TendingTest {
    private final Pump pump = new Pump();

    @Test
    void aChipThatMayForgetItsValueIsLookedAfterEveryTenSeconds() {
        pump.start();
        pump.pass(9);
        assertEquals(0, pump.relay.tended);
        pump.pass(1);
        assertEquals(1, pump.relay.tended);
        pump.relay.forgetful = true;
        pump.pass(30);
        assertEquals(4, pump.relay.tended);
        assertFalse(pump.relay.forgetful);
        assertEquals(Optional.empty(), pump.output().report().fault());
    }

    @Test
    void aValueThatWasRestoredIsAStateAndAProblemUntilTheNextLook() {
        pump.start();
        pump.set(ON);
        pump.relay.forgetful = true;
        pump.pass(10);
        assertEquals("value:true,cause:fault", pump.states.getLast());
        assertEquals(Optional.of("it had forgotten"), pump.output().report().fault());
        assertEquals(Optional.of(ON), pump.output().report().value());
        var told = pump.states.size();
        pump.pass(10);
        assertEquals(Optional.empty(), pump.output().report().fault());
        assertEquals(told, pump.states.size());
    }

    @Test
    void oneThatDoesNotAnswerIsToldAndLookedAfterLessAndLessOften() {
        pump.start();
        pump.relay.stuck = true;
        pump.pass(10);
        assertEquals(
                Optional.of("cannot be looked after: it does not answer"),
                pump.output().report().fault());
        pump.pass(Duration.ofHours(1));
        assertTrue(pump.relay.tended < 20, "looks: " + pump.relay.tended);
        pump.relay.stuck = false;
        pump.pass(Duration.ofMinutes(5));
        assertEquals(Optional.empty(), pump.output().report().fault());
        var looks = pump.relay.tended;
        pump.pass(60);
        assertEquals(looks + 6, pump.relay.tended);
    }

    @Test
    void aLookThatGoesWellDoesNotHideThatACommandWasNotObeyed() {
        pump.start();
        pump.relay.refusals = 1;
        pump.set(ON);
        pump.pass(60);
        assertEquals(
                Optional.of("did not obey: it is stuck"), pump.output().report().fault());
    }

    @Test
    void aDefectWhileLookingIsTold() {
        pump.start();
        pump.relay.defective = true;
        pump.pass(10);
        assertTrue(pump.output()
                .report()
                .fault()
                .orElseThrow()
                .startsWith("cannot be looked after: the driver has a defect"));
    }

    @Test
    void norThatItHasStillToGoSafe() {
        pump.start(pump.relay.config(OFF, OFF, Optional.of(Duration.ofMinutes(10)), Optional.empty()));
        pump.pass(Duration.ofMillis(500));
        pump.set(ON);
        pump.pass(Duration.ofMillis(594_500));
        pump.relay.stuck = true;
        pump.pass(10);
        pump.relay.stuck = false;
        pump.relay.refusals = 1000;
        pump.pass(15);
        assertEquals(
                Optional.of("does not go to false: it is stuck"),
                pump.output().report().fault());
    }
}

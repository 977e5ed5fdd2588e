package dev.sandpiper.agent.command;

import static dev.sandpiper.agent.command.OutputRig.OFF;
import static dev.sandpiper.agent.command.OutputRig.ON;
import static dev.sandpiper.agent.command.OutputRig.relay;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Action;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code initial: last}, and timers over crashes, restarts and reboots. */
class LastValueTest {
    private OutputRig rig = new OutputRig(relay("lamp").initialLast()).start();

    private void again(Guarded guarded) {
        rig = new OutputRig(guarded).start();
    }

    private void restart() {
        rig.crash();
        rig.driven.clear();
        rig.start();
    }

    @Test
    void theFirstTimeItIsSafe() {
        assertEquals(List.of("lamp false"), rig.driven);
    }

    @Test
    void itIsOpenedAtWhatItWasToldLast() {
        rig.set("lamp", ON);
        restart();
        assertEquals(List.of("lamp true"), rig.driven);
        assertEquals("lamp true start", rig.states.getLast());
    }

    @Test
    void aStopMakesItSafeAndIsNotWhatItWasTold() {
        rig.set("lamp", ON);
        rig.stop();
        assertEquals("lamp false", rig.driven.getLast());
        restart();
        assertEquals(List.of("lamp true"), rig.driven);
    }

    @Test
    void itIsKeptOverAReboot() {
        rig.set("lamp", ON);
        rig.reboot();
        rig.start();
        assertEquals("lamp true", rig.driven.getLast());
    }

    @Test
    void whatLinkLossDidIsLastToo() {
        again(relay("lamp").initialLast().onLinkLoss("1m"));
        rig.linkUp();
        rig.set("lamp", ON);
        rig.linkLost();
        rig.pass(60);
        restart();
        assertEquals(List.of("lamp false"), rig.driven);
    }

    @Test
    void theLinkIsNotLostAnewByACrash() {
        again(relay("lamp").initialLast().onLinkLoss("1m"));
        rig.linkUp();
        rig.set("lamp", ON);
        rig.linkLost();
        rig.pass(40);
        restart();
        assertEquals(List.of("lamp true"), rig.driven);
        rig.pass(20);
        assertEquals("lamp false link-loss", rig.states.getLast());
    }

    /** {@code OutputSchedulesTest}, seed 3000173. */
    @Test
    void maxOnCountsFromTheEndOfForAlsoWhereTheOutputBeginsOnAnyway() {
        again(relay("lamp").initial(ON).maxOn("60s"));
        rig.set("lamp", OFF, 10);
        rig.pass(30);
        restart();
        rig.pass(39);
        assertEquals(List.of("lamp true"), rig.driven);
        rig.pass(1);
        assertEquals(List.of("lamp true", "lamp false"), rig.driven);
    }

    /** Nothing else may commit before the crash: {@code OutputSchedulesTest}, seed 2000150. */
    @Test
    void aLossThatWasOverBeforeTheCrashDoesNotPutItOnAfterwards() {
        again(relay("lamp").initialLast().onLinkLoss("1m", ON));
        rig.linkUp();
        rig.linkLost();
        rig.pass(20);
        rig.linkUp();
        rig.pass(20);
        restart();
        rig.pass(59);
        assertEquals(List.of("lamp false"), rig.driven);
        rig.pass(1);
        assertEquals(List.of("lamp false", "lamp true"), rig.driven);
    }

    @Test
    void aLinkThatWasLostForLongMeanwhileMakesItBeginSafe() {
        again(relay("lamp").initialLast().onLinkLoss("1m"));
        rig.linkUp();
        rig.set("lamp", ON);
        rig.linkLost();
        rig.pass(40);
        rig.crash();
        rig.time.pass(Duration.ofMinutes(1));
        restart();
        assertEquals(List.of("lamp false"), rig.driven);
    }

    @Test
    void maxOnGoesOnCounting() {
        again(relay("lamp").initialLast().maxOn("10m"));
        rig.set("lamp", ON);
        rig.pass(300);
        rig.crash();
        rig.time.pass(Duration.ofMinutes(2));
        restart();
        assertEquals(List.of("lamp true"), rig.driven);
        rig.pass(179);
        assertEquals(Optional.of(ON), rig.value("lamp"));
        rig.pass(1);
        assertEquals("lamp false max-on", rig.states.getLast());
        restart();
        assertEquals(List.of("lamp false"), rig.driven);
    }

    @Test
    void soItDoesWhereItBeginsOnAnyway() {
        again(relay("lamp").initial(ON).maxOn("10m"));
        for (var crash = 0; crash < 3; crash++) {
            rig.pass(180);
            restart();
            assertEquals(List.of("lamp true"), rig.driven);
        }
        rig.pass(60);
        assertEquals("lamp false max-on", rig.states.getLast());
    }

    @Test
    void maxOnThatEndedMeanwhileMakesItBeginSafe() {
        again(relay("lamp").initialLast().maxOn("10m"));
        rig.set("lamp", ON);
        rig.crash();
        rig.time.pass(Duration.ofMinutes(10));
        restart();
        assertEquals(List.of("lamp false"), rig.driven);
    }

    @Test
    void thatComesBeforeWhatLinkLossWants() {
        again(relay("lamp").initialLast().maxOn("10m").onLinkLoss("1m", ON));
        rig.linkUp();
        rig.set("lamp", ON);
        rig.pass(590);
        rig.linkLost();
        rig.crash();
        rig.time.pass(Duration.ofMinutes(2));
        restart();
        assertEquals(List.of("lamp false"), rig.driven);
    }

    @Test
    void afterARebootNobodyKnowsHowLongItWasOnSoItIsSafe() {
        again(relay("lamp").initialLast().maxOn("10m"));
        rig.set("lamp", ON);
        rig.reboot();
        rig.start();
        assertEquals("lamp false", rig.driven.getLast());
    }

    @Test
    void forGoesOnCounting() {
        rig.set("lamp", ON, 60);
        rig.pass(40);
        restart();
        assertEquals(List.of("lamp true"), rig.driven);
        rig.pass(19);
        assertEquals(Optional.of(ON), rig.value("lamp"));
        rig.pass(1);
        assertEquals("lamp false revert", rig.states.getLast());
    }

    @Test
    void aForThatEndedMeanwhileIsOver() {
        rig.set("lamp", ON, 60);
        rig.crash();
        rig.time.pass(Duration.ofMinutes(1));
        restart();
        assertEquals(List.of("lamp false"), rig.driven);
    }

    @Test
    void afterARebootForIsOver() {
        rig.set("lamp", ON, 3600);
        rig.reboot();
        rig.start();
        assertEquals("lamp false", rig.driven.getLast());
    }

    @Test
    void aRevertToOnMeanwhileBeginsMaxOnThen() {
        again(relay("lamp").initialLast().maxOn("10m"));
        rig.set("lamp", ON);
        rig.pass(60);
        rig.set("lamp", OFF, 60);
        rig.crash();
        rig.time.pass(Duration.ofMinutes(5));
        restart();
        assertEquals(List.of("lamp true"), rig.driven);
        rig.pass(359);
        assertEquals(Optional.of(ON), rig.value("lamp"));
        rig.pass(1);
        assertEquals(Optional.of(OFF), rig.value("lamp"));
    }

    @Test
    void aCommandWhoseCommitIsMissingDoesNotCount() {
        rig.set("lamp", ON);
        var late = rig.time.in(Duration.ofSeconds(3));
        var off = new Order(new Action.Set(OFF), Optional.empty(), Cause.COMMAND, Optional.empty(), late);
        rig.output("lamp").carryOut(off);
        restart();
        assertEquals(List.of("lamp true"), rig.driven);
    }

    @Test
    void whatItDoesNotTakeAnyMoreIsNotRestored() {
        again(OutputRig.dimmer("lamp").initialLast().range(0.2, 0.5));
        rig.notebook.keepNow("lamp", "{\"boot\":\"boot-1\",\"value\":0.8}");
        restart();
        assertEquals(List.of("lamp 0.0"), rig.driven);
    }

    @Test
    void whatIsNotReadableIsNotRestored() {
        for (var text : List.of("", "true", "{}", "{\"value\":true,\"revert_at\":\"5\"}", "{\"value\":\"toggle\"}")) {
            rig.notebook.keepNow("lamp", text);
            restart();
            assertEquals(List.of("lamp false"), rig.driven, text);
        }
    }

    @Test
    void minOffComesBeforeTheLastValue() {
        again(relay("lamp").initialLast().minOff("3m"));
        rig.pass(180);
        rig.set("lamp", ON);
        restart();
        assertEquals(List.of("lamp false"), rig.driven);
        restart();
        rig.pass(180);
        assertEquals("lamp true start", rig.states.getLast());
    }

    @Test
    void whatDoesNotBeginOnLeavesNothing() {
        again(relay("lamp").maxOn("10m"));
        rig.set("lamp", ON);
        assertEquals(Map.of(), rig.notebook.written);
    }
}

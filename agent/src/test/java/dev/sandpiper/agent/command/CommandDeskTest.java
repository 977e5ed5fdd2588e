package dev.sandpiper.agent.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.KeptRows;
import dev.sandpiper.sensors.Action;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From arrival to answer: contract section 3. */
class CommandDeskTest extends DeskBench {

    @Test
    void aCommandIsCarriedOutAndAnswered() {
        arrives("pump", ON);
        assertEquals(new Action.Set(Relay.ON), carried.getFirst().order().action());
        assertEquals(Optional.of("a"), carried.getFirst().order().commandId());
        assertEquals(
                "{\"id\":\"a\",\"result\":\"done\",\"value\":true,\"ts\":\"2026-11-23T06:00:00.000Z\"}",
                new String(replies().getFirst().payload(), UTF_8));
        assertEquals(List.of(ON), acknowledged);
    }

    @Test
    void itIsJournalledOnTheDiskBeforeItIsAcknowledgedAndCarriedOut() throws Exception {
        stuck = true;
        arrives("pump", ON);
        assertEquals(1, carried.size());
        assertEquals(1, bench.sql("SELECT count(*) FROM command WHERE id = 'a' AND reply IS NULL"));
        assertEquals(List.of(ON), acknowledged);
        assertEquals(List.of(), answers());
    }

    @Test
    void theAnswerIsOnTheDiskBeforeItLeaves() throws Exception {
        arrives("pump", ON);
        assertEquals(1, bench.sql("SELECT count(*) FROM command WHERE id = 'a' AND reply LIKE '%done%'"));
        var answer = KeptRows.seenIn(bench.file().getParent()).replies().getFirst();
        assertTrue(answer.contains("\"done\""), answer);
    }

    @Test
    void oneCommandTakesTwoCommits() {
        var before = bench.store().commits();
        arrives("pump", ON);
        bench.acknowledgeAll();
        assertEquals(before + 2, bench.store().commits());
    }

    @Test
    void theSameIdIsAnsweredAgainAndNotCarriedOutAgain() {
        arrives("pump", ON);
        arrives("pump", " { \"value\" : true, \"id\" : \"\\u0061\" } ");
        assertEquals(1, carried.size());
        assertEquals("pump {id:a,result:done,value:true,duplicate:true}", answer());
    }

    @Test
    void theSameIdAfterACrashIsAnsweredAgainAndNotCarriedOutAgain() {
        arrives("pump", ON);
        restart();
        arrives("pump", ON);
        assertEquals(List.of(), carried);
        assertEquals("pump {id:a,result:done,value:true,duplicate:true}", answer());
    }

    @Test
    void theSameIdWithOtherContentIsRejectedAndTheFirstStays() {
        arrives("pump", ON);
        arrives("pump", "{\"id\":\"a\",\"value\":false}");
        assertEquals("pump {id:a,result:rejected,reason:this id was used before for another command}", answer());
        arrives("pump", ON);
        assertEquals("pump {id:a,result:done,value:true,duplicate:true}", answer());
    }

    @Test
    void aDuplicateOfACommandUnderWayIsAnsweredWithItAndAcknowledgedWithItsAnswer() {
        stuck = true;
        arrives("pump", ON);
        arrives("pump", ON);
        assertEquals(1, carried.size());
        assertEquals(1, acknowledged.size());
        carried.getFirst().told().accept(new Outcome.Done(Relay.ON));
        bench.settle();
        assertEquals(
                List.of("pump {id:a,result:done,value:true}", "pump {id:a,result:done,value:true,duplicate:true}"),
                answers());
        assertEquals(1, acknowledged.size());
        bench.acknowledgeAll();
        assertEquals(2, acknowledged.size());
    }

    @Test
    void aCommandWithoutAnIdIsCarriedOutEachTime() {
        arrives("pump", "true");
        arrives("pump", "true");
        assertEquals(2, carried.size());
        assertEquals("pump {result:done,value:true}", answer());
    }

    @Test
    void anOutputThatIsStuckFailsTheCommandAfterThreeSecondsForGood() {
        stuck = true;
        arrives("pump", ON);
        assertEquals(Duration.ofSeconds(3), desk.run());
        bench.time.pass(Duration.ofMillis(2_999));
        desk.run();
        assertEquals(List.of(), answers());
        bench.time.pass(Duration.ofMillis(1));
        turns();
        assertEquals(Duration.ofDays(1), desk.run());
        assertEquals("pump {id:a,result:failed,reason:the hardware did not answer within 3 s}", answer());
        assertTrue(bench.time.nanos() >= carried.getFirst().order().deadline(), "it may not begin any more");
        carried.getFirst().told().accept(new Outcome.Done(Relay.ON));
        bench.settle();
        assertEquals(1, answers().size());
    }

    @Test
    void whatWasBegunBeforeACrashIsAnsweredFailedAndNeverBegunAgain() {
        stuck = true;
        arrives("pump", ON);
        restart();
        assertEquals("pump {id:a,result:failed,reason:interrupted by a restart}", answer());
        arrives("pump", ON);
        assertEquals(List.of(), carried);
        assertEquals("pump {id:a,result:failed,reason:interrupted by a restart,duplicate:true}", answer());
    }

    @Test
    void itsAnswerIsOnTheDiskBeforeAnythingElseIsDone() throws Exception {
        stuck = true;
        arrives("pump", ON);
        bench.crash();
        bench.start();
        openDesk();
        assertEquals(0, bench.sql("SELECT count(*) FROM command WHERE reply IS NULL"));
        restart();
        assertEquals(List.of("pump {id:a,result:failed,reason:interrupted by a restart}"), answers());
    }

    @Test
    void soItIsAnsweredWhenItComesAgainWhereTheJournalCouldNotBeReadAtTheStart() throws Exception {
        stuck = true;
        arrives("pump", ON);
        acknowledged.clear();
        bench.crash();
        bench.start();
        deskThatRecoveredNothing();
        desk.arrived(arrival(ON));
        assertEquals(0, bench.sql("SELECT count(*) FROM command WHERE reply IS NULL"));
        assertEquals(List.of(ON), acknowledged);
        restart();
        assertEquals(List.of("pump {id:a,result:failed,reason:interrupted by a restart}"), answers());
        assertEquals(List.of(), carried);
    }

    @Test
    void theAgentAnswersItsOwnCommands() {
        arrives("agent", "{\"id\":\"1\",\"do\":\"ping\"}");
        assertEquals("agent {id:1,result:done,data:{agent:1.0.0}}", answer());
        arrives("agent", "{\"id\":\"2\",\"do\":\"read\",\"sensor\":\"air\"}");
        assertEquals("agent {id:2,result:done,data:{temperature:21.0}}", answer());
        arrives("agent", "{\"id\":\"3\",\"do\":\"health\"}");
        assertEquals("agent {id:3,result:done,data:{ok:true}}", answer());
        arrives("agent", "{\"id\":\"1\",\"do\":\"ping\"}");
        assertEquals("agent {id:1,result:done,data:{agent:1.0.0},duplicate:true}", answer());
    }
}

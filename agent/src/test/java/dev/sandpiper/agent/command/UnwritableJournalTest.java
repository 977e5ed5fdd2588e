package dev.sandpiper.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands while the journal cannot be written: what is done, what is not, and what becomes of their ids. */
class UnwritableJournalTest extends DeskBench {
    private static final String OFF = "{\"id\":\"b\",\"value\":false}";
    private static final String DONE = "pump {id:b,result:done,value:false,journalled:false}";
    private static final String FAILED =
            "pump {id:a,result:failed,reason:the device's disk cannot be written, so that it might be done twice}";

    @Test
    void withoutAJournalOnlyTheSafeValueIsTakenAndBothAreAcknowledged() throws Exception {
        bench.diskFull();
        arrives("pump", ON);
        assertEquals(FAILED, answer());
        assertEquals(List.of(), carried);
        arrives("pump", "{\"id\":\"b\",\"value\":false}");
        assertEquals("pump {id:b,result:done,value:false,journalled:false}", answer());
        assertEquals(1, carried.size());
        assertEquals(List.of(), acknowledged, "an answer that is on no disk may still be lost");
        bench.acknowledgeAll();
        assertEquals(2, acknowledged.size());
    }

    @Test
    void withoutAJournalAnOutputThatIsStuckIsToldToo() throws Exception {
        bench.diskFull();
        stuck = true;
        arrives("pump", "{\"id\":\"b\",\"value\":false}");
        bench.time.pass(Duration.ofSeconds(3));
        turns();
        assertEquals(
                "pump {id:b,result:failed,reason:the hardware did not answer within 3 s,journalled:false}", answer());
        carried.getFirst().told().accept(new Outcome.Done(Relay.OFF));
        bench.settle();
        assertEquals(1, answers().size());
    }

    @Test
    void whatWasDoneBeforeTheDiskFailedIsStillAnsweredAsDuplicate() throws Exception {
        arrives("pump", ON);
        bench.diskFull();
        arrives("pump", ON);
        assertEquals("pump {id:a,result:done,value:true,duplicate:true}", answer());
        assertEquals(1, carried.size());
    }

    @Test
    void anAnswerThatFindsTheDiskFullIsSentAndWrittenLater() throws Exception {
        stuck = true;
        arrives("pump", ON);
        bench.diskFull();
        carried.getFirst().told().accept(new Outcome.Done(Relay.ON));
        bench.settle();
        assertEquals("pump {id:a,result:done,value:true}", answer());
        bench.diskFreed();
        bench.pass(11);
        restart();
        arrives("pump", ON);
        assertEquals("pump {id:a,result:done,value:true,duplicate:true}", answer());
    }

    @Test
    void whatWasDoneWithoutAJournalIsNotDoneAgainWhenItsIdComesAgain() throws Exception {
        bench.diskFull();
        arrives("pump", OFF);
        arrives("pump", OFF);
        assertEquals(List.of(DONE, again(DONE)), answers());
        bench.diskFreed();
        bench.pass(11);
        // By now somebody may have switched it on: an old "off" must not end that.
        arrives("pump", OFF);
        assertEquals(again(DONE), answer());
        assertEquals(1, carried.size());
        restart();
        arrives("pump", OFF);
        assertEquals(again(DONE), answer());
        assertEquals(List.of(), carried);
    }

    @Test
    void aDuplicateOfWhatIsUnderWayWithoutAJournalIsAnsweredWithIt() throws Exception {
        bench.diskFull();
        stuck = true;
        arrives("pump", OFF);
        arrives("pump", OFF);
        assertEquals(1, carried.size());
        carried.getFirst().told().accept(new Outcome.Done(Relay.OFF));
        bench.settle();
        assertEquals(List.of(DONE, again(DONE)), answers());
        bench.acknowledgeAll();
        assertEquals(2, acknowledged.size());
    }

    @Test
    void whatFailedForWantOfAJournalStaysSoWhenTheDiskIsBack() throws Exception {
        bench.diskFull();
        arrives("pump", ON);
        bench.diskFreed();
        bench.pass(11);
        arrives("pump", ON);
        assertEquals(List.of(FAILED, again(FAILED)), answers());
        restart();
        arrives("pump", ON);
        assertEquals(again(FAILED), answer());
        assertEquals(List.of(), carried);
    }

    @Test
    void aCommandWithAnExpiryIsAnsweredToo() throws Exception {
        bench.diskFull();
        arrives("pump", "{\"id\":\"a\",\"value\":true,\"expires\":\"2026-11-23T06:10:00Z\"}");
        bench.pass(2);
        assertEquals(FAILED, answer());
    }

    @Test
    void whatWasAnsweredByNobodyWhenTheProcessDiedIsStillTheBrokers() throws Exception {
        bench.diskFull();
        stuck = true;
        arrives("pump", OFF);
        restart();
        assertEquals(List.of(), answers());
        assertEquals(List.of(), acknowledged);
    }

    private static String again(String answer) {
        return answer.replace("}", ",duplicate:true}");
    }
}

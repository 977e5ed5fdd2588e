package dev.sandpiper.agent.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are not carried out, and why: contract section 3. */
class RefusedCommandTest extends DeskBench {

    @Test
    void aRefusedCommandIsAcknowledgedWhenItsAnswerIs() {
        arrives("pump", "{\"id\":\"a\",\"value\":\"half\"}");
        assertEquals("pump {id:a,result:rejected,reason:pump takes true, false or \\toggle\\, not \\half\\}", answer());
        assertEquals(List.of(), acknowledged);
        bench.acknowledgeAll();
        assertEquals(1, acknowledged.size());
        assertEquals(List.of(), carried);
    }

    @Test
    void aLongValueIsNotRepeatedInTheAnswer() {
        arrives("pump", "{\"value\":\"" + "x".repeat(5_000) + "\"}");
        assertTrue(answer().endsWith("not \\" + "x".repeat(39) + "…}"), answer());
    }

    @Test
    void aRefusalIsRepeatedForTheSameId() {
        arrives("pump", "{\"id\":\"a\",\"value\":\"half\"}");
        arrives("pump", "{\"id\":\"a\",\"value\":\"half\"}");
        assertTrue(answer().endsWith(",duplicate:true}"), answer());
    }

    @Test
    void oneTooManyIsNotBegunAndStaysRefusedWhenThereIsRoomAgain() {
        tooMany = Optional.of(Outcome.rejected("pump: rate_limit is 10 in 1m: come again in 6s"));
        arrives("pump", ON);
        var refused = "pump {id:a,result:rejected,reason:pump: rate_limit is 10 in 1m: come again in 6s";
        assertEquals(refused + "}", answer());
        assertEquals(List.of(), bench.journal().unfinished());
        tooMany = Optional.empty();
        arrives("pump", ON);
        assertEquals(refused + ",duplicate:true}", answer());
        assertEquals(List.of(), carried);
        arrives("pump", ON.replace("\"a\"", "\"b\""));
        assertEquals("pump {id:b,result:done,value:true}", answer());
    }

    @Test
    void whatWasAnsweredRejectedStaysSoThoughTheProcessDiesAtOnce() {
        tooMany = Optional.of(Outcome.rejected("pump: rate_limit is 10 in 1m: come again in 6s"));
        arrives("pump", ON);
        var refused = answer();
        restart();
        tooMany = Optional.empty();
        arrives("pump", ON);
        assertEquals(refused.replace("}", ",duplicate:true}"), answer());
        assertEquals(List.of(), carried);
    }

    @Test
    void refusalsOfOneTurnCostOneCommitAndTheirAnswersNone() {
        tooMany = Optional.of(Outcome.rejected("pump: rate_limit is 10 in 1m: come again in 6s"));
        var before = bench.store().commits();
        for (var number = 0; number < 20; number++)
            desk.arrived(arrival("{\"id\":\"r%d\",\"value\":true}".formatted(number)));
        bench.settle();
        assertEquals(20, answers().size());
        assertEquals(1, bench.store().commits() - before);
        bench.acknowledgeAll();
        bench.pass(60);
        assertEquals(1, bench.store().commits() - before);
    }

    @Test
    void anEmptyPayloadIsAcknowledgedAndNothingElse() {
        arrives("pump", "");
        arrives("pump", "", true, Optional.empty());
        assertEquals(List.of("", ""), acknowledged);
        assertEquals(List.of(), bench.sent);
    }

    @Test
    void nonsenseIsRejectedUnderItsIdWhereThatCanBeRead() {
        arrives("pump", "{\"id\":\"a\",\"value\":true,\"fro\":\"30s\"}");
        assertEquals(
                "pump {id:a,result:rejected,reason:unknown key 'fro'; a command has value, id, for, expires}",
                answer());
        arrives("pump", "{\"id\":\"a\"");
        assertEquals("pump {result:rejected,reason:the payload is no valid JSON}", answer());
        assertEquals(List.of(), carried);
    }

    @Test
    void nonsenseUnderAnIdUsesItUp() {
        var nonsense = "{\"id\":\"a\",\"value\":true,\"for\":30}";
        arrives("pump", nonsense);
        var refused = answer();
        arrives("pump", nonsense);
        assertEquals(refused.replace("}", ",duplicate:true}"), answer());
        arrives("pump", ON);
        assertEquals("pump {id:a,result:rejected,reason:this id was used before for another command}", answer());
        assertEquals(List.of(), carried);
    }

    @Test
    void nonsenseUnderAnIdThatWasUsedIsAnotherCommand() {
        arrives("pump", ON);
        arrives("pump", "{\"id\":\"a\",\"value\":true,\"for\":30}");
        assertEquals("pump {id:a,result:rejected,reason:this id was used before for another command}", answer());
        arrives("pump", ON);
        assertEquals("pump {id:a,result:done,value:true,duplicate:true}", answer());
    }

    @Test
    void toggleNeedsAnId() {
        arrives("pump", "toggle");
        assertTrue(answer().contains("result:rejected"), answer());
        arrives("pump", "{\"id\":\"t\",\"value\":\"toggle\"}");
        assertEquals(Relay.TOGGLE, carried.getFirst().order().action());
    }

    @Test
    void whatIsPastItsExpiryIsExpiredAndStaysSo() {
        var command = "{\"id\":\"a\",\"value\":true,\"expires\":\"2026-11-23T06:00:00Z\"}";
        arrives("pump", command);
        assertEquals("pump {id:a,result:expired,reason:it expired at 2026-11-23T06:00:00.000Z}", answer());
        bench.time.lose(Duration.ofDays(-10));
        restart();
        arrives("pump", command);
        assertTrue(answer().endsWith(",duplicate:true}"), answer());
        assertEquals(List.of(), carried);
    }

    @Test
    void anExpiryAheadNeedsARightClock() {
        bench.time.lose(Duration.ofDays(-10));
        arrives("pump", "{\"id\":\"a\",\"value\":true,\"expires\":\"2026-11-23T07:00:00Z\"}");
        assertTrue(answer().contains("result:rejected"), answer());
        bench.time.synchronise();
        arrives("pump", "{\"id\":\"b\",\"value\":true,\"expires\":\"2026-11-23T07:00:00+00:00\"}");
        assertEquals("pump {id:b,result:done,value:true}", answer());
    }

    @Test
    void soDoesThatOfAnAgentCommand() {
        bench.time.lose(Duration.ofDays(-10));
        arrives("agent", "{\"id\":\"a\",\"do\":\"ping\",\"expires\":\"2026-11-23T07:00:00Z\"}");
        assertTrue(answer().contains("result:rejected"), answer());
    }

    @Test
    void theSafeValueNeedsNoRightClockNoIdAndIsNeverTooLate() {
        pump = new Relay().requiring("id", "expires");
        openDesk();
        bench.time.lose(Duration.ofDays(-10));
        arrives("pump", "{\"value\":false,\"expires\":\"2026-11-23T07:00:00Z\"}");
        arrives("pump", "false");
        arrivesLate("false", LONG);
        assertEquals(3, carried.size());
        assertEquals("pump {result:done,value:false}", answer());
    }

    @Test
    void aClockThatIsWronglyAheadDoesNotKeepItFromTheSafeValue() {
        bench.time.lose(Duration.ofDays(10));
        arrives("pump", "{\"id\":\"a\",\"value\":true,\"expires\":\"2026-11-23T07:00:00Z\"}");
        assertTrue(answer().contains("result:expired"), answer());
        arrives("pump", "{\"id\":\"b\",\"value\":false,\"expires\":\"2026-11-23T07:00:00Z\"}");
        assertEquals("pump {id:b,result:done,value:false}", answer());
        bench.time.synchronise();
        arrives("pump", "{\"id\":\"c\",\"value\":false,\"expires\":\"2026-11-23T05:00:00Z\"}");
        assertTrue(answer().contains("result:expired"), answer());
    }

    @Test
    void theSafeValueForAWhileIsNoSafeCommand() {
        pump = new Relay().requiring("id");
        openDesk();
        arrives("pump", "{\"value\":false,\"for\":\"30s\"}");
        assertEquals("pump {result:rejected,reason:pump requires an 'id' in each command}", answer());
    }

    @Test
    void whatIsRequiredIsRequired() {
        pump = new Relay().requiring("id", "expires");
        openDesk();
        arrives("pump", "true");
        assertEquals("pump {result:rejected,reason:pump requires an 'id' in each command}", answer());
        arrives("pump", ON);
        assertEquals("pump {id:a,result:rejected,reason:pump requires 'expires' in each command}", answer());
    }

    @Test
    void aLateCommandIsCarriedOutOnlyAfterAShortAbsence() {
        arrivesLate(ON, Duration.ofMillis(29_999));
        assertEquals("pump {id:a,result:done,value:true}", answer());
        arrivesLate("{\"id\":\"b\",\"value\":true}", Duration.ofSeconds(30));
        assertEquals("pump {id:b,result:expired,reason:it waited at the broker while the device was away}", answer());
        assertEquals(1, carried.size());
    }

    @Test
    void aLateCommandWithAnExpiryIsJudgedByThat() {
        arrivesLate("{\"id\":\"a\",\"value\":true,\"expires\":\"2026-11-23T07:00:00Z\"}", LONG);
        assertEquals("pump {id:a,result:done,value:true}", answer());
    }

    @Test
    void whatWasExpiredForBeingLateIsNotCarriedOutWhenItComesAgainLive() {
        arrivesLate(ON, LONG);
        restart();
        arrives("pump", ON);
        assertTrue(answer().startsWith("pump {id:a,result:expired"), answer());
        assertEquals(List.of(), carried);
    }

    @Test
    void aRetainedCommandIsRejectedOncePerContentAndNeverCarriedOut() {
        arrives("pump", ON, true, Optional.empty());
        assertTrue(answer().startsWith("pump {id:a,result:rejected,reason:retained messages"), answer());
        arrives("pump", ON, true, Optional.empty());
        restart();
        bench.sent.clear();
        arrives("pump", ON, true, Optional.empty());
        assertEquals(List.of(), answers());
        assertEquals(List.of(), carried);
    }

    @Test
    void twoThatComeByTurnsAreAnsweredOnceEachAlsoBeforeAnythingIsWritten() {
        for (var payload : List.of("on", "off", "on", "off"))
            desk.arrived(new Arrival(
                    "pump", payload.getBytes(UTF_8), true, Optional.empty(), () -> acknowledged.add(payload)));
        bench.settle();
        assertEquals(2, answers().size());
        bench.acknowledgeAll();
        assertEquals(4, acknowledged.size());
    }

    @Test
    void theAnswerToARetainedOneIsOnTheDiskWithTheNoteOfItAlsoWhenACommandFollowsAtOnce() {
        bench.offline();
        stuck = true;
        desk.arrived(new Arrival("pump", "on".getBytes(UTF_8), true, Optional.empty(), () -> {}));
        desk.arrived(new Arrival("pump", ON.getBytes(UTF_8), false, Optional.empty(), () -> {}));
        restart();
        assertTrue(answers().stream().anyMatch(answer -> answer.contains("retained messages")), () -> "" + answers());
    }

    @Test
    void aRetainedRefusalDoesNotUseUpTheId() {
        arrives("pump", ON, true, Optional.empty());
        arrives("pump", ON);
        assertEquals("pump {id:a,result:done,value:true}", answer());
    }

    @Test
    void anUnknownNameIsAnsweredUnderItsName() {
        arrives("fountain", ON);
        arrives("fountain", ON);
        assertEquals(
                List.of(
                        "fountain {id:a,result:rejected,reason:there is no actuator 'fountain' here}",
                        "fountain {id:a,result:rejected,reason:there is no actuator 'fountain' here,duplicate:true}"),
                answers());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Fountain",
                "#",
                "+",
                "$SYS",
                "a b",
                "ü",
                "😀",
                "7",
                "-a",
                "_a",
                "a\u0000",
                "a\n",
                "a/b",
                "../agent",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void aNameOfAnyOtherShapeIsAnsweredByTheAgentHoweverOftenAndWhateverItSays(String name) {
        for (var payload : List.of(ON, ON, "{\"id\":\"a\",\"value\":false}", "true", "nonsense", "{\"id\":\"a\""))
            arrives(name, payload);
        arrives(name, ON, true, Optional.empty());
        assertEquals(7, replies().size());
        for (var reply : replies()) {
            assertEquals("agent", reply.id());
            assertTrue(new String(reply.payload(), UTF_8).contains("\"result\":\"rejected\""));
        }
    }

    @Test
    void aNameAsLongAsATopicCanBeIsNotRepeatedInTheAnswer() {
        arrives("x".repeat(60_000), ON);
        assertTrue(replies().getFirst().payload().length < 300);
    }

    @Test
    void whatTheAgentMayNotOrCannotDoIsRejected() {
        for (var command : List.of(
                "{\"do\":\"restart\"}",
                "{\"do\":\"PING\"}",
                "{\"do\":\"read\"}",
                "{\"do\":\"read\",\"sensor\":\"soil\"}",
                "{\"do\":\"read\",\"sensor\":7}",
                "{\"do\":\"" + "x".repeat(5000) + "\"}",
                "ping")) {
            arrives("agent", command);
            assertTrue(answer().startsWith("agent {result:rejected,reason:"), answer());
            assertTrue(answer().length() < 200, answer());
        }
    }
}

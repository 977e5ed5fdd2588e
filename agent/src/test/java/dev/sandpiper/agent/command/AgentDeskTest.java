package dev.sandpiper.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that change the agent itself: contract section 4. */
class AgentDeskTest extends DeskBench {
    private static final String RESTART = "{\"id\":\"r\",\"do\":\"restart\"}";

    @BeforeEach
    void allIsAllowed() {
        allowed = Set.of("ping", "read", "health", "interval", "log", "restart");
        openDesk();
    }

    private void asked(String members) {
        arrives("agent", "{\"id\":\"%d\",%s}".formatted(replies().size(), members.replace('\'', '"')));
    }

    private String reason() {
        assertTrue(answer().contains("result:rejected,reason:"), answer());
        return answer().replaceFirst(".*reason:", "").replaceFirst("}$", "");
    }

    @Test
    void anIntervalIsHandedOnAndAnswered() {
        asked("'do':'interval','sensor':'air','every':'1h30m'");
        assertEquals(List.of("air every PT1H30M"), tasks.done);
        assertEquals("agent {id:0,result:done,data:{sensor:air}}", answer());
    }

    @Test
    void aLogLevelIsHandedOnAndAnswered() {
        asked("'do':'log','level':'debug'");
        assertEquals(List.of("log debug"), tasks.done);
        assertEquals("agent {id:0,result:done,data:{level:debug}}", answer());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'do':'interval'|'sensor' is missing; for example \\sensor\\:\\air\\",
                "'do':'interval','sensor':'soil','every':'1s'|there is no sensor 'soil' here",
                "'do':'interval','sensor':7,'every':'1s'|'sensor' must be a text, for example \\sensor\\:\\air\\",
                "'do':'interval','sensor':'air'|'every' is missing; for example \\every\\:\\10s\\",
                "'do':'interval','sensor':'air','every':10|'every' must be a text, for example \\every\\:\\10s\\",
                "'do':'interval','sensor':'air','every':'10'|'every': found 10, expected a duration 1ms to 365d; a number needs its unit, write 10s",
                "'do':'interval','sensor':'air','every':'0s'|'every': found '0s', expected a duration 1ms to 365d; correct it",
                "'do':'interval','sensor':'air','every':'366d'|'every': found '366d', expected a duration 1ms to 365d; correct it",
                "'do':'interval','sensor':'air','every':''|'every': found nothing, expected a duration 1ms to 365d; write it like 250ms, 10s, 5m, 1h30m or 2d",
                "'do':'log'|'level' is missing; for example \\level\\:\\debug\\",
                "'do':'log','level':true|'level' must be a text, for example \\level\\:\\debug\\",
                "'do':'log','level':'DEBUG'|'level' may be one of debug, info, not 'DEBUG'",
                "'do':'log','level':'debug','every':'1s'|unknown key 'every'; log has level, id, expires",
                "'do':'restart','when':'now'|unknown key 'when'; restart has id, expires",
                "'do':'dance'|'do' cannot be 'dance'; agent_commands allows health, interval, log, ping, read, restart here"
            })
    void whatIsNotRightIsRejectedWithASentence(String members, String sentence) {
        asked(members);
        assertEquals(sentence, reason());
        assertEquals(List.of(), tasks.done);
    }

    @Test
    void whatIsNotAllowedIsRejectedWithTheKeyThatAllowsIt() {
        allowed = Set.of("ping", "health");
        openDesk();
        asked("'do':'restart'");
        assertEquals("agent_commands does not allow 'restart' here, but health, ping; add it there", reason());
        allowed = Set.of();
        openDesk();
        asked("'do':'ping'");
        assertEquals("agent_commands does not allow 'ping' here, but nothing; add it there", reason());
    }

    @Test
    void aRestartNeedsAnId() {
        arrives("agent", "{\"do\":\"restart\"}");
        assertEquals("restart needs an 'id', so that it is not done twice", reason());
    }

    @Test
    void aRestartAfterWhichNothingWouldStartIsRejected() {
        tasks.wrong = Optional.of("agent.yaml:3:1: sensrs: unknown key");
        arrives("agent", RESTART);
        assertEquals("it would not start again: agent.yaml:3:1: sensrs: unknown key", reason());
    }

    @Test
    void aRestartComesOnlyWhenItsAnswerHasArrived() {
        arrives("agent", RESTART);
        desk.run();
        assertEquals("agent {id:r,result:done,data:{agent:1.0.0}}", answer());
        assertEquals(List.of(), tasks.done);
        bench.acknowledgeAll();
        assertEquals(LONG, desk.run());
        assertEquals(List.of("restart"), tasks.done);
        desk.run();
        assertEquals(List.of("restart"), tasks.done);
    }

    @Test
    void aRestartWaitsForALinkThatWasLostBeforeTheAnswerArrived() {
        arrives("agent", RESTART);
        bench.offline();
        bench.pass(Duration.ofHours(1));
        desk.run();
        assertEquals(List.of(), tasks.done);
        bench.online();
        bench.settle();
        bench.acknowledgeAll();
        desk.run();
        assertEquals(List.of("restart"), tasks.done);
    }

    @Test
    void aRestartThatComesAgainAfterTheRestartIsOnlyAnswered() {
        arrives("agent", RESTART);
        bench.acknowledgeAll();
        desk.run();
        tasks = new RecordedTasks();
        restart();
        arrives("agent", RESTART);
        bench.acknowledgeAll();
        desk.run();
        assertEquals("agent {id:r,result:done,data:{agent:1.0.0},duplicate:true}", answer());
        assertEquals(List.of(), tasks.done);
    }

    @Test
    void aRestartThatACrashForestalledIsNotDoneAnyMore() {
        arrives("agent", RESTART);
        tasks = new RecordedTasks();
        restart();
        bench.acknowledgeAll();
        desk.run();
        assertEquals("agent {id:r,result:done,data:{agent:1.0.0}}", answer());
        assertEquals(List.of(), tasks.done);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'do':'restart'", "'do':'log','level':'debug'", "'do':'interval','sensor':'air','every':'1s'"})
    void whatWaitedForLongIsNotDoneAnyMore(String members) {
        var payload = "{\"id\":\"late\",%s}".formatted(members.replace('\'', '"'));
        arrives("agent", payload, false, Optional.of(Duration.ofSeconds(30)));
        assertTrue(answer().contains("result:expired,reason:it waited at the broker"), answer());
        bench.acknowledgeAll();
        desk.run();
        assertEquals(List.of(), tasks.done);
    }

    @Test
    void whatWaitedForAMomentIsDoneAndAQuestionIsAnsweredHoweverLate() {
        var log = "{\"id\":\"soon\",\"do\":\"log\",\"level\":\"info\"}";
        arrives("agent", log, false, Optional.of(Duration.ofSeconds(29)));
        assertEquals(List.of("log info"), tasks.done);
        arrives("agent", "{\"do\":\"ping\"}", false, Optional.of(Duration.ofDays(9)));
        assertEquals("agent {result:done,data:{agent:1.0.0}}", answer());
    }

    @Test
    void whatExpiresAheadIsDoneHoweverLongItWaited() {
        var log = "{\"do\":\"log\",\"level\":\"info\",\"expires\":\"2026-11-23T06:00:01Z\"}";
        arrives("agent", log, false, Optional.of(Duration.ofDays(9)));
        assertEquals(List.of("log info"), tasks.done);
        arrives("agent", log.replace("06:00:01", "05:59:59"));
        assertTrue(answer().contains("result:expired"), answer());
        assertEquals(List.of("log info"), tasks.done);
    }

    @Test
    void withoutAJournalNothingIsChanged() throws Exception {
        bench.diskFull();
        arrives("agent", RESTART);
        assertTrue(answer().contains("result:failed,reason:the device's disk cannot be written"), answer());
        bench.acknowledgeAll();
        desk.run();
        assertEquals(List.of(), tasks.done);
    }

    @Test
    void aRestartWaitsForADiskThatDoesNotTakeItsAnswer() throws Exception {
        tasks.atPing = this::diskFull;
        arrives("agent", RESTART);
        bench.acknowledgeAll();
        assertEquals(Duration.ofSeconds(1), desk.run());
        assertEquals(List.of(), tasks.done);
        bench.diskFreed();
        bench.pass(Duration.ofMinutes(1));
        desk.run();
        assertEquals(List.of("restart"), tasks.done);
    }

    private void diskFull() {
        try {
            bench.diskFull();
        } catch (SQLException unforeseen) {
            throw new AssertionError(unforeseen);
        }
    }

    @Test
    void aRetainedRestartIsRejected() {
        arrives("agent", RESTART, true, Optional.empty());
        assertTrue(answer().contains("result:rejected,reason:retained"), answer());
        assertEquals(List.of(), tasks.done);
    }
}

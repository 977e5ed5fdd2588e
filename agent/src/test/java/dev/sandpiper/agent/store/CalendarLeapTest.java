package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes by the calendar, when that is not set, leaps by years, or comes back. */
class CalendarLeapTest {
    private static final Duration TO_1970 = Duration.ofDays(-20_000);
    private static final Duration TO_2099 = Duration.ofDays(26_000);

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;

    private StoreBench bench() {
        return bench = new StoreBench(folder);
    }

    private void answered(String id) {
        var begun = bench.journal().begin("pump", Optional.of(id), "content").orElseThrow();
        bench.journal().finish(begun, "{}");
        bench.outbox().commit();
    }

    /** Many that came at the time of the last. */
    private void answered(int many) throws Exception {
        answered("first");
        bench.sql(
                "INSERT INTO command (number, name, id, content, received, reply)"
                        + " WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < " + many + ")"
                        + " SELECT i, 'pump', 'c' || i, 'content', (SELECT received FROM command WHERE number = 1), '{}' FROM n");
    }

    private long rememberedAfter(Duration span) throws Exception {
        for (var passed = Duration.ZERO; passed.compareTo(span) < 0; passed = passed.plusMinutes(10)) {
            bench.time.pass(Duration.ofMinutes(10));
            bench.journal().forgetOld();
            bench.outbox().commit();
        }
        return bench.sql("SELECT count(*) FROM command");
    }

    @Test
    void aWrongServerForAnHourMakesTheJournalForgetNothing() throws Exception {
        bench().start();
        answered(15_000);
        assertEquals(15_000, rememberedAfter(Duration.ofHours(2)));
        bench.time.misinform(TO_2099);
        assertEquals(15_000, rememberedAfter(Duration.ofMinutes(50)));
        bench.time.synchronise();
        assertEquals(15_000, rememberedAfter(Duration.ofHours(3)));
        assertEquals(10_000, rememberedAfter(Duration.ofDays(7)));
    }

    @Test
    void idsThatCameBeforeTheClockWasSetAreNotFiftyYearsOldWhenItIs() throws Exception {
        bench().time.lose(TO_1970);
        bench.start();
        answered(15_000);
        bench.time.synchronise();
        assertEquals(15_000, rememberedAfter(Duration.ofHours(3)));
    }

    @Test
    void theyAreAsOldAsTheNextOneThatCameAfterwards() throws Exception {
        bench().time.lose(TO_1970);
        bench.start();
        answered(15_000);
        bench.time.synchronise();
        answered("after");
        assertEquals(15_001, rememberedAfter(Duration.ofDays(6)));
        assertEquals(10_000, rememberedAfter(Duration.ofDays(2)));
    }

    @Test
    void aClockThatIsNotSetForgetsNothing() throws Exception {
        bench().start();
        answered(15_000);
        bench.reboot(TO_2099);
        bench.start();
        assertEquals(15_000, rememberedAfter(Duration.ofDays(8)));
    }

    private void setOneAside() {
        bench.online();
        bench.add(Kind.GAP, "", "\"dropped\":7");
        bench.settle();
        var gap = bench.sent.stream()
                .filter(message -> message.lane() == Lane.GAP)
                .reduce((earlier, later) -> later)
                .orElseThrow();
        bench.refuses(gap, Refusal.SET_ASIDE);
        bench.pass(2);
        assertEquals(1, bench.outbox().report().aside());
    }

    @Test
    void whatWasSetAsideInAWrongFutureIsTriedAgainWhenTheClockIsRight() {
        bench().start();
        bench.time.misinform(TO_2099);
        setOneAside();
        bench.time.synchronise();
        bench.outbox().releaseOld();
        assertEquals(0, bench.outbox().report().aside());
    }

    @Test
    void aClockThatIsNotSetYetDoesNotTakeThePresentForAWrongFuture() {
        bench().start();
        setOneAside();
        bench.reboot(TO_1970);
        bench.start();
        bench.outbox().releaseOld();
        assertEquals(1, bench.outbox().report().aside());
    }

    @Test
    void aChangeThatMayHelpReleasesAllThoughTheClockIsNotSetYet() {
        bench().start();
        setOneAside();
        bench.reboot(TO_1970);
        bench.start();
        bench.outbox().releaseAll();
        assertEquals(0, bench.outbox().report().aside());
    }

    private Optional<Duration> sinceTheStop() {
        return LastStop.in(new Notes(bench.store())).orElseThrow().ago(bench.time, bench.boot);
    }

    @Test
    void onTheSameBootNoCalendarIsNeededToTellHowLongAgoTheStopWas() {
        bench().time.lose(TO_1970);
        bench.start().stop();
        bench.time.pass(Duration.ofSeconds(10));
        bench.time.suspend(Duration.ofMinutes(5));
        bench.start();
        assertEquals(Optional.of(Duration.ofSeconds(310)), sinceTheStop());
    }

    private void stopsAndBoots(Duration clockError) {
        bench.start().stop();
        bench.boot = "another";
        bench.time.pass(Duration.ofSeconds(20));
        bench.time.reboot(clockError);
        bench.start();
    }

    @Test
    void onAnotherBootTheCalendarTellsIfItIsRight() {
        bench();
        stopsAndBoots(TO_1970);
        assertEquals(Optional.empty(), sinceTheStop());
        bench.time.synchronise();
        assertEquals(Optional.of(Duration.ofSeconds(20)), sinceTheStop());
    }

    @Test
    void aStopOnAClockThatWasNotRightIsAtNoKnownTime() {
        bench().time.lose(Duration.ofSeconds(10));
        stopsAndBoots(Duration.ZERO);
        bench.time.synchronise();
        assertEquals(Optional.empty(), sinceTheStop());
    }

    @Test
    void aStopInTheFutureIsAtNoKnownTime() {
        bench().time.misinform(TO_2099);
        stopsAndBoots(Duration.ZERO);
        bench.time.synchronise();
        assertEquals(Optional.empty(), sinceTheStop());
    }
}

package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Journal.Known;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of commands, and for how long: contract section 3. */
class JournalTest {
    private static final String DONE = "{\"result\":\"done\"}";

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;

    @BeforeEach
    void aBench() {
        bench = new StoreBench(folder).start();
    }

    private Optional<String> reply(String id) {
        return bench.journal().known("pump", id).flatMap(Known::reply);
    }

    private void answered(String id) {
        var begun = bench.journal().begin("pump", Optional.of(id), "content").orElseThrow();
        bench.journal().finish(begun, DONE);
    }

    private void answered(int from, int to) throws Exception {
        bench.outbox().commit();
        bench.sql("INSERT INTO command (number, name, id, content, received, reply)"
                + " WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d)".formatted(from, to)
                + " SELECT i, 'pump', 'c' || i, 'content', " + bench.time.wall().toEpochMilli() + ", '{}' FROM n");
    }

    private void tidy() {
        bench.journal().forgetOld();
        bench.outbox().commit();
    }

    private long remembered() throws Exception {
        return bench.sql("SELECT count(*) FROM command");
    }

    @Test
    void anIdIsUnknownThenBegunThenAnswered() {
        assertEquals(Optional.empty(), bench.journal().known("pump", "a"));
        var begun = bench.journal().begin("pump", Optional.of("a"), "content").orElseThrow();
        assertEquals(
                Optional.of(new Known(begun.number(), "content", Optional.empty())),
                bench.journal().known("pump", "a"));
        bench.journal().finish(begun, DONE);
        assertEquals(Optional.of(DONE), reply("a"));
    }

    @Test
    void whatIsBegunIsOnTheDiskAtOnce() {
        bench.journal().begin("pump", Optional.of("a"), "content");
        bench.cutPower();
        bench.start();
        assertEquals(
                List.of("a"),
                bench.journal().unfinished().stream()
                        .map(begun -> begun.id().orElseThrow())
                        .toList());
    }

    @Test
    void anAnswerIsOnTheDiskWithTheNextCommit() {
        answered("a");
        bench.outbox().commit();
        bench.cutPower();
        bench.start();
        assertEquals(Optional.of(DONE), reply("a"));
        assertEquals(List.of(), bench.journal().unfinished());
    }

    @Test
    void aRefusalIsRememberedLikeAnAnswer() {
        bench.journal().refuse("pump", "a", "content", "{\"result\":\"rejected\"}");
        assertEquals(Optional.of("{\"result\":\"rejected\"}"), reply("a"));
        bench.stop();
        bench.start();
        assertEquals(Optional.of("{\"result\":\"rejected\"}"), reply("a"));
    }

    @Test
    void anIdBelongsToItsTopic() {
        answered("a");
        assertEquals(Optional.empty(), bench.journal().known("lamp", "a"));
    }

    @Test
    void anIdCanBeBegunOnceWhateverWasKnownOfItBefore() {
        assertTrue(bench.journal().begin("pump", Optional.of("a"), "content").isPresent());
        assertEquals(Optional.empty(), bench.journal().begin("pump", Optional.of("a"), "content"));
    }

    @Test
    void aCommandWithoutAnIdLeavesNothingBehind() throws Exception {
        for (var each = 0; each < 3; each++) {
            var begun = bench.journal().begin("pump", Optional.empty(), "ON").orElseThrow();
            assertEquals(1, remembered());
            bench.journal().finish(begun, DONE);
            bench.outbox().commit();
            assertEquals(0, remembered());
        }
    }

    @Test
    void anAnswerThatComesLateDoesNotMeetANewerCommand() {
        var first = bench.journal().begin("pump", Optional.empty(), "ON").orElseThrow();
        bench.journal().finish(first, DONE);
        bench.outbox().commit();
        var second = bench.journal().begin("pump", Optional.empty(), "OFF").orElseThrow();
        assertTrue(second.number() > first.number());
    }

    @Test
    void idsWithUnusualCharactersAreToldApart() {
        for (var id : List.of("a", "A", "a ", "ä", "a\u0308", "😀", "%", "_", "'", "\u0000", "a\u0000b")) answered(id);
        bench.outbox().commit();
        bench.stop();
        bench.start();
        for (var id : List.of("a", "A", "a ", "ä", "a\u0308", "😀", "%", "_", "'", "\u0000", "a\u0000b"))
            assertEquals(Optional.of(DONE), reply(id), id);
        for (var id : List.of("b", "ã", "", "*", "a\u0000")) assertEquals(Optional.empty(), reply(id), id);
    }

    @Test
    void withinAWeekMoreThanTenThousandIdsAreRemembered() throws Exception {
        answered(1, 15_000);
        bench.time.pass(Duration.ofDays(7).minusSeconds(1));
        tidy();
        assertEquals(15_000, remembered());
    }

    @Test
    void afterAWeekTheNewestTenThousandAreRemembered() throws Exception {
        answered(1, 15_000);
        bench.time.pass(Duration.ofDays(7).plusSeconds(1));
        tidy();
        assertEquals(10_000, remembered());
        assertFalse(reply("c5000").isPresent());
        assertTrue(reply("c5001").isPresent());
    }

    @Test
    void nineThousandIdsAreRememberedForEver() throws Exception {
        answered(1, 9_000);
        bench.time.pass(Duration.ofDays(3650));
        tidy();
        assertEquals(9_000, remembered());
    }

    @Test
    void commandsWithoutAnIdPushNoIdOut() throws Exception {
        answered(1, 9_000);
        bench.sql("UPDATE command SET number = number + 200000 WHERE number > 8000");
        bench.time.pass(Duration.ofDays(8));
        tidy();
        assertEquals(9_000, remembered());
    }

    @Test
    void neverMoreThanAHundredThousandAreRemembered() throws Exception {
        answered(1, 100_500);
        tidy();
        assertEquals(100_000, remembered());
        assertFalse(reply("c500").isPresent());
        assertTrue(reply("c501").isPresent());
    }

    @Test
    void whatIsBegunAndNotAnsweredIsNeverForgotten() throws Exception {
        answered(1, 15_000);
        bench.sql("UPDATE command SET reply = NULL WHERE number = 7");
        bench.time.pass(Duration.ofDays(8));
        tidy();
        assertEquals(10_001, remembered());
    }

    @Test
    void aRetainedMessageIsRefusedOncePerContentAlsoAcrossRestarts() {
        assertTrue(bench.journal().refuseRetained("pump", "digest 1"));
        assertFalse(bench.journal().refuseRetained("pump", "digest 1"));
        assertTrue(bench.journal().refuseRetained("lamp", "digest 1"));
        assertTrue(bench.journal().refuseRetained("pump", "digest 2"));
        bench.stop();
        bench.start();
        assertFalse(bench.journal().refuseRetained("pump", "digest 2"));
    }

    @Test
    void withoutADiskNothingIsBegunAndAnswersAreRememberedInMemory() throws Exception {
        answered("a");
        bench.outbox().commit();
        bench.diskFull();
        assertEquals(Optional.empty(), bench.journal().begin("pump", Optional.of("b"), "content"));
        bench.journal().refuse("pump", "c", "content", DONE);
        assertEquals(Optional.of(DONE), reply("c"));
        assertEquals(Optional.of(DONE), reply("a"));
        bench.diskFreed();
        bench.pass(11);
        bench.cutPower();
        bench.start();
        assertEquals(Optional.of(DONE), reply("c"));
    }
}

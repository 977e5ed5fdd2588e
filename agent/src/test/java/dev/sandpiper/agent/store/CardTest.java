package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.StoreBench;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written to the card, and what is not. */
class CardTest {
    @TempDir
    Path folder;

    @Test
    void anHourOfReadingsThatAreAcknowledgedWritesNothing() {
        var bench = new StoreBench(folder).start();
        bench.online();
        bench.acknowledgeAll();
        bench.pass(60);
        var commits = bench.store().commits();
        for (var second = 0; second < 3600; second++) {
            bench.reading("air", second);
            bench.settle();
            bench.acknowledgeAll();
            bench.pass(1);
        }
        assertEquals(commits, bench.store().commits());
    }

    @Test
    void aPageIsSmallSinceACommitWritesWholeOnes() throws SQLException {
        var bench = new StoreBench(folder).start();
        assertEquals(1024, bench.sql("PRAGMA page_size"));
        bench.stop();
    }

    /** As when only the last step of a commit failed: what it wrote is found in the log by the next handle. */
    private void thereAllTheSame(StoreBench bench, String text, String boot) throws SQLException {
        bench.sql("INSERT INTO kept SELECT 1, %d, 1, 0, 'air', '%s', %s, 1, 1, NULL FROM run LIMIT 1"
                .formatted(bench.run().number(), text, boot));
        bench.sql("UPDATE progress SET records = records + 1");
    }

    private StoreBench aFailedCommit() throws SQLException {
        var bench = new StoreBench(folder).start();
        bench.pass(2);
        bench.diskFull();
        bench.reading("air", 1);
        bench.pass(2);
        assertTrue(bench.store().trouble().isPresent());
        bench.diskFreed();
        return bench;
    }

    @Test
    void aCommitThatFailedAndIsThereAllTheSameIsInNobodysWay() throws SQLException {
        var bench = aFailedCommit();
        thereAllTheSame(bench, "as it was", "NULL");
        bench.pass(11);
        assertEquals(Optional.empty(), bench.store().trouble());
        assertEquals(1, bench.outbox().report().records());
        bench.stop();
        assertEquals(1, bench.sql("SELECT count(*) FROM kept"));
    }

    @Test
    void aStampThatHasLeftSinceIsNotForgottenForTheVersionThatIsThere() throws SQLException {
        var bench = aFailedCommit();
        thereAllTheSame(bench, "\"count\":1", "'boot-1'");
        bench.online();
        var left = bench.payloads(Lane.TELEMETRY).getFirst();
        bench.offline();
        bench.pass(11);
        bench.cutPower();
        bench.time.reboot(Duration.ofDays(3));
        bench.start().online();
        bench.pass(2);
        assertEquals(List.of("{\"readings\":[" + left + "]}"), bench.payloads(Lane.HISTORY));
    }

    @Test
    void whatIsAcknowledgedSinceDoesNotStayThere() throws SQLException {
        var bench = aFailedCommit();
        thereAllTheSame(bench, "as it was", "NULL");
        bench.online();
        bench.acknowledgeAll();
        bench.pass(11);
        assertEquals(Optional.empty(), bench.store().trouble());
        assertEquals(0, bench.outbox().report().records());
        assertEquals(0, bench.sql("SELECT count(*) FROM kept"));
        assertEquals(0, bench.sql("SELECT records FROM progress"));
    }

    @Test
    void aCommandWhoseBeginningFailedAndIsThereAllTheSameIsNotTakenForBegun() throws SQLException {
        var bench = new StoreBench(folder).start();
        bench.pass(2);
        bench.diskFull();
        assertEquals(Optional.empty(), bench.journal().begin("pump", Optional.of("a"), "on"));
        bench.diskFreed();
        bench.sql("INSERT INTO command VALUES (1, 'pump', 'a', 'on', 0, NULL)");
        bench.pass(11);
        assertEquals(List.of(), bench.journal().unfinished());
        assertTrue(bench.journal().begin("pump", Optional.of("a"), "on").isPresent());
    }
}

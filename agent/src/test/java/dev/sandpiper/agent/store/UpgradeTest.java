package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.StoreBench;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Database files of earlier versions: nothing that waits in them is lost. */
class UpgradeTest {
    /** As version 0.1.0 made it, copied from there. */
    private static final List<String> FIRST_SCHEMA = List.of(
            """
            CREATE TABLE run (run INTEGER PRIMARY KEY, boot TEXT NOT NULL, started INTEGER NOT NULL,
              ended INTEGER, stop TEXT, last_seq INTEGER NOT NULL DEFAULT 0)""",
            """
            CREATE TABLE kept (key INTEGER PRIMARY KEY, run INTEGER NOT NULL, seq INTEGER NOT NULL,
              kind INTEGER NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, boot TEXT, nanos INTEGER, wall INTEGER)""",
            """
            CREATE TABLE command (number INTEGER PRIMARY KEY, name TEXT NOT NULL, id TEXT, content TEXT NOT NULL,
              received INTEGER NOT NULL, reply TEXT)""",
            "CREATE UNIQUE INDEX command_id ON command (name, id) WHERE id IS NOT NULL",
            "CREATE TABLE refused_retained (name TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID",
            "PRAGMA user_version = 1",
            "INSERT INTO run VALUES (1500000000, 'boot', 1795413600000, 1795413700000, 'clean', 1)",
            """
            INSERT INTO kept VALUES (7, 1500000000, 1, 0, 'air',
              '{"ts":"2026-11-23T05:59:00.000Z","run":1500000000,"seq":1,"count":1}', NULL, NULL, NULL)""",
            "INSERT INTO kept VALUES (8, 1500000000, 0, 4, 'pump', '{\"result\":\"done\"}', NULL, NULL, NULL)",
            "INSERT INTO command VALUES (1, 'pump', 'c1', 'on', 1795413600000, '{\"result\":\"done\"}')");

    @TempDir
    private Path folder;

    private StoreBench bench;

    @BeforeEach
    void aFileOfTheFirstVersion() throws SQLException {
        bench = new StoreBench(folder);
        NativeLibrary.load();
        for (var statement : FIRST_SCHEMA) bench.sql(statement);
    }

    @Test
    void whatWaitsInAFileOfTheFirstVersionArrivesAndItsRunGoesOn() throws SQLException {
        bench.start().online();
        bench.acknowledgeAll();
        assertEquals("1-1", Counts.of(bench, "air", Lane.HISTORY));
        assertEquals(List.of("{\"result\":\"done\"}"), bench.payloads(Lane.REPLY));
        assertEquals(1_500_000_001L, bench.run().number());
        assertEquals(1, bench.sql("SELECT count(*) FROM command WHERE reply IS NOT NULL"));
        assertEquals(Database.SCHEMA, bench.sql("PRAGMA user_version"));
    }

    @Test
    void beforeTheUpgradedAgentHasRunItsOutboxCanBeLookedInto() throws Exception {
        assertEquals(2, StoredOutbox.census(folder).orElseThrow().records());
        assertEquals(1, bench.sql("PRAGMA user_version"));
    }

    @Test
    void aNoteIsFoundAgainByTheNextRunAndReplacedByItsName() {
        var notes = new Notes(bench.start().store());
        assertEquals(Optional.empty(), notes.text("keep alive"));
        assertTrue(notes.write("keep alive", "60"));
        notes.writeLater("keep alive", "30");
        bench.stop();
        assertEquals(Optional.of("30"), new Notes(bench.start().store()).text("keep alive"));
    }
}

package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.Folders;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a store, taken to a new card or put back later: no run has a number that was ever used. */
class CopiedStoreTest {
    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;
    private long first;

    @BeforeEach
    void aStoreThatKeepsSomeReadings() {
        bench = new StoreBench(folder.resolve("outbox"));
        first = bench.start().run().number();
        bench.burst("air", 1, 20);
        bench.pass(2);
    }

    private Path copy() throws IOException {
        return Files.copy(bench.file(), folder.resolve("backup.db"));
    }

    @Test
    void aCopyElsewhereBeginsAtARandomNumberAndSendsWhatItHolds() throws IOException {
        bench.stop();
        Command.run(
                "cp",
                "-r",
                folder.resolve("outbox").toString(),
                folder.resolve("copy").toString());
        assertNew(new StoreBench(folder.resolve("copy"), 2));
    }

    @Test
    void soDoesACopyWithAllAttributesAndOneThatWasTakenWhileTheAgentRan() throws IOException {
        Command.run(
                "cp",
                "-a",
                folder.resolve("outbox").toString(),
                folder.resolve("copy").toString());
        bench.stop();
        assertNew(new StoreBench(folder.resolve("copy"), 2));
    }

    private void assertNew(StoreBench copy) {
        copy.start().online();
        assertTrue(
                Math.abs(copy.run().number() - first) > 1, "run " + copy.run().number() + " behind " + first);
        copy.acknowledgeAll();
        assertEquals("1-20", Counts.of(copy, "air", Lane.HISTORY));
        assertFalse(copy.store().lostADatabase());
        var number = copy.run().number();
        copy.stop();
        assertEquals(number + 1, copy.start().run().number(), "from there on it counts");
        copy.stop();
    }

    @Test
    void anOldCopyPutBackGoesOnBehindAllThatWereUsedSince() throws IOException {
        bench.stop();
        var backup = copy();
        for (var start = 0; start < 3; start++) bench.start().stop();
        Command.run("cp", backup.toString(), bench.file().toString());
        assertEquals(first + 4, bench.start().run().number());
        bench.stop();
        Files.copy(backup, bench.file(), StandardCopyOption.REPLACE_EXISTING);
        assertEquals(first + 5, bench.start().run().number());
        bench.stop();
    }

    @Test
    void anOldCopyOfTheWholeFolderBeginsAtARandomNumber() throws IOException {
        bench.stop();
        var backup = folder.resolve("backup");
        Command.run("cp", "-a", bench.file().getParent().toString(), backup.toString());
        bench.start().stop();
        Folders.delete(bench.file().getParent());
        Command.run("cp", "-a", backup.toString(), bench.file().getParent().toString());
        var number = bench.start().run().number();
        assertTrue(number > first + 1 || number < first, "run " + number + " behind " + first);
        bench.stop();
    }

    @Test
    void anotherCardIsKnownByItsNumber() throws IOException {
        bench.stop();
        var device = (long) Files.getAttribute(folder, "unix:dev");
        var card = Files.createDirectories(folder.resolve("sys/dev/block/0:" + device + "/device"));
        Files.writeString(card.resolve("cid"), "035344534c31364780a1b2c3d4012300\n");
        var mark = Mark.of(7, folder, folder.resolve("sys"));
        assertEquals("035344534c31364780a1b2c3d4012300", mark.card());
        assertTrue(mark.isAtHome(folder, folder.resolve("sys")));
        Files.writeString(card.resolve("cid"), "1b534d454231513530a1b2c3d4015600\n");
        assertFalse(mark.isAtHome(folder, folder.resolve("sys")));
        assertTrue(
                mark.isAtHome(folder, folder.resolve("absent")), "where no number is to be had nothing is concluded");
    }

    @Test
    void aFolderThatWasNeverMarkedIsTakenForTheSame() throws Exception {
        bench.stop();
        bench.sql("DELETE FROM note WHERE name = 'marked'");
        Command.run(
                "cp",
                "-r",
                folder.resolve("outbox").toString(),
                folder.resolve("copy").toString());
        assertEquals(
                first + 1, new StoreBench(folder.resolve("copy")).start().run().number());
    }
}

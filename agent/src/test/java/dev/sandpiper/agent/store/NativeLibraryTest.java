package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.loop.SystemTime;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
    @TempDir
    private Path folder;

    @Test
    void theLoadedFileIsDeletedAlreadySoThatAKillLeavesNothing() throws Exception {
        new Store(folder, 64 << 20, SystemTime.alwaysRight()).close();
        var mapped = Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains("libsqlitejdbc"))
                .toList();
        assertFalse(mapped.isEmpty());
        assertTrue(mapped.stream().allMatch(line -> line.endsWith("(deleted)")), mapped.toString());
    }
}

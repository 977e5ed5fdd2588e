package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.testing.MemoryDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Outputs with rules drawn by chance, and what can happen to them. Failing seeds are printed and replay: {@code
 * scripts/test OutputSchedulesTest#aMethod -Dseed=N}.
 */
class OutputSchedulesTest {
    @TempDir(factory = MemoryDisk.class)
    Path folder;

    @Test
    void noRuleIsBrokenInAHundredAndFiftySchedules() {
        Seeds.each(1, 150, this::check);
    }

    @Test
    @Tag("long")
    void norInTenThousandOthers() {
        Seeds.each(1_000_001, 1_010_000, this::check);
    }

    private void check(long seed) throws Exception {
        var place = Files.createDirectory(folder.resolve("seed-" + seed));
        try {
            var schedule = new OutputSchedule(seed, place);
            schedule.run();
            assertEquals(List.of(), new OutputJudge(schedule).findings(), () -> schedule.yaml);
        } finally {
            delete(place);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) Files.delete(file);
        }
        Files.delete(directory);
    }
}

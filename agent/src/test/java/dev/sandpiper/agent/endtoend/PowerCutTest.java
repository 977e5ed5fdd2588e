package dev.sandpiper.agent.endtoend;

import dev.sandpiper.agent.testing.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power of busy agents' disks is cut at random moments: they go on with what had been written to the device by then.
 * What a reader of the database had seen committed is on it.
 */
class PowerCutTest {
    private static final List<Duration> COMMIT_EVERY = List.of(Duration.ZERO, Duration.ofMillis(200));

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private Ordeal ordeal;

    @BeforeEach
    void busyAgentsWithDisksOfTheirOwn() throws IOException {
        ordeal = new Ordeal(folder);
        for (var every : COMMIT_EVERY) {
            var own = folder.resolve("commits-every-" + every.toMillis());
            try {
                ordeal.add(own, every).useDisk(LoopDisk.make(own.resolve("images"), own.resolve("disk")));
            } catch (AssertionError forbidden) {
                Assumptions.abort("only where a file may be mounted as a disk: " + forbidden.getMessage());
            }
        }
    }

    @AfterEach
    void theEnd() {
        ordeal.close();
    }

    @Test
    void whatWasCommittedBeforeOneOfEightPowerCutsArrives() {
        ordeal.survive(8, Victim::cutPower);
    }

    @Test
    @Tag("long")
    void whatWasCommittedBeforeOneOfAHundredPowerCutsArrives() {
        ordeal.survive(100, Victim::cutPower);
    }
}

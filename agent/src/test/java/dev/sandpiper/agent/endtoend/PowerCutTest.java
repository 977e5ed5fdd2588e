package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

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
 * What was certainly committed arrives, from the disk or because it had been delivered before.
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
        cut(8);
    }

    @Test
    @Tag("long")
    void whatWasCommittedBeforeOneOfAHundredPowerCutsArrives() {
        cut(100);
    }

    private void cut(int times) {
        ordeal.survive(times, Victim::cutPower);
        assertTrue(ordeal.looks() > times / 2, "only " + ordeal.looks() + " cuts have shown anything");
    }
}

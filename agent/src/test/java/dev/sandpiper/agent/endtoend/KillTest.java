package dev.sandpiper.agent.endtoend;

import dev.sandpiper.agent.testing.MemoryDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Busy agents get SIGKILL at random moments. What was on their disks arrives, unchanged. */
class KillTest {
    private static final List<Duration> COMMIT_EVERY =
            List.of(Duration.ZERO, Duration.ofMillis(200), Duration.ofMillis(800));

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private Ordeal ordeal;

    @BeforeEach
    void busyAgents() {
        ordeal = new Ordeal(folder);
        for (var every : COMMIT_EVERY) ordeal.add(folder.resolve("commits-every-" + every.toMillis()), every);
    }

    @AfterEach
    void theEnd() {
        ordeal.close();
    }

    @Test
    void whatWasCommittedBeforeOneOfTwentyKillsArrives() {
        ordeal.survive(20, Victim::kill);
    }

    @Test
    @Tag("long")
    void whatWasCommittedBeforeOneOfTwoHundredKillsArrives() {
        ordeal.survive(200, Victim::kill);
    }
}

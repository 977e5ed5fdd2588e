package dev.sandpiper.agent.loop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The kernel's clocks against what it tells in other ways. */
class KernelClockTest {

    // Its first number counts suspend, too: proc(5).
    private static double uptime() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
    }

    @Test
    void theClockThatNeverJumpsIsTheKernelsUptime() throws IOException {
        var before = uptime();
        var asked = KernelClock.sinceBoot() / 1e9;
        var after = uptime();
        assertTrue(before <= asked && asked <= after + 0.01, before + " " + asked + " " + after);
    }

    @Test
    void theKernelsErrorIsBetweenNothingAndItsLimit() {
        KernelClock.maxError().ifPresent(error -> {
            assertFalse(error.isNegative());
            assertTrue(error.compareTo(Duration.ofSeconds(17)) < 0, error.toString());
        });
    }
}

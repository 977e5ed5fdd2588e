package dev.sandpiper.agent.systemd;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelWaitTest {
    /** As a 6.12 writes it; the names are the test's. */
    private static final String STAT = "%d (%s) %s 1201 1201 1201 0 -1 4194368 84 0 0 0 0 0 0 0 20 0 19 0 5243\n";

    @TempDir
    private Path tasks;

    private void task(int id, String name, String state) throws Exception {
        Files.createDirectories(tasks.resolve("" + id));
        Files.writeString(tasks.resolve(id + "/stat"), STAT.formatted(id, name, state));
    }

    @Test
    void onlyAThreadInStateDIsHeldAndNamesMayLookLikeMore() throws Exception {
        task(1, "i2c-1", "D");
        task(2, "gpio", "S");
        task(3, "x) D (y", "R");
        Files.createDirectories(tasks.resolve("4"));
        var wait = new KernelWait(tasks);
        assertTrue(wait.holds("i2c-1"));
        assertFalse(wait.holds("gpio"));
        assertFalse(wait.holds("x) D (y"));
        assertFalse(wait.holds("i2c"));
    }

    @Test
    void theThreadsOfALoopAreFoundByTheNamesOfTheirLanes() throws Exception {
        var name = "simulated-board";
        var thread = Thread.ofPlatform().name(name).daemon().start(() -> {
            synchronized (tasks) {
                try {
                    tasks.wait();
                } catch (InterruptedException end) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        Eventually.until("the kernel has a thread of this name", () -> names().contains(name));
        thread.interrupt();
        thread.join();
        assertFalse(KernelWait.ofThisProcess().holds(name));
    }

    private static Optional<String> name(Path task) {
        try {
            return Optional.of(Files.readString(task.resolve("comm")));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    private static List<String> names() {
        try (var all = Files.list(Path.of("/proc/self/task"))) {
            return all.flatMap(task -> name(task).stream()).map(String::strip).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void whatCannotBeReadHoldsNobody() {
        assertFalse(new KernelWait(tasks.resolve("nowhere")).holds("gpio"));
    }
}

package dev.sandpiper.agent.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.NotifiedManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifySocketTest {
    @TempDir
    private Path folder;

    private static NotifySocket named(String name) {
        return NotifySocket.named(name).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"@sandpiper-test-%d", "%2$s/notify"})
    void whatIsSentArrivesAsItIs(String form) {
        var name = form.formatted(ProcessHandle.current().pid(), folder);
        try (var manager = NotifiedManager.at(name)) {
            assertTrue(named(name).send("READY=1\nSTATUS=12 sensors; 21 °C"));
            assertTrue(named(name).send("WATCHDOG=1"));
            assertEquals(List.of("READY=1\nSTATUS=12 sensors; 21 °C", "WATCHDOG=1"), manager.messages());
        }
    }

    @Test
    void aNameThatNobodyListensAtIsNoFault() {
        assertFalse(named(folder + "/nobody").send("READY=1"));
    }

    @Test
    void aManagerThatDoesNotReadHoldsNobodyUp() {
        var name = folder + "/notify";
        try (var _ = NotifiedManager.at(name)) {
            var socket = named(name);
            // The kernel queues a few hundred at most (net.unix.max_dgram_qlen).
            var taken = 0;
            while (taken < 100_000 && socket.send("WATCHDOG=1")) taken++;
            assertTrue(taken > 0 && taken < 100_000, () -> "it took all, so that this test shows nothing");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vsock:2:1234", "relative", "/%0110d"})
    void otherKindsOfNamesAreNone(String name) {
        assertEquals(Optional.empty(), NotifySocket.named(name.formatted(0)));
    }
}

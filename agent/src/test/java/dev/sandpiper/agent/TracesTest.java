package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sandpiper.agent.store.Stop.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the end of a run leaves behind on the device. */
class TracesTest {
    @TempDir
    private Path root;

    private Traces traces() {
        return new Traces(root, Optional.of(root.toString()), "boot-1");
    }

    private void resetCause(int... bytes) throws IOException {
        var register = root.resolve("proc/device-tree/chosen/bootloader/rsts");
        Files.createDirectories(register.getParent());
        var raw = new byte[bytes.length];
        for (var i = 0; i < raw.length; i++) raw[i] = (byte) bytes[i];
        Files.write(register, raw);
    }

    @Test
    void nothingIsFoundWhereNothingIs() {
        assertEquals(Set.of(), traces().found());
        assertEquals(Set.of(), new Traces(root, Optional.empty(), "boot-1").found());
    }

    // 0x1000 is a Pi that was switched on, 0x20 one that was reset, as seen on Pi 4 and 5; 0x21 after `reboot 1`.
    @ParameterizedTest
    @CsvSource({"0x1000, false", "0x1020, false", "0x20, true", "0x21, true", "0x0, false"})
    void aBoardThatWasResetIsToldFromOneThatGotPower(int register, boolean reset) throws Exception {
        resetCause(0, 0, register >> 8, register & 0xFF);
        assertEquals(reset ? Set.of(Trace.RESET) : Set.of(), traces().found());
    }

    @Test
    void aRegisterOfAnotherSizeIsNone() throws Exception {
        resetCause(0x20);
        assertEquals(Set.of(), traces().found());
    }

    @Test
    void theNoteOfTheServiceCountsForItsBootAndOnce() throws Exception {
        Files.writeString(root.resolve("watchdog"), "boot-2\n");
        assertEquals(Set.of(), traces().found());
        Files.writeString(root.resolve("watchdog"), "boot-1\n");
        assertEquals(Set.of(Trace.SERVICE_WATCHDOG), traces().found());
        traces().forget();
        assertEquals(Set.of(), traces().found());
        assertFalse(Files.exists(root.resolve("watchdog")));
    }
}

package dev.sandpiper.agent;

import dev.sandpiper.agent.store.Stop.Trace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.tinylog.Logger;

/** What the end of the last run left behind on the device. */
final class Traces {
    /** The service's {@code ExecStopPost} writes the boot's name there, after its watchdog's SIGABRT only. */
    private static final String NOTE = "watchdog";

    /**
     * PM_RSTS as the firmware found it, big-endian ("config.txt", conditional filters, in the Raspberry Pi
     * documentation).
     */
    private static final String RESETS = "proc/device-tree/chosen/bootloader/rsts";
    // bcm2835_wdt.h: HADPOR, power came back; HADWRQ, HADWRF and HADWRH, the watchdog's timer, by which a Pi also
    // reboots.
    private static final int POWER_CAME = 0x1000;
    private static final int TIMER_RAN_OUT = 0x70;

    private final Path root;
    private final Optional<Path> note;
    private final String boot;

    /**
     * @param root of the file system
     * @param state the service's directory; empty where there is no service manager
     * @param boot names the device's present boot
     */
    Traces(Path root, Optional<String> state, String boot) {
        this.root = root;
        this.note = state.map(folder -> Path.of(folder).resolve(NOTE));
        this.boot = boot;
    }

    Set<Trace> found() {
        var found = EnumSet.noneOf(Trace.class);
        if (note.flatMap(Traces::text).filter(boot::equals).isPresent()) found.add(Trace.SERVICE_WATCHDOG);
        if (reset()) found.add(Trace.RESET);
        return found;
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    private boolean reset() {
        try {
            var bytes = Files.readAllBytes(root.resolve(RESETS));
            if (bytes.length != Integer.BYTES) return false;
            var cause = ByteBuffer.wrap(bytes).getInt();
            return (cause & POWER_CAME) == 0 && (cause & TIMER_RAN_OUT) != 0;
        } catch (IOException absent) {
            return false;
        }
    }

    /** The next run must not take it for its predecessor's. */
    void forget() {
        try {
            if (note.isPresent()) Files.deleteIfExists(note.get());
        } catch (IOException unwritable) {
            Logger.debug(unwritable);
        }
    }
}

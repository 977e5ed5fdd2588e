package dev.sandpiper.agent.measure;

import dev.sandpiper.sensors.DeviceFault;
import java.time.Duration;

/** Asking a chip again at once, where that may help: lost bits and a single missing acknowledgement are no news. */
public final class Asking {
    /** A tenth of all answers may be disturbed, and one in a thousand is still reported. */
    private static final int TRIES = 3;

    /** Outlasts a burst of disturbances from a relay or a motor: 15 ms in IEC 61000-4-4. */
    public static final Duration BREATH = Duration.ofMillis(20);

    private Asking() {}

    /** @param tries how often it was asked, with the one that ended in {@code fault} */
    public static boolean againAtOnce(DeviceFault fault, int tries) {
        return tries < TRIES
                && switch (fault.nature()) {
                    case DISTURBED, SILENT, BROKEN_OFF -> true;
                    case HELD, LASTING -> false;
                };
    }
}

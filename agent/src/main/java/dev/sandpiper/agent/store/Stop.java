package dev.sandpiper.agent.store;

import java.util.Locale;
import java.util.Set;

/** How a run ended; the names in lower case are those of {@code info}. */
public enum Stop {
    /** By a signal, with everything written. */
    CLEAN,
    /** As it was asked to by a command, with everything written. */
    RESTART,
    /** The process ended, the device went on. */
    CRASH,
    /** The process or the device hung, and was ended for that. */
    WATCHDOG,
    /** The device went off. */
    POWER,
    /** Neither the run nor the kernel tells. */
    UNKNOWN;

    /** A boot's name where the kernel does not tell it: then nobody knows whether two runs were on the same. */
    public static final String NAMELESS_BOOT = "pid-";

    /** What an end leaves behind outside the database. */
    public enum Trace {
        /** The service manager's note that its watchdog ended the service on this boot. */
        SERVICE_WATCHDOG,
        /** The device began this boot by a reset and not because power came back. */
        RESET
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the run itself says so when it ends, and nothing of it is missing. */
    boolean orderly() {
        return switch (this) {
            case CLEAN, RESTART -> true;
            case CRASH, WATCHDOG, POWER, UNKNOWN -> false;
        };
    }

    /** How a run ended that did not say. */
    static Stop without(String boot, String bootNow, Set<Trace> traces) {
        if (boot.startsWith(NAMELESS_BOOT) || bootNow.startsWith(NAMELESS_BOOT)) return UNKNOWN;
        if (boot.equals(bootNow)) return traces.contains(Trace.SERVICE_WATCHDOG) ? WATCHDOG : CRASH;
        return traces.contains(Trace.RESET) ? WATCHDOG : POWER;
    }
}

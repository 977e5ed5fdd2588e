package dev.sandpiper.agent.loop;

import java.util.Locale;

/** Who vouches for the device's clock. */
public enum ClockSource {
    /** Nobody on this boot. */
    NONE,
    /** The kernel, for whoever synchronises it. */
    KERNEL,
    /** systemd-timesyncd's mark, where the kernel may not be asked. */
    TIMESYNCD,
    /** A battery-backed clock that agrees, where the kernel may not be asked. */
    RTC,
    /** {@code device: { clock: trusted }}, or a simulated board. */
    CONFIGURATION,
    /** It was right on this boot, and has been reckoned on since without a server. */
    HELD;

    /** As it stands in {@code health}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

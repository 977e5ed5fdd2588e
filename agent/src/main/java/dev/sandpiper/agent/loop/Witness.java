package dev.sandpiper.agent.loop;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.tinylog.Logger;

/**
 * Who vouches for the clock at present. The kernel's word counts alone, where it may be asked. A sandbox may forbid
 * that: then the mark that systemd-timesyncd leaves in /run when it has set the clock, or a battery-backed clock that
 * shows the same. A clock that only looks plausible is none: after a power cut a Pi begins where it stopped.
 */
final class Witness implements Supplier<ClockSource> {
    /** Where the kernel gives up: NTP_PHASE_LIMIT. Without a server the error grows by 0.5 ms a second, so in 9 h. */
    private static final Duration KERNEL_LIMIT = Duration.ofSeconds(16);

    /** When this was written. */
    private static final Instant EARLIEST = Instant.parse("2026-11-23T00:00:00Z");

    private static final Duration AGREEMENT = Duration.ofSeconds(2);

    private final Supplier<Optional<Duration>> maxError;
    private final Supplier<Instant> wall;
    private final Path mark;
    private final Path hardwareClocks;
    private final AtomicReference<ClockSource> said = new AtomicReference<>(ClockSource.KERNEL);

    /** @param root of the file system in which the other witnesses are */
    Witness(Supplier<Optional<Duration>> maxError, Supplier<Instant> wall, Path root) {
        this.maxError = maxError;
        this.wall = wall;
        this.mark = root.resolve("run/systemd/timesync/synchronized");
        this.hardwareClocks = root.resolve("sys/class/rtc");
    }

    @Override
    public ClockSource get() {
        var error = maxError.get();
        if (error.isPresent()) return error.get().compareTo(KERNEL_LIMIT) < 0 ? ClockSource.KERNEL : ClockSource.NONE;
        var instead = Files.exists(mark) ? ClockSource.TIMESYNCD : hardwareClock();
        tell(instead);
        return instead;
    }

    private ClockSource hardwareClock() {
        if (wall.get().isBefore(EARLIEST)) return ClockSource.NONE;
        try (var clocks = Files.newDirectoryStream(hardwareClocks)) {
            for (var clock : clocks) if (agrees(clock)) return ClockSource.RTC;
        } catch (IOException | DirectoryIteratorException none) {
            return ClockSource.NONE;
        }
        return ClockSource.NONE;
    }

    private boolean agrees(Path clock) {
        try {
            var shown = Instant.ofEpochSecond(Long.parseLong(
                    Files.readString(clock.resolve("since_epoch")).strip()));
            return Duration.between(shown, wall.get()).abs().compareTo(AGREEMENT) <= 0;
        } catch (IOException | NumberFormatException unreadable) {
            return false;
        }
    }

    private void tell(ClockSource instead) {
        if (said.getAndSet(instead) == instead) return;
        switch (instead) {
            case TIMESYNCD ->
                Logger.info("the kernel may not be asked about its clock here; systemd-timesyncd has set it");
            case RTC ->
                Logger.info("the kernel may not be asked about its clock here; a battery-backed clock agrees with it");
            case NONE, KERNEL, CONFIGURATION, HELD ->
                Logger.warn(
                        "the kernel may not be asked about its clock here (adjtimex), and nothing else vouches for it;"
                                + " allow the call, or set device.clock: trusted");
        }
    }
}

package dev.sandpiper.agent.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is believed about the clock. */
class WitnessTest {
    private static final Instant NOW = Instant.parse("2027-01-31T12:00:00Z");

    @TempDir
    private Path root;

    private ClockSource where(Optional<Duration> maxError, Instant now) {
        return new Witness(() -> maxError, () -> now, root).get();
    }

    private ClockSource whereTheKernelMayNotBeAsked(Instant now) {
        return where(Optional.empty(), now);
    }

    private void timesyncdHasSetTheClock() throws IOException {
        Files.createDirectories(root.resolve("run/systemd/timesync"));
        Files.createFile(root.resolve("run/systemd/timesync/synchronized"));
    }

    private void hardwareClock(String name, String sinceEpoch) throws IOException {
        var clock = Files.createDirectories(root.resolve("sys/class/rtc").resolve(name));
        Files.writeString(clock.resolve("since_epoch"), sinceEpoch + "\n");
    }

    private void hardwareClock(Instant shows) throws IOException {
        hardwareClock("rtc0", Long.toString(shows.getEpochSecond()));
    }

    @Test
    void theKernelIsBelievedUntilItsErrorHasGrownToSixteenSeconds() {
        assertEquals(ClockSource.KERNEL, where(Optional.of(Duration.ZERO), NOW));
        assertEquals(ClockSource.KERNEL, where(Optional.of(Duration.ofMillis(15_999)), NOW));
        assertEquals(ClockSource.NONE, where(Optional.of(Duration.ofSeconds(16)), NOW));
    }

    @Test
    void nobodyElseIsAskedWhereTheKernelSaysNo() throws IOException {
        timesyncdHasSetTheClock();
        hardwareClock(NOW);
        assertEquals(ClockSource.NONE, where(Optional.of(Duration.ofSeconds(16)), NOW));
    }

    @Test
    void withoutAnyWitnessAPlausibleClockIsNotBelieved() {
        assertEquals(ClockSource.NONE, whereTheKernelMayNotBeAsked(NOW));
    }

    @Test
    void timesyncdIsBelievedInstead() throws IOException {
        timesyncdHasSetTheClock();
        assertEquals(ClockSource.TIMESYNCD, whereTheKernelMayNotBeAsked(NOW));
    }

    @Test
    void aBatteryBackedClockIsBelievedInsteadIfItShowsTheSame() throws IOException {
        hardwareClock(NOW.minusSeconds(2));
        assertEquals(ClockSource.RTC, whereTheKernelMayNotBeAsked(NOW));
    }

    @Test
    void aBatteryBackedClockThatShowsSomethingElseProvesNothing() throws IOException {
        // A Pi 5 without a battery: the hardware begins in 1970, the system where it was shut down.
        hardwareClock(Instant.EPOCH.plusSeconds(30));
        assertEquals(ClockSource.NONE, whereTheKernelMayNotBeAsked(NOW));
    }

    @Test
    void twoClocksThatAgreeOnAnImpossibleTimeProveNothing() throws IOException {
        hardwareClock(Instant.EPOCH.plusSeconds(30));
        assertEquals(ClockSource.NONE, whereTheKernelMayNotBeAsked(Instant.EPOCH.plusSeconds(30)));
    }

    @Test
    void ofSeveralBatteryBackedClocksOneIsEnough() throws IOException {
        hardwareClock("rtc0", "no time set");
        Files.createDirectories(root.resolve("sys/class/rtc/rtc1"));
        hardwareClock("rtc2", Long.toString(NOW.getEpochSecond()));
        assertEquals(ClockSource.RTC, whereTheKernelMayNotBeAsked(NOW));
    }
}

package dev.sandpiper.agent.shaping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.testing.SimulatedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnergyTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LONGEST = MINUTE.multipliedBy(5).dividedBy(2);

    private final SimulatedTime time = new SimulatedTime();
    private final List<String> kept = new ArrayList<>();
    private Energy energy = new Energy(time, Optional.empty(), kept::add);

    private void add(double... watts) {
        for (var power : watts) {
            energy.add(power, LONGEST);
            time.pass(MINUTE);
        }
    }

    @Test
    void anHourOfSixtyWattsIsSixtyWattHours() {
        for (var minute = 0; minute <= 60; minute++) add(60);
        assertEquals(60, energy.wattHours(), 1e-9);
    }

    @Test
    void betweenTwoReadingsThePowerChangesEvenly() {
        add(0, 120, 0);
        assertEquals(2, energy.wattHours(), 1e-12);
    }

    @Test
    void whatIsFedBackIsTakenAway() {
        add(-60, -60);
        assertEquals(-1, energy.wattHours(), 1e-12);
    }

    @Test
    void whatNobodyMeasuredIsNotCounted() {
        add(60, 60);
        energy.interrupt();
        add(60, 60);
        assertEquals(2, energy.wattHours(), 1e-12, "a minute before the fault and one after it");
        time.pass(LONGEST);
        add(60);
        assertEquals(2, energy.wattHours(), 1e-12, "a gap");
        time.suspend(Duration.ofSeconds(10));
        add(60);
        assertEquals(2, energy.wattHours(), 1e-12, "in suspend nobody measures");
        add(60);
        assertEquals(3, energy.wattHours(), 1e-12);
    }

    @Test
    void aClockThatIsSetChangesNothing() {
        add(60);
        time.misinform(Duration.ofDays(400));
        add(60);
        time.set(Duration.ofDays(-400));
        add(60);
        assertEquals(2, energy.wattHours(), 1e-12);
    }

    @Test
    void itGoesOnAfterARestartWithoutTheTimeInBetween() {
        add(60, 60, 60);
        energy.keep();
        time.pass(Duration.ofHours(5));
        energy = new Energy(time, Optional.of(kept.getLast()), kept::add);
        assertEquals(2, energy.wattHours(), 1e-12);
        add(60, 60);
        assertEquals(3, energy.wattHours(), 1e-12);
    }

    @Test
    void itIsKeptNowAndThenNotWithEachReading() {
        for (var i = 0; i < 6000; i++) {
            energy.add(60, LONGEST);
            time.pass(Duration.ofMillis(10));
        }
        assertEquals(5, kept.size(), "in a minute");
    }

    @Test
    void whatIsNoNumberIsNotGoneOnFrom() {
        for (var text : List.of("", "NaN", "Infinity", "12 Wh"))
            assertEquals(0, new Energy(time, Optional.of(text), kept::add).wattHours(), text);
    }
}

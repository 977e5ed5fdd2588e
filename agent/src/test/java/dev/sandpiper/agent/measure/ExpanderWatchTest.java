package dev.sandpiper.agent.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.DeviceFault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExpanderWatchTest {
    private final SimulatedTime time = new SimulatedTime();
    private int looks;
    private boolean silent;

    private final ExpanderWatch watch = new ExpanderWatch(this::look, Duration.ofMillis(100), time);

    private void look() throws DeviceFault {
        looks++;
        if (silent) throw new DeviceFault("no acknowledgement from 0x20 on i2c-1");
    }

    private int looksIn(Duration span) {
        var before = looks;
        var end = time.in(span);
        for (var due = watch.run(); time.in(due) < end; due = watch.run()) time.pass(due);
        time.advanceTo(end);
        return looks - before;
    }

    @Test
    void looksAsOftenAsItsOptionSays() {
        assertEquals(10, looksIn(Duration.ofSeconds(1)));
    }

    @Test
    void looksLessAndLessOftenWhileThereIsNoAnswer() {
        silent = true;
        assertTrue(looksIn(Duration.ofMinutes(10)) < 35, "looks: " + looks);
        silent = false;
        looksIn(Duration.ofSeconds(30));
        assertEquals(10, looksIn(Duration.ofSeconds(1)), 1);
    }
}

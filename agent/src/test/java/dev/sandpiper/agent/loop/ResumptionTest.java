package dev.sandpiper.agent.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.testing.SimulatedTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What happens when the device wakes up from suspend. */
class ResumptionTest {
    private final SimulatedTime time = new SimulatedTime();
    private int wakeUps;
    private final Resumption resumption = new Resumption(time, () -> wakeUps++);

    @Test
    void timeThatPassesAwakeWakesNobody() {
        for (var hour = 0; hour < 3; hour++) {
            time.pass(Duration.ofHours(1));
            assertEquals(Duration.ofSeconds(1), resumption.run());
        }
        assertEquals(0, wakeUps);
    }

    @Test
    void eachSuspendWakesAllOnce() {
        for (var suspends = 1; suspends <= 2; suspends++) {
            time.suspend(Duration.ofSeconds(1));
            resumption.run();
            resumption.run();
            assertEquals(suspends, wakeUps);
        }
    }
}

package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.SimulatedTime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How fast the outbox fills and empties, as {@code sandpiper outbox} tells it. */
class DrainTest {
    private final SimulatedTime time = new SimulatedTime();
    private final Drain drain = new Drain(time);
    private long in;
    private long out;

    private void seconds(int count, int more, int less) {
        for (var second = 0; second < count; second++) {
            time.pass(Duration.ofSeconds(1));
            in += more;
            out += less;
            drain.note(in, out);
        }
    }

    @Test
    void anEvenStreamHasItsRate() {
        seconds(600, 20, 300);
        assertEquals(20, drain.rate().in(), 0.01);
        assertEquals(300, drain.rate().out(), 0.01);
        assertEquals(120, drain.rate().over().toSeconds(), 10);
    }

    @Test
    void shortlyAfterTheStartItIsTheRateSinceTheStart() {
        seconds(10, 3, 1);
        assertEquals(3, drain.rate().in(), 0.01);
        assertEquals(10, drain.rate().over().toSeconds());
    }

    @Test
    void whatWasBeforeTheLastMinutesDoesNotCount() {
        seconds(600, 1000, 1000);
        seconds(130, 1, 0);
        assertEquals(1, drain.rate().in(), 0.01);
        assertEquals(0, drain.rate().out());
    }

    @Test
    void aBurstAfterALongRestIsOfTheLastMinutes() {
        seconds(10, 1, 1);
        time.pass(Duration.ofHours(5));
        assertEquals(0, drain.rate().in());
        seconds(12, 10, 5);
        assertEquals(1, drain.rate().in(), 0.01);
        assertEquals(0.5, drain.rate().out(), 0.01);
    }

    @Test
    void whenAllWillBeGoneFollowsFromWhatGoesBeyondWhatComes() {
        seconds(300, 10, 110);
        assertTrue(told(1000).contains("\"drained_in\":10}"), told(1000));
        assertTrue(told(0).contains("\"drained_in\":0}"), told(0));
        seconds(300, 10, 10);
        assertTrue(told(1000).contains("\"rate\":{\"in\":10.0,\"out\":10.0,\"seconds\":12"), told(1000));
        assertTrue(told(1000).contains("\"drained_in\":null}"), told(1000));
    }

    private String told(long records) {
        var report = new OutboxReport(records, 1, "", 0, Optional.empty(), 0, 0, 0, Optional.empty(), Optional.empty());
        return drain.rate().tell(report).toString();
    }
}

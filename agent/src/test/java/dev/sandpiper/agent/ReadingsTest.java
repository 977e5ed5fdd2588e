package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.loop.Moment;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.agent.store.Kind;
import dev.sandpiper.agent.testing.SimulatedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadingsTest {
    private final SimulatedTime time = new SimulatedTime();
    private final Lane store = new Lane("store");
    private final List<String> taken = new ArrayList<>();
    private final Readings readings = new Readings(store, time, draft -> taken.add(draft.body()));

    private void keep(int from, int to) {
        IntStream.rangeClosed(from, to)
                .forEach(each -> readings.keep(new Draft(Kind.READING, "air", "" + each, Moment.now(time))));
    }

    @Test
    void aFewAreTakenAtOnce() {
        store.add(readings);
        keep(1, 3);
        assertTrue(store.run().compareTo(Duration.ofHours(1)) > 0);
        assertEquals(List.of("1", "2", "3"), taken);
    }

    @Test
    void ofManyOthersHaveTheirTurnInBetween() {
        store.add(readings);
        store.add(() -> {
            taken.add("an acknowledgement");
            return Duration.ofHours(1);
        });
        keep(1, 101);
        assertEquals(Duration.ZERO, store.run());
        assertEquals("an acknowledgement", taken.get(100));
        store.run();
        assertEquals("101", taken.get(101));
    }

    @Test
    void aStopTakesAll() {
        keep(1, 250);
        store.run();
        readings.takeAll();
        assertEquals(250, taken.size());
        assertEquals("250", taken.getLast());
    }

    @Test
    void whoReadsSensorsIsToldWhenThereIsNoMoreRoom() {
        keep(1, Readings.MOST - 1);
        assertTrue(readings.haveRoom());
        keep(0, 0);
        assertFalse(readings.haveRoom(), "also of what is still on its way");
        store.run();
        assertFalse(readings.haveRoom());
        readings.run();
        assertTrue(readings.haveRoom());
    }
}

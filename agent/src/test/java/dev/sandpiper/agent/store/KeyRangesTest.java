package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KeyRangesTest {

    @Test
    void neighboursAreOneStretch() {
        assertEquals("12-14,16-16", KeyRanges.of(List.of(14L, 12L, 16L, 13L)).toString());
        assertEquals("", KeyRanges.none().toString());
    }

    @Test
    void theTextGivesTheSameAgain() {
        for (var text : List.of("", "7-7", "1-5,7-9", "530000000000000001-530000000000000003"))
            assertEquals(text, KeyRanges.parse(text).toString());
        assertThrows(IllegalArgumentException.class, () -> KeyRanges.parse("9-7"));
        assertThrows(IllegalArgumentException.class, () -> KeyRanges.parse("9"));
    }

    @Test
    void whatLiesBetweenIsWalkedOver() {
        var ranges = KeyRanges.parse("1-5,8-9");
        assertEquals(5, ranges.behind(0));
        assertEquals(7, ranges.upTo(5));
        assertEquals(9, ranges.behind(7));
        assertEquals(Long.MAX_VALUE, ranges.upTo(9));
        assertEquals(Long.MAX_VALUE, ranges.behind(Long.MAX_VALUE));
    }

    @Test
    void joinedInAnyOrderItHasWhatBothHave() {
        var random = new Random(4);
        for (var round = 0; round < 200; round++) {
            var all = new HashSet<Long>();
            var joined = KeyRanges.none();
            for (var part = 0; part < 4; part++) {
                var keys = new ArrayList<Long>();
                for (var count = random.nextInt(20); count > 0; count--) keys.add(1 + random.nextLong(60));
                all.addAll(keys);
                joined.add(KeyRanges.of(keys));
            }
            for (var key = 0L; key < 64; key++) assertEquals(all.contains(key), joined.has(key), joined + " " + key);
        }
    }

    @Test
    void takenAwayPieceByPieceFromTheLowestOnEachIsThereOnce() {
        var random = new Random(5);
        for (var round = 0; round < 200; round++) {
            var keys = new TreeSet<Long>();
            for (var count = random.nextInt(60); count > 0; count--) keys.add(1 + random.nextLong(90));
            var ranges = KeyRanges.of(keys);
            while (!ranges.isEmpty()) {
                assertEquals(keys.size(), ranges.keys());
                var first = ranges.first(1 + random.nextInt(9));
                ranges.removeFirst(first);
                for (var left = first.keys(); left > 0; left--) assertTrue(first.has(keys.removeFirst()));
            }
            assertEquals(0, ranges.keys());
            assertTrue(keys.isEmpty());
        }
    }

    @Test
    void anEmptyOneHasNothing() {
        assertFalse(KeyRanges.none().has(1));
        assertTrue(KeyRanges.parse("1-1").has(1));
    }
}

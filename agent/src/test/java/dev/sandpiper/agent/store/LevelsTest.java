package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Levels.Region;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which records are thinned next, by how often and how long ago. */
class LevelsTest {
    @Test
    void theOldestComesFirst() {
        var levels = Levels.of("", 0);
        assertEquals(Optional.of(new Region(0, 0, 1000)), levels.next(1, 1000, 1));
    }

    @Test
    void whatWasThinnedOnceWaitsUntilItIsFourTimesAsOldAsWhatWasNot() {
        var levels = Levels.of("600", 1000);
        assertEquals(0, levels.next(1, 2398, 1).orElseThrow().level(), "1,798 behind against a quarter of 2,398");
        levels = Levels.of("600", 1000);
        assertEquals(1, levels.next(1, 798, 1).orElseThrow().level(), "198 behind against a quarter of 798");
    }

    @Test
    void aPartTooSmallToBeWorthATransactionWaits() {
        assertEquals(1, Levels.of("900", 1000).next(1, 1000, 200).orElseThrow().level());
    }

    @Test
    void withoutAPartThatIsLargeEnoughTheNextOneIsTakenAllTheSame() {
        assertTrue(Levels.of("900", 1000).next(1, 1000, 10_000).isPresent());
        assertEquals(Optional.empty(), Levels.of("", 0).next(1, 0, 1));
    }

    @Test
    void whatIsNotedIsTakenUpButNeverOfKeysThatBeginAnew() {
        var levels = Levels.of("900,500", 1000);
        assertEquals("900,500", levels.noted());
        assertEquals("30,30", Levels.of("900,500", 30).noted());
        assertEquals("0,0", Levels.of("900,500", 0).noted());
    }

    // 3,000 places for 100,000 records, each kept with its key, thinned to every other one.
    @Test
    void whatIsFourTimesAsOldIsHalfAsDense() {
        var kept = new TreeSet<Long>();
        var levels = Levels.of("", 0);
        var random = new Random(1);
        for (var key = 1L; key <= 100_000; key++) {
            kept.add(key);
            while (kept.size() > 3000) thin(kept, levels, random);
        }
        for (var age = 3_000; age <= 20_000; age *= 2) {
            var young = density(kept, age);
            var old = density(kept, age * 4);
            assertTrue(
                    young / old > 1.2 && young / old < 3.4,
                    "at age %d %f, four times as old %f".formatted(age, young, old));
        }
        assertTrue(
                kept.headSet(25_000L).size() > 250,
                "of the oldest quarter " + kept.headSet(25_000L).size());
    }

    private static void thin(TreeSet<Long> kept, Levels levels, Random random) {
        var region = levels.next(kept.first(), kept.last(), 100).orElseThrow();
        var part = kept.subSet(region.after(), false, region.upTo(), true).stream()
                .limit(200)
                .toList();
        levels.thinned(region, part.size() < 200 ? region.upTo() : part.getLast());
        for (var at = random.nextInt(2); at < part.size(); at += 2) kept.remove(part.get(at));
    }

    private static double density(TreeSet<Long> kept, long age) {
        var middle = 100_000 - age;
        var around = age / 4;
        return kept.subSet(middle - around, middle + around).size() / (2.0 * around);
    }
}

package dev.sandpiper.agent.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration MIN = Duration.ofSeconds(1);
    private static final Duration MAX = Duration.ofSeconds(60);

    private static Backoff drawing(double share) {
        RandomGenerator always = new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return share;
            }
        };
        return new Backoff(MIN, MAX, always);
    }

    @Test
    void theLongestPauseDoublesUpToTheLimit() {
        var longest = drawing(1);
        var pauses = IntStream.range(0, 8).mapToObj(each -> longest.next().toSeconds());
        assertEquals(
                "2 4 8 16 32 60 60 60",
                String.join(" ", pauses.map(String::valueOf).toList()));
    }

    @Test
    void theShortestPauseIsNeverBelowTheLeast() {
        var shortest = drawing(0);
        for (var attempt = 0; attempt < 100; attempt++) assertEquals(MIN, shortest.next());
    }

    @Test
    void pausesAreSpreadOverTheWholeRange() {
        var backoff = new Backoff(MIN, MAX, new Random(1));
        for (var attempt = 0; attempt < 10; attempt++) backoff.next();
        var pauses = IntStream.range(0, 1000)
                .mapToLong(each -> backoff.next().toSeconds())
                .summaryStatistics();
        assertTrue(pauses.getMin() <= 2 && pauses.getMax() >= 58 && pauses.getMax() <= 60, pauses.toString());
        assertEquals(30.5, pauses.getAverage(), 2);
    }

    @Test
    void afterSuccessThePausesAreShortAgain() {
        var backoff = drawing(1);
        for (var attempt = 0; attempt < 10; attempt++) backoff.next();
        backoff.reset();
        assertEquals(Duration.ofSeconds(2), backoff.next());
    }

    @Test
    void whatMayBeLostByManyAtOnceIsTriedAgainOverHalfOfTheLimit() {
        var longest = drawing(1);
        longest.spread();
        assertEquals(Duration.ofSeconds(30), longest.next());
        assertEquals(MAX, longest.next());
        longest.spread();
        assertEquals(MAX, longest.next(), "a longer pause stays");
        var shortest = drawing(0);
        shortest.spread();
        assertEquals(MIN, shortest.next());
    }

    @Test
    void monthsOfFailuresDoNotOverflow() {
        var backoff = drawing(1);
        for (var attempt = 0; attempt < 100_000; attempt++) backoff.next();
        assertEquals(MAX, backoff.next());
    }

    @Test
    void whereLeastAndLimitAreTheSameThePauseIsThat() {
        var even = new Backoff(MIN, MIN, new Random(1));
        assertEquals(MIN, even.next());
        even.spread();
        assertEquals(MIN, even.next());
    }
}

package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Half an hour of bad weather, thousands of times. A failing seed is printed and replays: {@code scripts/test
 * LinkSimulationTest -Dseed=N}.
 */
class LinkSimulationTest {
    private static final Pattern NUMBER = Pattern.compile("\\{\"number\":(\\d+),.*");

    private final List<Duration> returns = new ArrayList<>();
    private final List<Duration> seenReturns = new ArrayList<>();

    @Test
    void theLinkComesBackFromWhateverTheNetworkDoes() {
        var seed = Long.getLong("seed");
        if (seed != null) {
            check(seed);
            return;
        }
        for (var each = 1L; each <= 2000; each++) check(each);
        assertTrue(
                median(returns).compareTo(LinkSimulation.RECONNECT_MAX.dividedBy(2)) < 0, "median " + median(returns));
    }

    @Test
    @Tag("long")
    void norInTenThousandOtherSchedules() {
        for (var each = 1_000_001L; each <= 1_010_000; each++) check(each);
    }

    private static Duration median(List<Duration> durations) {
        return durations.stream().sorted().toList().get(durations.size() / 2);
    }

    private void check(long seed) {
        var simulation = new LinkSimulation(seed);
        try {
            simulation.run();
            everyNumberArrivedInOrder(simulation);
            everyCommandArrived(simulation);
            assertEquals(List.of(), simulation.network.findings().violations);
            assertEquals(List.of(), simulation.feed.wrong);
            assertTrue(simulation.link.stopped(), "it stopped");
            returns.addAll(simulation.network.findings().returns);
            seenReturns.addAll(simulation.network.findings().seenReturns);
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError("seed " + seed + ": " + failed, failed);
        }
    }

    private static void everyNumberArrivedInOrder(LinkSimulation simulation) {
        var arrived = new HashSet<Long>();
        var connection = 0L;
        var before = 0L;
        for (var message : simulation.network.broker().received) {
            var matcher = NUMBER.matcher(message.payload());
            if (!matcher.matches()) continue;
            var number = Long.parseLong(matcher.group(1));
            arrived.add(number);
            if (message.connection() == connection) assertTrue(number > before, number + " came behind " + before);
            connection = message.connection();
            before = number;
        }
        assertEquals(simulation.feed.numbers(), arrived.size(), "all numbers arrived");
    }

    private static void everyCommandArrived(LinkSimulation simulation) {
        var missing = new HashSet<>(simulation.feed.commanded);
        missing.removeAll(simulation.feed.heard);
        missing.removeAll(simulation.lostCommands());
        assertEquals(new HashSet<>(), missing, "commands that never arrived");
    }
}

package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Half an hour of bad weather, thousands of times. Failing seeds are printed and replay: {@code scripts/test
 * LinkSimulationTest -Dseed=N}.
 */
class LinkSimulationTest {
    private static final Pattern NUMBER = Pattern.compile("\\{\"number\":(\\d+),.*");

    private final Returns returns = new Returns();

    @Test
    void theLinkComesBackQuicklyFromWhateverTheNetworkDoes() {
        Seeds.each(1, 2000, this::check);
        if (!Seeds.onlyOne()) returns.areQuick(LinkSimulation.RECONNECT_MAX);
    }

    @Test
    @Tag("long")
    void asItDoesInTenThousandOtherSchedules() {
        Seeds.each(1_000_001, 1_010_000, this::check);
        if (!Seeds.onlyOne()) returns.areQuick(LinkSimulation.RECONNECT_MAX);
    }

    private void check(long seed) {
        var simulation = new LinkSimulation(seed);
        simulation.run();
        everyNumberArrivedInOrder(simulation);
        everyCommandArrived(simulation);
        var findings = simulation.network.findings();
        assertEquals(List.of(), findings.violations);
        assertEquals(List.of(), simulation.feed.wrong);
        assertFalse(simulation.feed.isPoisoned(), "the number that the broker refuses is set aside");
        assertTrue(findings.pings > 0, "a quiet connection is pinged");
        assertTrue(simulation.link.stopped(), "it stopped");
        assertEquals(0, simulation.network.open(), "transports that were left open");
        returns.add(findings);
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
            if (message.topic().contains("/history/")) continue;
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

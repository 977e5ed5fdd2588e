package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.network.Findings;
import dev.sandpiper.agent.network.Findings.Return;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** How soon the agent was connected again, over all losses of many simulations. */
final class Returns {
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    private final List<Return> all = new ArrayList<>();

    void add(Findings findings) {
        all.addAll(findings.returns);
    }

    /**
     * Within two seconds where the device saw its network come back, otherwise within half of the longest pause. A way
     * that needs longer than that by itself, for a handshake of six round trips, has its attempt within two seconds.
     */
    void areQuick(Duration reconnectMax) {
        within(
                AT_ONCE,
                "seen by the device, fast way",
                each -> each.seen() && each.quality().isFast(),
                Return::whole);
        within(AT_ONCE, "seen by the device, attempt begun", Return::seen, Return::attempt);
        within(reconnectMax.dividedBy(2), "others", each -> !each.seen(), Return::whole);
    }

    private void within(Duration limit, String what, Predicate<Return> which, Function<Return, Duration> taken) {
        var sorted = all.stream().filter(which).map(taken).sorted().toList();
        assertFalse(sorted.isEmpty(), "no returns " + what);
        var median = sorted.get(sorted.size() / 2);
        var sentence = "%d returns, %s: median %.2f s".formatted(sorted.size(), what, median.toMillis() / 1000.0);
        System.out.println(sentence);
        assertTrue(median.compareTo(limit) <= 0, sentence);
    }
}

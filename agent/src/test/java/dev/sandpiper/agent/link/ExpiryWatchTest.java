package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.testing.SimulatedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How often the log tells of a certificate that ends. */
class ExpiryWatchTest {
    private final SimulatedTime time = new SimulatedTime();
    private final List<String> log = new ArrayList<>();
    private final ExpiryWatch watch = new ExpiryWatch(time, log::add);

    private Expiry ending(String what, int days) {
        return new Expiry(what, time.wall().plus(Duration.ofDays(days)), Duration.ofDays(30), "renew it");
    }

    private void lookFor(int days) {
        for (var look = 0; look < 24 * days; look++) {
            watch.warnings();
            time.pass(Duration.ofHours(1));
        }
    }

    @Test
    void theLogTellsItOnceADay() {
        watch.own(List.of(ending("it", 33)));
        lookFor(3);
        assertEquals(List.of(), log);
        lookFor(10);
        assertEquals(10, log.size(), 1, "ten days touch ten or eleven dates");
        assertEquals(log.stream().distinct().toList(), log, "each with one day less");
    }

    @Test
    void eachOneIsToldByItself() {
        watch.own(List.of(ending("the first", 10), ending("another", 20)));
        watch.brokers(List.of(ending("the third", 5), ending("a fresh one", 300)));
        assertEquals(3, watch.warnings().size());
        assertEquals(3, log.size());
    }

    @Test
    void whatBothSidesHaveIsToldOnce() {
        var authority = ending("the authority", 10);
        watch.own(List.of(authority));
        watch.brokers(List.of(authority));
        assertEquals(1, watch.warnings().size());
        assertEquals(1, log.size());
    }

    @Test
    void nothingIsSaidWhileTheClockIsNotRight() {
        watch.own(List.of(ending("it", 10)));
        time.lose(Duration.ofDays(1));
        lookFor(1);
        assertEquals(List.of(), log);
        assertEquals(Optional.empty(), watch.first());
    }
}

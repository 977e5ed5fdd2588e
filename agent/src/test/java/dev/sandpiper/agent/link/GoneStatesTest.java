package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.store.Outgoing;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Outputs that are not there any more, and a link that follows another one. */
class GoneStatesTest {
    private static final String STATE = "sandpiper/device/state/pump";

    private final LinkBench bench = new LinkBench();

    @BeforeEach
    void aLink() {
        bench.up();
        bench.acknowledgesAll();
    }

    private List<String> states() {
        return bench.wire.last().published.stream()
                .filter(message -> message.topic().equals(STATE))
                .map(message -> "'%s' %s".formatted(message.payload(), message.retain()))
                .toList();
    }

    private void connectsAgain() {
        bench.fails(Cause.LOST);
        bench.pauses();
        bench.up();
        theBrokerTakesAll();
    }

    // After a lost connection messages leave one by one.
    private void theBrokerTakesAll() {
        for (var one = 0; one < 6; one++) bench.acknowledgesAll();
    }

    private void sendsAState() {
        bench.link.send(new Outgoing(bench.connection(), 7, Outgoing.Lane.STATE, "pump", new byte[] {'1'}, 1));
    }

    @Test
    void theirStateIsClearedNowAndAtEachConnectUntilTheBrokerHasThat() {
        bench.link.gone(Set.of(STATE));
        assertEquals(List.of("'' YES"), states());
        connectsAgain();
        assertEquals(List.of("'' YES"), states());
        assertTrue(bench.taken.contains(STATE), bench.taken::toString);
        bench.link.forget(STATE);
        connectsAgain();
        assertEquals(List.of(), states());
    }

    @Test
    void whatStillComesOfThemIsNotRetained() {
        sendsAState();
        bench.acknowledgesAll();
        bench.link.gone(Set.of(STATE));
        bench.acknowledgesAll();
        sendsAState();
        assertEquals(List.of("'1' YES", "'' YES", "'1' NO"), states());
    }

    @Test
    void oneThatIsBackIsNotClearedAnyMore() {
        bench.link.gone(Set.of(STATE));
        bench.link.gone(Set.of());
        connectsAgain();
        sendsAState();
        assertEquals(List.of("'1' YES"), states());
    }

    @Test
    void aLinkThatFollowsAnotherHasNoneOfItsConnections() {
        var next = new LinkBench();
        next.link.follows(bench.link);
        next.up();
        assertTrue(next.connection() > bench.connection());
    }
}

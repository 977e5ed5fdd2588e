package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.LinkEvent.Subscribed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Beside commands the link listens to one topic of somebody else's. */
class NeighbourTest {
    private static final String STATUS = "homeassistant/status";

    private final LinkBench bench = LinkBench.listeningTo(STATUS);

    private void online() {
        bench.connects();
        bench.reports(new Subscribed(List.of(1, 1)));
    }

    private void says(String topic, String payload) {
        bench.reports(new LinkEvent.Arrived(5, topic, payload.getBytes(), false, false));
    }

    @Test
    void bothAreSubscribedToAtOnce() {
        online();
        assertEquals(List.of(List.of("sandpiper/device/command/+", STATUS)), bench.wire.last().subscribed);
        assertEquals(List.of(), bench.link.report().problems());
    }

    @Test
    void whatTheNeighbourSaysIsHeardAndAcknowledgedAndNoCommand() {
        online();
        says(STATUS, "online");
        assertEquals("heard online", bench.told.getLast());
        assertEquals(List.of(5), bench.wire.last().acknowledged);
        assertEquals(List.of(), bench.received);
    }

    @Test
    void whatOthersSayElsewhereIsNotHeard() {
        online();
        says("homeassistant/state", "online");
        assertEquals(List.of("online"), bench.told);
    }

    @Test
    void aSubscriptionRefusedThereIsAProblemAndCommandsComeAllTheSame() {
        bench.connects();
        bench.reports(new Subscribed(List.of(1, 128)));
        assertTrue(bench.link
                .report()
                .problems()
                .getFirst()
                .startsWith("the broker refuses the subscription to homeassistant/status"));
        bench.arrives(6, "pump", "on");
        assertEquals(1, bench.received.size());
    }

    @Test
    void itIsToldWhenTheBrokerHasTheNewestOfATopicAndOnlyThen() {
        online();
        bench.link.sendNewest("a", "1");
        bench.link.sendNewest("a", "2");
        bench.acknowledgesAll();
        assertTrue(!bench.taken.contains("a"), bench.taken.toString());
        bench.acknowledgesAll();
        assertEquals("a", bench.taken.getLast());
    }

    @Test
    void whatIsForgottenIsNotSentAgain() {
        online();
        bench.link.sendNewest("a", "1");
        bench.link.forget("a");
        bench.fails(Failure.Cause.LOST);
        bench.pauses();
        online();
        assertTrue(
                !bench.wire.last().topics().contains("a"),
                bench.wire.last().topics().toString());
    }
}

package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.link.LinkEvent.Connected;
import dev.sandpiper.agent.link.LinkEvent.Subscribed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the broker kept of this device, recognised and counted. */
class SessionTest {
    private final LinkBench.Remembered memory = new LinkBench.Remembered(Duration.ofDays(1));
    private LinkBench bench = new LinkBench(memory, "mqtt://one");

    private void connects(boolean sessionPresent) {
        bench.run();
        bench.reports(new Connected(sessionPresent, "TLSv1.3"));
        bench.reports(new Subscribed(List.of(1)));
    }

    private void reconnects(boolean sessionPresent) {
        bench.fails(Cause.LOST);
        bench.pauses();
        connects(sessionPresent);
    }

    private void is(Session session, int lost) {
        assertEquals(Optional.of(session), bench.link.report().session());
        assertEquals(lost, bench.link.report().sessionsLost());
    }

    @Test
    void theFirstOneEverIsNewAndNotLost() {
        connects(false);
        is(Session.NEW, 0);
        reconnects(true);
        is(Session.PRESENT, 0);
    }

    @Test
    void oneThatTheBrokerForgotIsLostEachTime() {
        connects(false);
        reconnects(false);
        is(Session.LOST, 1);
        reconnects(true);
        is(Session.PRESENT, 1);
        reconnects(false);
        is(Session.LOST, 2);
    }

    @Test
    void oneThatAFormerRunHadIsLostAtTheFirstConnect() {
        connects(false);
        bench = new LinkBench(memory, "mqtt://one");
        connects(false);
        is(Session.LOST, 1);
    }

    @Test
    void oneThatWasNeverSubscribedWasNone() {
        bench.run();
        bench.reports(new Connected(false, "TLSv1.3"));
        reconnects(false);
        is(Session.NEW, 0);
    }

    @Test
    void anotherBrokerNeverHadOne() {
        bench = new LinkBench(memory, "mqtt://one", "mqtt://two");
        connects(false);
        bench.fails(Cause.LOST);
        bench.pauses();
        bench.fails(Cause.REFUSED);
        bench.pauses();
        connects(false);
        is(Session.NEW, 0);
    }

    @Test
    void withoutAConnectionThereIsNone() {
        connects(true);
        bench.fails(Cause.LOST);
        assertEquals(Optional.empty(), bench.link.report().session());
    }
}

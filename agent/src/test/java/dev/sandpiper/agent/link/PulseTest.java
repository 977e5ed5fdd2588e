package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Outgoing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a connection is pinged, when it counts as dead, and when it must not. */
class PulseTest {
    private static final int RECORD = 250;

    private final LinkBench bench = new LinkBench();

    private void send(int bytes) {
        bench.sends(Outgoing.Lane.TELEMETRY, bytes);
    }

    private Wire.Try transport() {
        return bench.wire.last();
    }

    private LinkBench upAndQuiet() {
        bench.up().acknowledgesAll();
        return bench;
    }

    private void diesAfter(Duration patience, String sentence) {
        bench.pass(patience.minusMillis(1));
        assertFalse(transport().aborted, "a moment before");
        bench.pass(Duration.ofMillis(1));
        assertTrue(transport().aborted, "when it is due");
        assertEquals(
                List.of("no connection to mqtt://one: " + sentence),
                bench.link.report().problems());
    }

    @Test
    void aQuietConnectionIsPingedEachKeepAlive() {
        upAndQuiet().pass(Duration.ofMillis(59_999));
        assertEquals(0, transport().pings);
        bench.pass(Duration.ofMillis(1));
        assertEquals(1, transport().pings);
        bench.pass(60);
        assertEquals(2, transport().pings);
    }

    @Test
    void aConnectionThatOnlySendsOrOnlyHearsIsPingedToo() {
        upAndQuiet();
        for (var second = 0; second < 61; second++) {
            bench.pass(1);
            transport().traffic = new Traffic(
                    transport().traffic.received() + 1, transport().traffic.accepted());
        }
        assertEquals(1, transport().pings);
    }

    @Test
    void soIsOneOnWhichMuchWaitedAndDelaysTheAnswerToTheSubscription() {
        var slow = new LinkBench(Duration.ofSeconds(15));
        slow.connects();
        var wire = slow.wire.last();
        wire.answersPings = false;
        for (var second = 0; second < 61; second++) {
            wire.traffic = new Traffic(1_000 * second, 0);
            slow.pass(1);
        }
        assertEquals(4, wire.pings, "the broker hears something each keep-alive, though its answer is late");
        assertFalse(wire.aborted);
    }

    @Test
    void aConnectionThatIsQuietAndAnswersPingsLastsForEver() {
        upAndQuiet().pass(86_400);
        assertFalse(transport().aborted);
        assertEquals(1, bench.wire.tries.size());
    }

    @Test
    void aPingWithoutAnAnswerForOneAndAHalfKeepAlivesIsTheEnd() {
        upAndQuiet();
        transport().answersPings = false;
        bench.pass(60);
        diesAfter(Duration.ofSeconds(90), "no answer from the broker for 90 s");
        assertEquals(List.of("online", "offline"), bench.told);
    }

    @Test
    void aMessageWithoutAnAnswerIsTheEndWithoutWaitingForAPing() {
        upAndQuiet();
        transport().answersPings = false;
        bench.pass(59);
        send(0);
        bench.pass(89);
        assertFalse(transport().aborted);
        bench.pass(2);
        assertTrue(transport().aborted);
    }

    @Test
    void whatTheKernelTakesForAPeerThatIsGoneIsNoSignOfLife() {
        upAndQuiet();
        transport().answersPings = false;
        for (var second = 0; second < 92 && !transport().aborted; second++) {
            send(RECORD);
            transport().traffic = new Traffic(transport().traffic.received(), 1_000 * second);
            bench.pass(1);
        }
        assertTrue(transport().aborted);
    }

    @Test
    void aConnectionOnWhichSomethingComesInIsNotSilent() {
        upAndQuiet();
        send(RECORD);
        for (var part = 0; part < 9; part++) {
            bench.pass(19);
            transport().traffic = new Traffic(transport().traffic.received() + 1, 0);
        }
        assertFalse(transport().aborted);
    }

    @Test
    void aMessageThatABrokerNeverAcknowledgesThoughItAnswersEndsTheConnection() {
        upAndQuiet();
        send(0);
        bench.pass(Duration.ofSeconds(180));
        assertFalse(transport().aborted);
        bench.pass(2);
        assertTrue(transport().aborted);
        assertEquals(
                List.of(
                        "no connection to mqtt://one: the broker answers, but has not acknowledged a message for 181 s"),
                bench.link.report().problems());
    }

    @Test
    void soDoesOneThatIsLeftOutWhileOthersAreAcknowledged() {
        upAndQuiet();
        send(0);
        var forgotten = transport().published.getLast().handle();
        for (var second = 0; second < 185; second++) {
            send(RECORD);
            bench.reports(new LinkEvent.Acked(forgotten + second + 1));
            bench.pass(1);
        }
        assertTrue(transport().aborted);
    }

    /** A link that carries a kilobyte a second each way, and needs two seconds there and back. */
    @ParameterizedTest
    @ValueSource(ints = {5, 20, 60, 600})
    void aSlowLinkIsNeverDeclaredDeadWithAFullWindow(int keepAlive) {
        var slow = new LinkBench(Duration.ofSeconds(keepAlive)).up();
        slow.pass(2);
        slow.acknowledgesAll();
        var wire = slow.wire.last();
        wire.answersPings = false;
        var arrivals = new ArrayDeque<Long>();
        var free = 0L;
        var handle = wire.published.getLast().handle();
        for (var tenth = 0; tenth < 6_000; tenth++) {
            while (arrivals.size() < 90) {
                var size = arrivals.isEmpty() ? 8_000 : RECORD;
                slow.sends(Outgoing.Lane.TELEMETRY, size);
                free = Math.max(free, slow.time.now()) + size * 1_000_000L;
                arrivals.add(free + 2_000_000_000L);
            }
            slow.pass(Duration.ofMillis(100));
            while (arrivals.peek() <= slow.time.now()) {
                arrivals.remove();
                slow.reports(new LinkEvent.Acked(++handle));
            }
        }
        assertFalse(wire.aborted);
        assertEquals(1, slow.wire.tries.size());
    }

    @Test
    void theFirstLargeMessageOnASlowLinkHasTheTimeItNeeds() {
        var slow = new LinkBench(Duration.ofSeconds(5)).up();
        slow.pass(2);
        slow.acknowledgesAll();
        var wire = slow.wire.last();
        wire.answersPings = false;
        slow.sends(Outgoing.Lane.HISTORY, 64_000);
        slow.pass(66);
        assertFalse(wire.aborted);
        slow.pass(12);
        assertTrue(wire.aborted);
    }
}

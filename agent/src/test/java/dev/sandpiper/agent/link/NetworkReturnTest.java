package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.link.LinkEvent.Reached;
import dev.sandpiper.agent.link.Network.Sight;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The device sees its own network go and come back. */
class NetworkReturnTest {
    private static final InetAddress OWN = address("192.0.2.7");
    private static final Sight HOME = new Sight(Set.of("eth0 gateway"), Set.of(OWN), Set.of("eth0"));
    /** One look a second, and at most half a second of jitter. */
    private static final Duration AT_ONCE = Duration.ofMillis(1_501);

    private final LinkBench bench = new LinkBench();

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private Wire.Try transport() {
        return bench.wire.last();
    }

    private int tries() {
        return bench.wire.tries.size();
    }

    /** Many attempts have failed, so that the pauses are long. */
    private void longPaused() {
        bench.run();
        for (var attempt = 0; attempt < 20; attempt++) {
            bench.fails(Cause.UNREACHABLE);
            bench.pauses();
        }
        int before;
        do {
            bench.fails(Cause.UNREACHABLE);
            before = tries();
            bench.pass(20);
        } while (tries() > before);
    }

    @Test
    void anAttemptIsMadeAtOnceAndThePausesBeginAnew() {
        longPaused();
        var before = tries();
        bench.sight = HOME;
        bench.pass(AT_ONCE);
        assertEquals(before + 1, tries());
        bench.fails(Cause.UNREACHABLE);
        assertTrue(bench.pauses().compareTo(Duration.ofMillis(2_001)) <= 0);
    }

    @Test
    void aCarrierAnAddressOrARouteEachIsEnough() {
        var nothing = Set.<String>of();
        for (var part : List.of(
                new Sight(nothing, Set.of(), Set.of("eth0")),
                new Sight(nothing, Set.of(OWN), Set.of("eth0")),
                new Sight(Set.of("eth0 gateway"), Set.of(OWN), Set.of("eth0")),
                new Sight(Set.of("eth0 another"), Set.of(OWN), Set.of("eth0")))) {
            longPaused();
            var before = tries();
            bench.sight = part;
            bench.pass(AT_ONCE);
            assertEquals(before + 1, tries(), part.toString());
        }
    }

    @Test
    void aNetworkThatGoesAwayIsNoReason() {
        bench.sight = HOME;
        longPaused();
        var before = tries();
        bench.sight = Sight.NOTHING;
        bench.pass(2);
        assertEquals(before, tries());
    }

    @Test
    void addressesThatLeadNowhereAreNoReason() {
        longPaused();
        var before = tries();
        bench.sight = new Sight(Set.of(), Set.of(address("fe80::1"), address("127.0.0.1")), Set.of());
        bench.pass(2);
        assertEquals(before, tries());
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"LOOK_UP", "CONNECT"})
    void anAttemptThatHangsWithoutANetworkIsReplaced(Stage stage) {
        bench.run();
        bench.reports(new Reached(stage));
        var hanging = transport();
        bench.pass(3);
        bench.sight = HOME;
        bench.pass(AT_ONCE);
        assertTrue(hanging.aborted);
        assertEquals(2, tries());
    }

    @Test
    void anAttemptThatBeganWhenTheNetworkWasBackIsNotReplaced() {
        var twin = new LinkBench();
        twin.run();
        twin.fails(Cause.UNREACHABLE);
        var pause = twin.pauses();
        bench.run();
        bench.fails(Cause.UNREACHABLE);
        bench.pass(pause.minusMillis(1));
        bench.sight = HOME;
        bench.pass(Duration.ofMillis(1));
        assertEquals(2, tries(), "the pause was over anyway");
        bench.pass(AT_ONCE);
        assertFalse(transport().aborted);
        assertEquals(2, tries());
    }

    @Test
    void anAttemptThatHasReachedTheBrokerGoesOn() {
        bench.run();
        bench.reports(new Reached(Stage.HANDSHAKE));
        bench.pass(3);
        bench.sight = HOME;
        bench.pass(AT_ONCE);
        assertFalse(transport().aborted);
        assertEquals(1, tries());
    }

    @Test
    void anInterfaceThatComesAndGoesMakesNoStorm() {
        for (var change = 0; change < 3_000; change++) {
            bench.sight = change % 2 == 0 ? HOME : Sight.NOTHING;
            bench.pass(Duration.ofMillis(100));
            if (!transport().aborted) bench.fails(Cause.UNREACHABLE);
        }
        assertTrue(tries() <= 301, tries() + " attempts in 300 s");
    }

    @Test
    void aRefusedLoginIsNotAskedAgainForIt() {
        bench.run();
        bench.fails(Cause.CREDENTIALS);
        bench.sight = HOME;
        bench.pass(30);
        assertEquals(1, tries());
    }

    @Test
    void whileUpAnotherRouteIsAReasonToPingAtOnceAndToWaitTenSeconds() {
        bench.sight = HOME;
        bench.up().acknowledgesAll();
        bench.pass(6);
        transport().answersPings = false;
        bench.sight = new Sight(Set.of("wlan0 gateway"), Set.of(OWN), Set.of("eth0"));
        bench.pass(5);
        assertEquals(1, transport().pings);
        bench.pass(8);
        assertFalse(transport().aborted);
        bench.pass(2);
        assertTrue(transport().aborted);
    }

    @Test
    void whileUpAnAnsweredPingSettlesTheDoubt() {
        bench.sight = HOME;
        bench.up().acknowledgesAll();
        bench.pass(6);
        bench.sight = new Sight(Set.of("wlan0 gateway"), Set.of(OWN), Set.of("eth0"));
        bench.pass(40);
        assertEquals(1, transport().pings);
        transport().answersPings = false;
        bench.pass(100);
        assertFalse(transport().aborted, "the usual patience again");
    }

    @Test
    void aPingThatWasDueAnywayDoesNotShortenTheTenSeconds() {
        bench.sight = HOME;
        bench.up().acknowledgesAll();
        transport().answersPings = false;
        bench.pass(100);
        bench.sight = new Sight(Set.of("wlan0 gateway"), Set.of(OWN), Set.of("eth0"));
        bench.pass(13);
        assertFalse(transport().aborted);
        bench.pass(2);
        assertTrue(transport().aborted);
    }

    private void upFrom(InetAddress own) {
        bench.sight = HOME;
        bench.run();
        transport().localAddress = Optional.of(own);
        bench.up().acknowledgesAll();
        bench.pass(6);
        bench.sight = Sight.NOTHING;
    }

    @Test
    void whileUpAnOwnAddressThatIsGoneForTwoLooksIsTheEnd() {
        upFrom(OWN);
        bench.pass(5);
        assertFalse(transport().aborted);
        bench.pass(5);
        assertTrue(transport().aborted);
        assertEquals(
                List.of("no connection to mqtt://one: 192.0.2.7, this device's address, is gone"),
                bench.link.report().problems());
    }

    @Test
    void whileUpAnOwnAddressThatIsBackInTimeIsNone() {
        upFrom(OWN);
        bench.pass(5);
        bench.sight = HOME;
        bench.pass(60);
        assertFalse(transport().aborted);
    }

    @Test
    void anAddressThatWasNeverSeenCannotBeGone() {
        upFrom(address("198.51.100.1"));
        bench.pass(60);
        assertFalse(transport().aborted);
    }

    @Test
    void theConnectionIsMadeAgainAsSoonAsTheDeviceIsBack() {
        upFrom(OWN);
        bench.pass(30);
        var before = tries();
        bench.sight = HOME;
        bench.pass(AT_ONCE);
        assertEquals(before + 1, tries());
    }
}

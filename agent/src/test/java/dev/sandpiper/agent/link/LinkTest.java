package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.link.LinkEvent.Closed;
import dev.sandpiper.agent.link.LinkEvent.Subscribed;
import dev.sandpiper.agent.store.Outgoing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The session's phases, each with its deadline and its way out. */
class LinkTest {
    private static final Failure LOST = new Failure(Cause.LOST, "the broker closed the connection");

    private LinkBench bench = new LinkBench();

    private Outgoing message(Outgoing.Lane lane, String id) {
        return new Outgoing(bench.connection(), 7, lane, id, "{}".getBytes(), 1);
    }

    private Optional<String> trouble() {
        return bench.link.report().problems().stream().findFirst();
    }

    @Test
    void itConnectsAtOnceWithItsLastWill() {
        bench.run();
        var login = bench.wire.last().login;
        assertTrue(bench.wire.last().connecting);
        assertEquals("sandpiper/device/status", login.will().orElseThrow().topic());
        assertEquals("offline", new String(login.will().orElseThrow().payload()));
        assertEquals("device", login.clientId());
        assertEquals(Duration.ofSeconds(60), login.keepAlive());
    }

    @Test
    void onceSubscribedItSaysOnlineThenWhatIsNewestThenItsMarker() {
        bench.link.sendNewest("sandpiper/device/info", "{\"run\":1}");
        bench.connects();
        assertEquals(List.of(List.of("sandpiper/device/command/+")), bench.wire.last().subscribed);
        assertEquals(List.of(), bench.wire.last().published);
        bench.reports(new Subscribed(List.of(1)));
        assertEquals(
                List.of("sandpiper/device/status", "sandpiper/device/info", "sandpiper/device/command/agent"),
                bench.wire.last().topics());
        var published = bench.wire.last().published;
        assertEquals("online", published.get(0).payload());
        assertEquals(
                List.of(Retain.YES, Retain.YES, Retain.NO),
                published.stream().map(Wire.Published::retain).toList());
        assertEquals(List.of("online"), bench.told);
    }

    @Test
    void theNewestIsSentAgainAfterEachConnectAndReplacedByNewer() {
        bench.link.sendNewest("sandpiper/device/info", "1");
        bench.link.sendNewest("sandpiper/device/info", "2");
        bench.up().fails(Cause.LOST);
        bench.pauses();
        bench.up();
        assertEquals(
                List.of("2"),
                bench.wire.last().published.stream()
                        .filter(message -> message.topic().endsWith("/info"))
                        .map(Wire.Published::payload)
                        .toList());
    }

    @Test
    void ofTheDevicesOwnMessagesOneOfATopicIsUnacknowledgedAndTheNewestFollows() {
        bench.up();
        for (var health = 1; health <= 50; health++) bench.link.sendNow("sandpiper/device/health", "" + health);
        assertEquals(List.of("1"), healthSent());
        bench.acknowledgesAll();
        bench.acknowledgesAll();
        assertEquals(List.of("1", "50"), healthSent());
    }

    private List<String> healthSent() {
        return bench.wire.last().published.stream()
                .filter(message -> message.topic().endsWith("/health"))
                .map(Wire.Published::payload)
                .toList();
    }

    @Test
    void statesAndRetainedSensorsAreRetainedAndNothingElse() {
        bench.up();
        bench.wire.last().published.clear();
        bench.link.send(message(Outgoing.Lane.TELEMETRY, "air"));
        bench.link.send(message(Outgoing.Lane.TELEMETRY, "door"));
        bench.link.send(message(Outgoing.Lane.STATE, "pump"));
        bench.link.send(message(Outgoing.Lane.HISTORY, "door"));
        bench.link.send(message(Outgoing.Lane.REPLY, "pump"));
        bench.link.send(message(Outgoing.Lane.GAP, ""));
        assertEquals(
                List.of(
                        "telemetry/air NO",
                        "telemetry/door YES",
                        "state/pump YES",
                        "history/door NO",
                        "reply/pump NO",
                        "gap NO"),
                bench.wire.last().published.stream()
                        .map(sent -> sent.topic().substring("sandpiper/device/".length()) + " " + sent.retain())
                        .toList());
    }

    @Test
    void anAcknowledgementIsToldWithTheHandleAndMeasured() {
        bench.up();
        bench.acknowledgesAll();
        bench.link.send(message(Outgoing.Lane.TELEMETRY, "air"));
        bench.time.pass(Duration.ofMillis(48));
        bench.reports(new LinkEvent.Acked(bench.wire.last().published.getLast().handle()));
        assertEquals("acknowledged 7", bench.told.getLast());
        assertEquals(48, bench.link.report().rttMillis());
    }

    @Test
    void aMessageForAFormerConnectionIsDropped() {
        bench.up();
        var old = message(Outgoing.Lane.TELEMETRY, "air");
        bench.fails(Cause.LOST);
        bench.link.send(old);
        bench.pauses();
        bench.up();
        bench.link.send(old);
        assertFalse(bench.wire.last().topics().contains("sandpiper/device/telemetry/air"));
    }

    @Test
    void aRefusedSubscriptionIsAProblemAndTriedAgainEveryMinute() {
        bench.connects();
        bench.reports(new Subscribed(List.of(128)));
        bench.acknowledgesAll();
        assertEquals(List.of("online"), bench.told);
        assertTrue(trouble()
                .orElseThrow()
                .startsWith("the broker refuses the subscription to sandpiper/device/command/+"));
        bench.pass(61);
        assertEquals(2, bench.wire.last().subscribed.size());
        bench.reports(new Subscribed(List.of(1)));
        assertEquals(Optional.empty(), trouble());
        bench.pass(600);
        assertEquals(2, bench.wire.last().subscribed.size());
        assertEquals(List.of("online"), bench.told);
    }

    @Test
    void aSubscriptionGrantedWithLessIsAProblemToo() {
        bench.connects();
        bench.reports(new Subscribed(List.of(0)));
        assertEquals(
                Optional.of("the broker grants the subscription to sandpiper/device/command/+ with QoS 0 only, so that"
                        + " commands can be lost; allow QoS 1"),
                trouble());
    }

    @Test
    void anAnswerWithoutAnythingGrantedIsARefusal() {
        bench.connects();
        bench.reports(new Subscribed(List.of()));
        assertTrue(trouble().isPresent());
    }

    @Test
    void eventsOfAFormerConnectionMeanNothing() {
        bench.up();
        var old = bench.wire.last();
        bench.fails(Cause.LOST);
        bench.pauses();
        old.reports(new LinkEvent.Connected(true, "late"));
        old.reports(new Closed(LOST));
        old.reports(new Subscribed(List.of(1)));
        old.reports(new LinkEvent.Arrived(5, "sandpiper/device/command/pump", new byte[] {'1'}, false, false));
        bench.run();
        assertEquals(2, bench.wire.tries.size());
        assertEquals(List.of("online", "offline"), bench.told);
        assertEquals(List.of(), bench.received);
        bench.up();
        assertEquals(List.of("online", "offline", "online"), bench.told);
    }

    @Test
    void aCloseThatIsReportedTwiceIsOneLoss() {
        bench.up();
        var first = bench.wire.last();
        first.reports(new Closed(LOST));
        first.reports(new Closed(LOST));
        bench.run();
        assertEquals(List.of("online", "offline"), bench.told);
    }

    @Test
    void acknowledgingAMessageOfAFormerConnectionDoesNothing() {
        bench.up();
        bench.arrives(5, "pump", "1");
        bench.fails(Cause.LOST);
        bench.pauses();
        bench.up();
        bench.received.getFirst().acknowledge().run();
        bench.run();
        assertEquals(List.of(), bench.wire.last().acknowledged);
    }

    @Test
    void aCommandIsAcknowledgedWhenTheUserSaysSo() {
        bench.up();
        bench.arrives(5, "pump", "1");
        assertEquals("pump", bench.received.getFirst().name());
        assertEquals(List.of(), bench.wire.last().acknowledged);
        bench.received.getFirst().acknowledge().run();
        bench.run();
        assertEquals(List.of(5), bench.wire.last().acknowledged);
    }

    @Test
    void messagesOnOtherTopicsAreAcknowledgedAndNoCommands() {
        bench.up();
        for (var topic :
                List.of("other/device/command/pump", "sandpiper/device/command/a/b", "sandpiper/device/state/pump"))
            bench.reports(new LinkEvent.Arrived(5, topic, new byte[] {'1'}, false, false));
        assertEquals(List.of(), bench.received);
        assertEquals(List.of(5, 5, 5), bench.wire.last().acknowledged);
    }

    @Test
    void itCountsConnectionsAndSessionsThatTheBrokerForgot() {
        bench.up().fails(Cause.LOST);
        bench.pauses();
        bench.reports(new LinkEvent.Connected(false, "TLSv1.3"));
        var report = bench.link.report();
        assertEquals(2, report.connects());
        assertEquals(1, report.sessionsLost());
        assertTrue(report.lastLoss().isPresent() && report.since().isPresent());
    }

    @Test
    void aStopSaysOfflineWaitsForItsAcknowledgementAndDisconnects() {
        bench.up();
        bench.acknowledgesAll();
        bench.link.stop();
        bench.run();
        assertEquals("offline", bench.wire.last().published.getLast().payload());
        assertEquals(Retain.YES, bench.wire.last().published.getLast().retain());
        assertFalse(bench.wire.last().disconnected);
        bench.acknowledgesAll();
        assertTrue(bench.wire.last().disconnected);
        assertTrue(bench.link.stopped());
    }

    @Test
    void aStopWaitsTwoSecondsAtMost() {
        bench.up();
        bench.link.stop();
        bench.pass(2);
        assertTrue(bench.wire.last().disconnected);
        assertTrue(bench.link.stopped());
    }

    @Test
    void aStopDuringAPauseAnAttemptOrASubscriptionIsAtOnce() {
        bench.run();
        bench.fails(Cause.REFUSED);
        bench.link.stop();
        assertTrue(bench.link.stopped());

        bench = new LinkBench();
        bench.run();
        bench.link.stop();
        assertTrue(bench.link.stopped() && bench.wire.last().aborted);

        bench = new LinkBench();
        bench.connects();
        bench.link.stop();
        assertTrue(bench.link.stopped() && bench.wire.last().aborted);
    }

    @Test
    void aStopWhileItSubscribesAgainIsAStop() {
        bench.connects();
        bench.reports(new Subscribed(List.of(128)));
        bench.acknowledgesAll();
        bench.pass(61);
        bench.link.stop();
        bench.reports(new Subscribed(List.of(1)));
        bench.pass(3);
        assertTrue(bench.link.stopped());
    }

    @Test
    void aLossDuringAStopIsTheEnd() {
        bench.up();
        bench.link.stop();
        bench.fails(Cause.LOST);
        assertTrue(bench.link.stopped());
        bench.pass(3600);
        assertEquals(1, bench.wire.tries.size());
    }

    @Test
    void afterAStopNothingHappensWhateverIsAsked() {
        bench.up();
        bench.link.stop();
        bench.pass(3);
        var sent = bench.wire.last().published.size();
        bench.link.stop();
        bench.link.sendNewest("sandpiper/device/info", "late");
        bench.link.sendNow("sandpiper/device/health", "late");
        bench.link.send(message(Outgoing.Lane.TELEMETRY, "air"));
        bench.wire.last().reports(new Closed(LOST));
        bench.pass(3600);
        assertTrue(bench.link.stopped());
        assertEquals(sent, bench.wire.last().published.size());
        assertEquals(1, bench.wire.tries.size());
    }
}

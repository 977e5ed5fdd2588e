package dev.sandpiper.agent.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.LinkBench.Remembered;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.Wire.Published;
import dev.sandpiper.agent.store.Outgoing;
import dev.sandpiper.agent.store.Outgoing.Lane;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A broker that acknowledges and throws away: looked for once after each change, where it lets a subscription look. */
class SilenceTest {
    private static final String BASE = "sandpiper/device/";
    private static final String AIR = BASE + "telemetry/air";
    private static final List<String> OWN = Topics.of("sandpiper", "device").own();
    private static final List<Integer> GRANTED = Collections.nCopies(OWN.size(), 1);
    private static final String TOLD = "the broker acknowledges what is sent to " + AIR
            + " and does not pass it on; allow user 'device' to publish there (or, if others do get it, to subscribe)";

    private final Remembered memory = new Remembered(Duration.ofDays(1));
    private LinkBench bench;
    private int answered;
    private int lastNumber;

    @BeforeEach
    void aChangedSetup() {
        memory.kept().put("setup", "a configuration");
        bench = new LinkBench(memory, "mqtt://one");
    }

    private void connects(List<Integer> granted) {
        bench.up();
        if (bench.wire.last().subscribed.size() > 1) bench.reports(new LinkEvent.Subscribed(granted));
        answered = 0;
    }

    private void says(String id) {
        var payload = ("{\"number\":" + ++lastNumber + "}").getBytes(UTF_8);
        bench.link.send(new Outgoing(bench.connection(), lastNumber, Lane.TELEMETRY, id, payload, 1));
        bench.run();
    }

    /** Acknowledges everything and passes it on, but for some topics. */
    private void brokerWithout(Set<String> topics) {
        var published = bench.wire.last().published;
        for (; answered < published.size(); answered++) {
            var message = published.get(answered);
            bench.reports(new LinkEvent.Acked(message.handle()));
            if (!topics.contains(message.topic())) comesBack(message, false);
        }
    }

    private void comesBack(Published message, boolean retained) {
        bench.reports(new Arrived(7, message.topic(), message.payload().getBytes(UTF_8), retained, false));
    }

    private void aMinuteWithout(String... topics) {
        for (var second = 0; second < 75; second++) {
            says(second % 2 == 0 ? "air" : "door");
            brokerWithout(Set.of(topics));
            bench.pass(1);
        }
    }

    private List<String> problems() {
        return bench.link.report().problems();
    }

    @Test
    void afterAChangeItHearsItsOwnTopicsForAMinuteAndNotAgain() {
        connects(GRANTED);
        assertEquals(List.of(List.of(BASE + "command/+"), OWN), bench.wire.last().subscribed);
        aMinuteWithout();
        assertEquals(OWN, bench.wire.last().unsubscribed);
        bench.reports(new LinkEvent.Unsubscribed());
        assertEquals(List.of(), problems());
        bench = new LinkBench(memory, "mqtt://one");
        connects(GRANTED);
        assertEquals(1, bench.wire.last().subscribed.size());
        assertEquals(List.of(), bench.wire.last().unsubscribed);
    }

    @Test
    void whatIsAcknowledgedAndNotPassedOnIsTold() {
        connects(GRANTED);
        aMinuteWithout(AIR);
        assertEquals(List.of(TOLD), problems());
    }

    @Test
    void itIsToldAsSoonAsItIsFound() {
        connects(GRANTED);
        says("air");
        brokerWithout(Set.of(AIR));
        bench.pass(13);
        assertEquals(List.of(TOLD), problems());
    }

    @Test
    void whatComesLateIsNoLoss() {
        connects(GRANTED);
        says("air");
        brokerWithout(Set.of(AIR));
        bench.pass(8);
        comesBack(bench.wire.last().published.getLast(), false);
        bench.pass(65);
        assertEquals(List.of(), problems());
    }

    @Test
    void whereNothingComesBackNothingIsTold() {
        connects(GRANTED);
        aMinuteWithout(AIR, BASE + "telemetry/door", BASE + "status");
        assertEquals(List.of(), problems(), "the marker comes back by the subscription to commands");
        assertEquals(OWN, bench.wire.last().unsubscribed);
    }

    private void commandsArrive(int from, int upTo) {
        for (var number = from; number < upTo; number++)
            bench.arrives(number, "pump", "{\"id\":\"f" + number + "\",\"value\":true}");
    }

    private void commandsAreAcknowledged() {
        bench.received.forEach(received -> received.acknowledge().run());
        bench.received.clear();
        bench.run();
    }

    @Test
    void whatComesBackBehindTenThousandCommandsIsNoLoss() {
        connects(GRANTED);
        brokerWithout(Set.of());
        says("air");
        var said = bench.wire.last().published.getLast();
        brokerWithout(Set.of(AIR));
        commandsArrive(1, 10_001);
        commandsAreAcknowledged();
        comesBack(said, false);
        bench.pass(75);
        assertEquals(List.of(), problems());
        assertEquals(OWN, bench.wire.last().unsubscribed, "and the look is over");
    }

    /** It hands out twenty or so, and what this device has said stands behind those. */
    @Test
    void whileTheBrokerWaitsForAnAcknowledgementItsSilenceMeansNothing() {
        connects(GRANTED);
        brokerWithout(Set.of());
        says("air");
        brokerWithout(Set.of(AIR));
        commandsArrive(1, 21);
        bench.pass(60);
        commandsAreAcknowledged();
        bench.pass(9);
        assertEquals(List.of(), problems());
        bench.pass(4);
        assertEquals(List.of(TOLD), problems(), "now it had the time for it");
    }

    @Test
    void norDoesItWhileCommandsComeAllTheTime() {
        connects(GRANTED);
        brokerWithout(Set.of());
        says("air");
        brokerWithout(Set.of(AIR));
        for (var second = 0; second < 60; second++) {
            commandsArrive(second, second + 1);
            commandsAreAcknowledged();
            bench.pass(1);
        }
        assertEquals(List.of(), problems());
    }

    /** What a flood pushed out of the broker's queue for this device, others have got. */
    @Test
    void whatWasSaidInAFloodIsNoEvidence() {
        connects(GRANTED);
        brokerWithout(Set.of());
        says("air");
        brokerWithout(Set.of(AIR));
        commandsArrive(0, 1_000);
        commandsAreAcknowledged();
        bench.pass(30);
        assertEquals(List.of(), problems());
        says("air");
        brokerWithout(Set.of(AIR));
        bench.pass(13);
        assertEquals(List.of(TOLD), problems(), "what is said afterwards is");
    }

    @Test
    void norIsTheTimeInWhichTheDeviceItselfDidNotHear() {
        connects(GRANTED);
        brokerWithout(Set.of());
        says("air");
        var said = bench.wire.last().published.getLast();
        brokerWithout(Set.of(AIR));
        bench.pass(1);
        bench.time.pass(Duration.ofSeconds(14));
        bench.run();
        assertEquals(List.of(), problems());
        comesBack(said, false);
        bench.pass(75);
        assertEquals(List.of(), problems());
    }

    @Test
    void whereItIsNeverQuietTheLookEndsAllTheSame() {
        connects(GRANTED);
        brokerWithout(Set.of());
        for (var second = 0; second < 601; second++) {
            commandsArrive(second, second + 1);
            bench.pass(1);
        }
        assertEquals(OWN, bench.wire.last().unsubscribed);
    }

    @Test
    void whatTheBrokerHadKeptIsNoAnswer() {
        connects(GRANTED);
        says("air");
        comesBack(bench.wire.last().published.getLast(), true);
        brokerWithout(Set.of(AIR));
        bench.pass(13);
        assertEquals(List.of(TOLD), problems());
    }

    @Test
    void anotherMessageOnTheTopicIsNoAnswer() {
        connects(GRANTED);
        says("air");
        brokerWithout(Set.of(AIR));
        bench.reports(new Arrived(7, AIR, "{}".getBytes(UTF_8), false, false));
        bench.pass(13);
        assertEquals(List.of(TOLD), problems());
    }

    @Test
    void topicsItMayNotHearAreNotJudged() {
        var granted = new java.util.ArrayList<>(GRANTED);
        granted.set(OWN.indexOf(BASE + "telemetry/#"), 128);
        connects(granted);
        aMinuteWithout(AIR);
        assertEquals(List.of(), problems());
    }

    @Test
    void itsOwnMessagesAreAcknowledgedAndNoCommands() {
        connects(GRANTED);
        says("air");
        brokerWithout(Set.of());
        assertEquals(List.of(), bench.received);
        assertEquals(
                bench.wire.last().published.size(),
                bench.wire.last().acknowledged.size());
    }

    @Test
    void aLostConnectionLetsItLookOnceMoreAndThenOnlyUnsubscribe() {
        connects(GRANTED);
        bench.fails(Failure.Cause.LOST);
        bench.pauses();
        connects(GRANTED);
        assertEquals(2, bench.wire.last().subscribed.size());
        bench.fails(Failure.Cause.LOST);
        bench.pauses();
        connects(GRANTED);
        assertEquals(1, bench.wire.last().subscribed.size());
        assertEquals(OWN, bench.wire.last().unsubscribed);
    }

    /** RabbitMQ does where the rights do not let a device hear itself. */
    @Test
    void aBrokerThatClosesInsteadOfAnsweringIsNotAskedAgainAndNoMessageIsBlamed() {
        for (var change = 0; change < 3; change++) {
            memory.kept().put("setup", "change " + change);
            bench.up();
            assertEquals(2, bench.wire.last().subscribed.size());
            bench.fails(Failure.Cause.LOST);
            bench.pauses();
        }
        bench.up();
        assertEquals(1, bench.wire.last().subscribed.size());
        assertEquals(OWN, bench.wire.last().unsubscribed);
        assertTrue(bench.wire.last().published.size() > 1, "they need not leave one by one");
    }

    /** AWS IoT may close on a message before its answer to the look is here. */
    @Test
    void aCloseBeforeTheAnswerNeitherBlamesAMessageNorSpeaksForIt() {
        connects(GRANTED);
        for (var close = 0; close < 3; close++) {
            bench.fails(Failure.Cause.CLOSED);
            bench.pauses();
            bench.up();
        }
        assertEquals(
                List.of(BASE + "status"), bench.wire.last().topics(), "the first and the third make them leave alone");
    }

    @Test
    void itUnsubscribesAtEachConnectUntilTheBrokerHasConfirmedIt() {
        connects(GRANTED);
        aMinuteWithout();
        for (var start = 0; start < 2; start++) {
            bench = new LinkBench(memory, "mqtt://one");
            connects(GRANTED);
            assertEquals(OWN, bench.wire.last().unsubscribed);
        }
        bench.reports(new LinkEvent.Unsubscribed());
        bench = new LinkBench(memory, "mqtt://one");
        connects(GRANTED);
        assertEquals(List.of(), bench.wire.last().unsubscribed);
    }

    @Test
    void aSilenceIsToldAfterARestartUntilAnotherLookFindsItGone() {
        connects(GRANTED);
        aMinuteWithout(AIR);
        bench.reports(new LinkEvent.Unsubscribed());
        bench = new LinkBench(memory, "mqtt://one");
        bench.run();
        assertTrue(problems().contains(TOLD), problems().toString());
        connects(GRANTED);
        aMinuteWithout();
        assertEquals(List.of(), problems());
    }

    private static final String INTRODUCTION = "homeassistant/device/device/config";

    private void introducesItself() {
        bench = LinkBench.introducedAt(INTRODUCTION, "homeassistant/status", memory);
        bench.link.sendNewest(INTRODUCTION, "{}");
        bench.connects();
        bench.reports(new LinkEvent.Subscribed(List.of(1, 1)));
        bench.reports(new LinkEvent.Subscribed(Collections.nCopies(OWN.size() + 1, 1)));
    }

    @Test
    void itHearsItsOwnIntroductionToo() {
        introducesItself();
        assertEquals(INTRODUCTION, bench.wire.last().subscribed.getLast().getLast());
        aMinuteWithout();
        assertEquals(List.of(), problems());
    }

    /** A list that lets a device introduce itself need not let it read that. */
    @Test
    void anIntroductionThatDoesNotComeBackIsNoProblem() {
        introducesItself();
        aMinuteWithout(INTRODUCTION);
        assertEquals(List.of(), problems());
    }

    @Test
    void anIntroductionElsewhereThatIsTakenBackIsNotExpectedToComeBack() {
        introducesItself();
        bench.link.sendNewest("former/device/device/config", "");
        aMinuteWithout("former/device/device/config");
        assertEquals(List.of(), problems());
    }

    @Test
    void renewedCredentialsAreReasonToLookAtTheNextConnect() {
        connects(GRANTED);
        aMinuteWithout();
        bench.reports(new LinkEvent.Unsubscribed());
        memory.kept().put("setup", "the same configuration, another password");
        bench.fails(Failure.Cause.LOST);
        bench.pauses();
        connects(GRANTED);
        assertEquals(2, bench.wire.last().subscribed.size());
    }
}

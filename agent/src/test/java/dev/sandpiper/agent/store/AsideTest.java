package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.json.Members;
import dev.sandpiper.agent.loop.Moment;
import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.KeptRows;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records on which the broker closes the connection: they wait, the rest goes on. */
class AsideTest {
    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;

    @BeforeEach
    void aBench() {
        bench = new StoreBench(folder);
    }

    private Outgoing last(Lane lane) {
        return bench.sent.stream()
                .filter(message -> message.lane() == lane)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private OutboxReport report() {
        return bench.outbox().report();
    }

    /** A broker that takes a history message unless this is in it, and what the agent's link makes of that. */
    private int refusalsUntilItArrivesWithout(String poison) {
        var refusals = 0;
        while (bench.unacknowledged(Lane.HISTORY) > 0) {
            var message = last(Lane.HISTORY);
            if (!new String(message.payload(), StandardCharsets.UTF_8).contains(poison)) {
                bench.acknowledge(Lane.HISTORY, 1);
                continue;
            }
            bench.sent.remove(message);
            bench.refuses(message, message.records() > 1 ? Refusal.SPLIT : Refusal.SET_ASIDE);
            assertTrue(++refusals < 20, "it goes on refusing");
        }
        return refusals;
    }

    @Test
    void aReadingRefusedOnItsTopicGoesOutAsHistoryAndNotAgainByItself() {
        bench.start().online();
        bench.reading("air", 1);
        bench.settle();
        bench.refuses(last(Lane.TELEMETRY), Refusal.SET_ASIDE);
        bench.reading("air", 2);
        bench.settle();
        assertEquals("1-2", Counts.of(bench, "air", Lane.TELEMETRY));
        assertEquals("1-1", Counts.of(bench, "air", Lane.HISTORY));
        assertEquals(0, report().aside());
    }

    @Test
    void theNewestStateRefusedOnItsTopicIsNotSentThereAtEachConnect() {
        bench.start().online();
        bench.add(Kind.STATE, "pump", "\"value\":true");
        bench.settle();
        bench.refuses(last(Lane.STATE), Refusal.SET_ASIDE);
        bench.acknowledgeAll();
        bench.offline();
        bench.online();
        assertEquals(1, bench.payloads(Lane.STATE).size());
        assertEquals(1, bench.payloads(Lane.HISTORY).size());
        assertEquals(0, report().records());
    }

    @Test
    void oneRecordAmongManyIsFoundInSmallerPartsAndTheRestArrivesInOrderOnce() {
        bench.start();
        bench.burst("air", 1, 1000);
        bench.pass(60);
        bench.online();
        assertEquals(4, refusalsUntilItArrivesWithout("\"count\":555}"), "200, 25, 3 and 1 records");
        assertEquals("1-554 556-1000", Counts.of(bench, "air", Lane.HISTORY));
        assertEquals(1, report().aside());
    }

    @Test
    void behindTheRecordThatIsFoundHistoryIsWholeAgain() {
        bench.start();
        bench.burst("air", 1, 1000);
        bench.pass(60);
        bench.online();
        refusalsUntilItArrivesWithout("\"count\":1}");
        var behind = bench.sent.stream().map(Outgoing::records).toList();
        assertEquals(List.of(200, 200, 200, 200, 199), behind);
    }

    @Test
    void aBrokerWithASmallerLimitGetsSmallerMessagesForAnHour() {
        bench.start();
        bench.burst("air", 1, 20_000);
        bench.pass(60);
        bench.online();
        bench.refuses(last(Lane.HISTORY), Refusal.SPLIT);
        var most = 0;
        for (var message = 0; message < 100; message++) {
            most = Math.max(most, last(Lane.HISTORY).records());
            bench.acknowledge(Lane.HISTORY, 1);
        }
        assertTrue(most > 25 && most < 200, most + " records in a message");
        bench.time.pass(Duration.ofHours(1));
        bench.acknowledge(Lane.HISTORY, 1);
        assertEquals(200, last(Lane.HISTORY).records());
    }

    @Test
    void aRefusedAnswerWaitsAndTheOthersLeave() throws SQLException {
        var acknowledged = new ArrayList<String>();
        bench.start().online();
        bench.outbox()
                .add(new Draft(
                        Kind.REPLY, "pump", "{\"id\":\"1\"}", Moment.now(bench.time), () -> acknowledged.add("1")));
        bench.settle();
        bench.refuses(last(Lane.REPLY), Refusal.SET_ASIDE);
        bench.add(Kind.REPLY, "pump", "{\"id\":\"2\"}");
        bench.settle();
        bench.acknowledgeAll();
        assertEquals(List.of(), acknowledged, "before it is safe on the disk");
        bench.pass(2);
        assertEquals(List.of("1"), acknowledged, "or its command would come at every connect");
        assertEquals(List.of("{\"id\":\"1\"}", "{\"id\":\"2\"}"), bench.payloads(Lane.REPLY));
        assertEquals(1, bench.sql("SELECT count(*) FROM kept WHERE aside IS NOT NULL"));
    }

    @Test
    void whatIsSetAsideSurvivesAKillAndLeavesADayLater() {
        bench.start().online();
        bench.add(Kind.GAP, "", "\"dropped\":7");
        bench.settle();
        bench.refuses(last(Lane.GAP), Refusal.SET_ASIDE);
        bench.pass(2);
        bench.crash();
        bench.start().online();
        assertEquals(1, report().aside());
        bench.pass(Duration.ofHours(23));
        assertEquals(1, sent("\"dropped\":7"));
        bench.pass(Duration.ofHours(2));
        bench.outbox().releaseOld();
        bench.settle();
        assertEquals(2, sent("\"dropped\":7"));
        bench.acknowledgeAll();
        assertEquals(0, report().aside());
    }

    private long sent(String words) {
        return bench.payloads(Lane.GAP).stream()
                .filter(gap -> gap.contains(words))
                .count();
    }

    @Test
    void aRecordSetAsideIsNotInTheHistoryOfTheNextRun() {
        bench.start();
        bench.burst("air", 1, 3);
        bench.pass(60);
        bench.online();
        bench.refuses(last(Lane.HISTORY), Refusal.SET_ASIDE);
        bench.burst("air", 4, 6);
        bench.pass(2);
        bench.crash();
        bench.sent.clear();
        bench.pass(60);
        bench.start().online();
        bench.acknowledgeAll();
        assertEquals("4-6", Counts.of(bench, "air", Lane.HISTORY));
        assertEquals(3, report().records());
    }

    @Test
    void aKillBeforeItIsWrittenDownLosesNothing() {
        bench.start();
        bench.reading("air", 1);
        bench.pass(60);
        bench.online();
        var refused = last(Lane.HISTORY);
        bench.outbox().refused(refused.generation(), refused.handle(), Refusal.SET_ASIDE);
        bench.crash();
        bench.sent.clear();
        bench.start().online();
        assertEquals("1-1", Counts.of(bench, "air", Lane.HISTORY));
    }

    @Test
    void whatIsReleasedComesInItsOrderBeforeWhatIsYounger() {
        bench.start();
        bench.burst("air", 1, 400);
        bench.pass(60);
        bench.online();
        bench.refuses(last(Lane.HISTORY), Refusal.SET_ASIDE);
        bench.pass(2);
        bench.sent.clear();
        bench.offline();
        bench.outbox().releaseAll();
        bench.online();
        bench.acknowledgeAll();
        assertEquals("1-400", Counts.of(bench, "air", Lane.HISTORY));
        assertEquals(0, report().records());
        assertEquals(0, report().aside());
    }

    @Test
    void aFullOutboxGivesUpWhatIsSetAsideAsAnythingElseAndAnnouncesIt() {
        bench.maxSize = 1 << 20;
        bench.freshFor = Duration.ofSeconds(1);
        bench.start();
        bench.burst("air", 1, 200);
        bench.pass(5);
        bench.online();
        bench.refuses(last(Lane.HISTORY), Refusal.SET_ASIDE);
        bench.offline();
        for (var burst = 0; burst < 40; burst++) {
            bench.burst("soil", 1, 500);
            bench.pass(5);
        }
        bench.online();
        bench.acknowledgeAll();
        var announced = bench.payloads(Lane.GAP).stream()
                .filter(gap -> gap.contains("\"air\""))
                .toList();
        assertTrue(!announced.isEmpty());
        assertTrue(report().aside() < 200, report().aside() + " set aside");
        var dropped = bench.payloads(Lane.GAP).stream()
                .mapToLong(gap -> Long.parseLong(Members.of(gap).get("dropped")))
                .sum();
        var arrived = bench.sent.stream()
                .filter(message ->
                        message.lane() == Lane.HISTORY && message.id().equals("soil"))
                .mapToInt(Outgoing::records)
                .sum();
        assertEquals(20_200, dropped + arrived + report().aside());
    }

    @Test
    void withoutADiskItWaitsInMemoryUntilThereIsOne() throws SQLException {
        bench.start().online();
        bench.diskFull();
        bench.add(Kind.REPLY, "pump", "{\"id\":\"1\"}");
        bench.settle();
        bench.refuses(last(Lane.REPLY), Refusal.SET_ASIDE);
        bench.pass(30);
        assertEquals(1, bench.payloads(Lane.REPLY).size());
        bench.diskFreed();
        bench.pass(30);
        assertEquals(1, bench.sql("SELECT count(*) FROM kept WHERE aside IS NOT NULL"));
        assertEquals(1, report().records());
    }

    /** A broker that takes no answer; how many there were. */
    private int refusedAnswers(int answers) {
        var acknowledged = new int[1];
        for (var answer = 1; answer <= answers; answer++) {
            var draft = "{\"id\":\"" + answer + "\"}";
            bench.outbox().add(new Draft(Kind.REPLY, "pump", draft, Moment.now(bench.time), () -> acknowledged[0]++));
            bench.settle();
            var message = last(Lane.REPLY);
            bench.outbox().refused(message.generation(), message.handle(), Refusal.SET_ASIDE);
        }
        return acknowledged[0];
    }

    private int announcedAnswers() {
        bench.acknowledgeAll();
        return bench.payloads(Lane.GAP).stream()
                .filter(gap ->
                        !gap.contains("\"from\"") && gap.contains("\"reason\":\"full\",\"ids\":[\"reply/pump\"]"))
                .mapToInt(gap -> Integer.parseInt(Members.of(gap).get("dropped")))
                .sum();
    }

    @Test
    void answersThatNobodyTakesHaveAnEndAndThatIsAnnounced() throws SQLException {
        bench.start().online();
        refusedAnswers(1010);
        bench.pass(2);
        var kept = bench.sql("SELECT count(*) FROM kept WHERE kind = 4");
        assertTrue(kept >= 900 && kept <= 1000, kept + " answers");
        var answers = KeptRows.seenIn(folder).replies();
        assertEquals(kept, answers.size());
        assertFalse(answers.contains("{\"id\":\"10\"}"), "one of the oldest");
        assertEquals(1010 - kept, announcedAnswers());
        assertEquals(kept, report().records());
    }

    @Test
    void withoutADiskToo() throws SQLException {
        bench.start().online();
        bench.diskFull();
        assertTrue(refusedAnswers(3010) >= 2010, "their commands would come again");
        assertTrue(report().records() <= 1010, report().records() + " in memory");
        bench.diskFreed();
        bench.pass(30);
        var kept = bench.sql("SELECT count(*) FROM kept WHERE kind = 4");
        assertTrue(kept >= 900 && kept <= 1000, kept + " answers");
        assertEquals(3010 - kept, announcedAnswers());
    }

    @Test
    void itIsToldWithItsPlaceAndSizeHereAndToWhoLooksIntoTheFile() throws Exception {
        bench.start();
        bench.reading("air", 1);
        bench.pass(60);
        bench.online();
        assertEquals(Optional.empty(), report().refused());
        bench.refuses(last(Lane.HISTORY), Refusal.SET_ASIDE);
        bench.pass(2);
        // Without {"readings":[]} around it.
        var bytes = last(Lane.HISTORY).payload().length - 15;
        var told = "the broker closes the connection on what it refuses, 1 set aside so far, first air (history/air),"
                + " run %d, seq 1, %d bytes; allow the topic or the size there; it is tried again a day later";
        assertEquals(Optional.of(told.formatted(bench.run().number(), bytes)), report().refused());
        assertTrue(report().json().toString().contains("\"set_aside\":1"));
        bench.stop();
        assertEquals(1, StoredOutbox.census(folder).orElseThrow().aside());
    }
}

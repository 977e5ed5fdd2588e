package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.payload.Format;
import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records in other formats than {@code json}, also when the configuration names another while they wait. */
class FormatsTest {
    private static final String TWO = "\"temperature\":21.5,\"humidity\":48.1";

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;

    @BeforeEach
    void aBench() {
        bench = new StoreBench(folder);
    }

    private List<String> sent() {
        return bench.sent.stream().map(FormatsTest::shown).toList();
    }

    private static String shown(Outgoing message) {
        return "%s %s/%s %s".formatted(message.lane(), message.id(), message.value(), new String(message.payload()));
    }

    private static String unwrapped(String array) {
        return array.substring(1, array.length() - 1);
    }

    @Test
    void whatWasRecordedLeavesInTheFormatItWasRecordedIn() {
        bench.start();
        bench.readings("air", 1, 2);
        bench.format = Format.SENML;
        bench.reload();
        bench.readings("air", 3, 4);
        bench.online();
        var live = bench.payloads(Lane.TELEMETRY);
        assertEquals(
                List.of('{', '{', '[', '['),
                live.stream().map(text -> text.charAt(0)).toList());
        bench.offline();
        bench.pass(60);
        bench.stop();
        bench.format = Format.JSON;
        bench.start();
        bench.readings("air", 5, 5);
        bench.pass(60);
        bench.online();
        bench.acknowledgeAll();
        var late = bench.payloads(Lane.HISTORY);
        assertEquals("{\"readings\":[%s,%s]}".formatted(live.get(0), live.get(1)), late.get(0));
        assertEquals("[%s,%s]".formatted(unwrapped(live.get(2)), unwrapped(live.get(3))), late.get(1));
        assertTrue(late.get(2).startsWith("{\"readings\":["), late.get(2));
        assertEquals(3, late.size());
    }

    @Test
    void aRecordSurvivesACrashInItsFormat() {
        bench.format = Format.SENML;
        bench.start();
        bench.readings("air", 1, 1);
        bench.pass(5);
        bench.online();
        var live = bench.payloads(Lane.TELEMETRY).getFirst();
        bench.crash();
        bench.format = Format.JSON;
        bench.start();
        bench.online();
        assertEquals(List.of(live), bench.payloads(Lane.HISTORY));
    }

    @Test
    void aLateSenmlRecordAloneIsThePackItWasFresh() {
        bench.format = Format.SENML;
        bench.batch = 1;
        bench.start().online();
        bench.burst("air", 1, 1);
        bench.offline();
        bench.pass(60);
        bench.online();
        assertEquals(bench.payloads(Lane.TELEMETRY), bench.payloads(Lane.HISTORY));
    }

    @Test
    void aSenmlMessageIsNoLargerThanAnyOther() {
        bench.format = Format.SENML;
        bench.batch = 1000;
        bench.start();
        bench.burst("air", 1, 1000);
        bench.pass(60);
        bench.online();
        bench.acknowledgeAll();
        var sizes = bench.sent.stream().map(message -> message.payload().length).toList();
        assertTrue(sizes.stream().allMatch(size -> size <= OutboxLimits.MAX_HISTORY_BYTES), sizes::toString);
        assertTrue(sizes.getFirst() > OutboxLimits.MAX_HISTORY_BYTES - 1000, sizes::toString);
    }

    @Test
    void aPlainRecordHasArrivedWithTheLastOfItsValues() {
        bench.format = Format.PLAIN;
        bench.start().online();
        bench.add(Kind.READING, "air", TWO);
        bench.settle();
        assertEquals(List.of("TELEMETRY air/temperature 21.5", "TELEMETRY air/humidity 48.1"), sent());
        bench.acknowledge();
        assertEquals(1, bench.outbox().report().records());
        bench.acknowledge();
        assertEquals(0, bench.outbox().report().records());
    }

    @Test
    void aPlainRecordIsSentAgainWholeWhileItIsFreshAndInJsonAfterwards() {
        bench.format = Format.PLAIN;
        bench.start().online();
        bench.add(Kind.READING, "air", TWO);
        bench.settle();
        bench.acknowledge();
        bench.offline();
        bench.online();
        assertEquals(sent().subList(0, 2), sent().subList(2, 4));
        bench.offline();
        bench.pass(60);
        bench.online();
        assertEquals(5, bench.sent.size());
        assertTrue(sent().getLast().startsWith("HISTORY air/ {\"readings\":[{\"ts\":"), sent().getLast());
        assertTrue(sent().getLast().endsWith(TWO + "}]}"), sent().getLast());
    }

    @Test
    void theBrokerIsToldAgainOfPlainValuesThatItKeeps() {
        bench.format = Format.PLAIN;
        bench.retained = Set.of("door");
        bench.start().online();
        bench.add(Kind.EDGE, "door", "\"state\":true");
        bench.add(Kind.STATE, "pump", "\"value\":false,\"cause\":\"start\"");
        bench.settle();
        bench.acknowledgeAll();
        bench.offline();
        bench.online();
        assertEquals(Set.of("TELEMETRY door/state true", "STATE pump/ false"), Set.copyOf(sent().subList(2, 4)));
        bench.acknowledgeAll();
        assertEquals(4, bench.sent.size());
    }

    @Test
    void plainValuesAreCountedOneByOneInWhatIsUnderWay() {
        bench.format = Format.PLAIN;
        bench.start().online();
        for (var one = 0; one < 100; one++) bench.add(Kind.READING, "air", TWO + ",\"pressure\":1013.2");
        bench.settle();
        assertEquals(Singles.WINDOW, bench.unacknowledged());
        bench.acknowledge();
        assertEquals(Singles.WINDOW - 1, bench.unacknowledged(), "a record leaves whole");
        bench.acknowledge();
        bench.acknowledge();
        assertEquals(Singles.WINDOW, bench.unacknowledged());
        bench.acknowledgeAll();
        assertEquals(0, bench.outbox().report().records());
    }

    @Test
    void aValueTheBrokerRefusesSendsItsRecordToHistory() {
        bench.format = Format.PLAIN;
        bench.start().online();
        bench.add(Kind.READING, "air", TWO);
        bench.settle();
        bench.acknowledge();
        bench.setAside();
        assertEquals(1, bench.unacknowledged(Lane.HISTORY));
        bench.acknowledgeAll();
        assertEquals(0, bench.outbox().report().records());
    }

    @Test
    void moreValuesThanMayBeUnderWayLeaveInOneMessage() {
        bench.format = Format.PLAIN;
        bench.start().online();
        var many = new StringBuilder("\"v0\":0");
        for (var i = 1; i < 60; i++) many.append(",\"v%d\":%d".formatted(i, i));
        bench.add(Kind.READING, "air", many.toString());
        bench.settle();
        assertEquals(
                List.of(Lane.HISTORY), bench.sent.stream().map(Outgoing::lane).toList());
    }

    @Test
    void aFullStoreThinsRecordsOfAnyFormatByTheirValues() {
        bench.format = Format.SENML;
        bench.start();
        bench.readings("air", 1, 3);
        bench.pass(Duration.ofSeconds(5));
        var waiting =
                bench.store().read(database -> Records.after(database, 0, 10)).orElseThrow();
        assertEquals(Set.of("count"), Thinning.values(waiting.getFirst()).keySet());
    }
}

package dev.sandpiper.agent.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An answer that the broker does not take for a day: it is as good then as it was. */
class LateReplyTest extends DeskBench {
    private static final int DAY = 24 * 60 * 60;
    private static final String FIRST =
            "{\"id\":\"a\",\"result\":\"done\",\"value\":true,\"ts\":\"2026-11-23T06:00:00.000Z\"}";

    @BeforeEach
    void anAnswerThatCannotLeave() {
        bench.offline();
        arrives("pump", ON);
        assertEquals(List.of(), replies());
    }

    @Test
    void itIsSentUnderItsOwnTopicWithTheTimeOfTheDeed() {
        bench.pass(DAY);
        bench.online();
        assertEquals(List.of(FIRST), texts());
        assertEquals("pump", replies().getFirst().id());
    }

    @Test
    void soItIsAfterACrashAmongAllOtherRecords() {
        bench.readings("air", 1, 100);
        restart();
        bench.pass(DAY);
        assertEquals(List.of(FIRST), texts());
        bench.acknowledgeAll();
        bench.offline();
        bench.online();
        bench.acknowledgeAll();
        assertEquals(List.of(FIRST), texts(), "and only once, when the broker has it");
    }

    @Test
    void aDuplicateAfterADayIsAnsweredWithTheSameAndBothLeave() {
        bench.pass(DAY);
        arrives("pump", ON);
        bench.online();
        var again = FIRST.replace("}", ",\"duplicate\":true}");
        assertEquals(List.of(FIRST, again), texts());
        assertEquals(1, carried.size());
    }

    @Test
    void whatIsNotAcknowledgedIsSentAgainOnTheNextConnectionUnchanged() {
        bench.online();
        bench.pass(DAY);
        bench.offline();
        bench.online();
        assertEquals(List.of(FIRST, FIRST), texts());
    }

    private List<String> texts() {
        assertTrue(Stream.of("history", "telemetry")
                .noneMatch(lane -> bench.sent.stream()
                        .anyMatch(message -> message.lane().name().equalsIgnoreCase(lane)
                                && new String(message.payload(), UTF_8).contains("result"))));
        return replies().stream()
                .map(reply -> new String(reply.payload(), UTF_8))
                .toList();
    }
}

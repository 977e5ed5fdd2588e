package dev.sandpiper.agent.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplyTest {
    @Test
    void onlyTheReplyWithTheCommandsIdIsOne() {
        var other = "{\"id\":\"7f3b\",\"result\":\"done\",\"value\":true}";
        for (var text : new String[] {other, "{\"result\":\"done\"}", "{\"id\":7}", "done", "{", ""})
            assertEquals(Optional.empty(), Reply.to("7f3a", text));
        assertTrue(Reply.to("7f3b", other).orElseThrow().done());
    }

    @Test
    void itIsOneLineWithEveryDigitAsItWasSent() {
        var reply = Reply.to("1", "{\n \"id\": \"1\",\n \"result\": \"done\", \"value\": 0.750 }")
                .orElseThrow();
        assertEquals("{\"id\":\"1\",\"result\":\"done\",\"value\":0.750}", reply.json());
        assertEquals(Optional.of("0.750"), reply.value());
    }

    @Test
    void itsTimeIsThereWhereItIsOne() {
        var at = Reply.to("1", "{\"id\":\"1\",\"ts\":\"2026-11-23T06:15:05.002Z\"}")
                .orElseThrow()
                .at();
        assertEquals(Optional.of(Instant.parse("2026-11-23T06:15:05.002Z")), at);
        assertEquals(
                Optional.empty(),
                Reply.to("1", "{\"id\":\"1\",\"ts\":\"noon\"}").orElseThrow().at());
    }
}

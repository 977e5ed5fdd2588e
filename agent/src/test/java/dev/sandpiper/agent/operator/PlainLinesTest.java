package dev.sandpiper.agent.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlainLinesTest {
    private final Hearing hearing = new Hearing("sandpiper");
    private final PlainLines lines = new PlainLines();

    private String line(String topic, String payload) {
        var heard = hearing.of("sandpiper/" + topic, payload.getBytes(StandardCharsets.UTF_8));
        return lines.line(heard.getFirst(), "2026-11-23T07:00:00.000Z");
    }

    @Test
    void aReadingHasItsUnitsFromInfo() {
        var reading = "{\"ts\":\"2026-11-23T06:15:05.002Z\",\"temperature\":21.46,\"humidity\":48.1,\"state\":true}";
        assertEquals(
                "2026-11-23T06:15:05.002Z greenhouse-1 air temperature 21.46 humidity 48.1 state true",
                line("greenhouse-1/telemetry/air", reading));
        line(
                "greenhouse-1/info",
                "{\"sensors\":{\"air\":{\"values\":{\"temperature\":{\"unit\":\"°C\"},\"humidity\":{\"unit\":\"%RH\"},\"state\":{}}}}}");
        assertEquals(
                "2026-11-23T06:15:05.002Z greenhouse-1 air temperature 21.46 °C humidity 48.1 %RH state true",
                line("greenhouse-1/telemetry/air", reading));
        assertEquals(
                "2026-11-23T06:15:05.002Z shed air temperature 21.46 humidity 48.1 state true",
                line("shed/telemetry/air", reading));
    }

    @Test
    void everythingElseIsOneLineToo() {
        assertEquals("2026-11-23T07:00:00.000Z hut online", line("hut/status", "online"));
        assertEquals("2026-11-23T07:00:00.000Z hut ok", line("hut/health", "{\"ok\":true,\"problems\":[]}"));
        assertEquals("2026-11-23T07:00:00.000Z hut problems: a; b", line("hut/health", "{\"problems\":[\"a\",\"b\"]}"));
        assertEquals(
                "2026-11-23T07:00:00.000Z hut air error: no answer",
                line("hut/telemetry/air", "{\"error\":\"no answer\"}"));
        assertEquals(
                "2026-11-23T07:00:00.000Z hut pump on (max-on)",
                line("hut/state/pump", "{\"value\":true,\"cause\":\"max-on\"}"));
        assertEquals(
                "2026-11-23T07:00:00.000Z hut pump reply 7f3a done, on",
                line("hut/reply/pump", "{\"id\":\"7f3a\",\"result\":\"done\",\"value\":true}"));
        assertEquals(
                "2026-11-23T07:00:00.000Z hut gap 12 records, full",
                line("hut/gap", "{\"dropped\":12,\"reason\":\"full\"}"));
        assertEquals(
                "2026-11-23T07:00:00.000Z hut telemetry air not what it should be", line("hut/telemetry/air", "{"));
    }
}

package dev.sandpiper.agent.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the messages of the contract, sections 3 and 4. */
class OrderTest {
    private static final Instant EXPIRES = Instant.parse("2026-11-23T06:16:00Z");

    @Test
    void aCommandHasIdValueForAndExpires() {
        var order = Order.toActuator("hut", "pump", "7f3a", "true", Optional.of(Duration.ofSeconds(30)), EXPIRES);
        assertEquals(
                "{\"id\":\"7f3a\",\"value\":true,\"for\":\"30s\",\"expires\":\"2026-11-23T06:16:00.000Z\"}",
                order.message());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '#',
            value = {
                "on, \"on\"",
                "OFF, \"OFF\"",
                "toggle, \"toggle\"",
                "false, false",
                "0, 0",
                "0.75, 0.75",
                "-1, -1",
                "1e-1, 1e-1",
                "0.30000000000000004, 0.30000000000000004",
                "007, \"007\"",
                ".5, \".5\"",
                "NaN, \"NaN\"",
                "1e9999, \"1e9999\"",
                "a\"b\\, \"a\\\"b\\\\\""
            })
    void aValueIsANumberOrALiteralWhereJsonHasItAndElseAText(String typed, String json) {
        var order = Order.toActuator("hut", "pump", "7f3a", typed, Optional.empty(), EXPIRES);
        assertEquals(
                "{\"id\":\"7f3a\",\"value\":" + json + ",\"expires\":\"2026-11-23T06:16:00.000Z\"}", order.message());
    }

    @Test
    void theAgentsOwnCommandsNameWhatTheyTake() {
        assertEquals("{\"id\":\"1\",\"do\":\"ping\",\"expires\":\"2026-11-23T06:16:00.000Z\"}", agent("ping"));
        assertEquals(
                "{\"id\":\"1\",\"do\":\"read\",\"sensor\":\"air\",\"expires\":\"2026-11-23T06:16:00.000Z\"}",
                agent("read", "air"));
        assertEquals(
                "{\"id\":\"1\",\"do\":\"interval\",\"sensor\":\"air\",\"every\":\"5s\",\"expires\":\"2026-11-23T06:16:00.000Z\"}",
                agent("interval", "air", "5s"));
        assertEquals("{\"id\":\"1\",\"do\":\"read\",\"expires\":\"2026-11-23T06:16:00.000Z\"}", agent("read"));
    }

    private static String agent(String... words) {
        return Order.toAgent("hut", "1", List.of(words), EXPIRES).message();
    }
}

package dev.sandpiper.agent.endtoend;

import static dev.sandpiper.agent.testing.Eventually.lasts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.sandpiper.agent.payload.SenmlResolver;
import dev.sandpiper.agent.payload.SenmlResolver.Resolved;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code broker.format}: what those who read hear, by a real broker, and over a reload from one to the other. */
class OtherFormatsTest {
    private static final String TEMPERATURE = "hut/air/temperature";

    /** Longer than what is measured counts as fresh. */
    private static final Duration AWAY = Duration.ofMillis(1500);

    @TempDir
    Path folder;

    private static String file(Site site, String format) {
        return """
                device: { id: hut }
                broker: { url: "mqtt://127.0.0.1:%d", reconnect: { min: 100ms, max: 500ms }, format: %s }
                outbox: { directory: outbox, fresh_for: 1s, commit_every: 200ms }
                board: { type: simulated }
                sensors: [ { id: air, type: lm75, every: 200ms }, { id: door, type: gpio-input, pin: 17, pull: up } ]
                actuators: [ { id: lamp, type: gpio-output, pin: 23 } ]
                """.formatted(site.broker().port(), format);
    }

    private static List<Resolved> resolved(String pack) {
        return new SenmlResolver(BigDecimal.ZERO).resolve(pack);
    }

    private static boolean inUnit(String unit, Resolved record) {
        return record.unit().filter(unit::equals).isPresent();
    }

    @Test
    void senmlThenPlainWhichIsLateInJson() {
        try (var site = Site.in(folder, "")) {
            site.agent().configure(file(site, "senml"));
            site.start();
            var recorder = site.recorder();
            var air = recorder.await(site.topic("telemetry/air"), _ -> true);
            assertTrue(
                    resolved(air).stream()
                            .anyMatch(record -> record.name().equals(TEMPERATURE) && inUnit("Cel", record)),
                    air);
            var lamp = recorder.await(site.topic("state/lamp"), _ -> true);
            assertTrue(
                    resolved(lamp).stream()
                            .anyMatch(record -> record.name().equals("hut/lamp/value")
                                    && record.value().orElseThrow().equals("false")),
                    lamp);
            assertEquals(
                    "done",
                    site.ask("lamp", "{\"id\":\"a\",\"value\":true}")
                            .get("result")
                            .getAsString());

            site.agent().configure(file(site, "plain"));
            site.agent().signal("-HUP");
            var value = recorder.await(site.topic("telemetry/air/temperature"), _ -> true);
            assertTrue(value.matches("-?\\d+\\.\\d+"), value);
            site.ask("lamp", "{\"id\":\"b\",\"value\":false}");
            recorder.await(site.topic("state/lamp"), "false"::equals);

            recorder.await(site.topic("telemetry/door"), String::isEmpty);

            site.broker().stop();
            lasts(AWAY);
            site.broker().start();
            var late = recorder.await(site.topic("history/air"), text -> text.startsWith("{"));
            var readings = JsonParser.parseString(late).getAsJsonObject().getAsJsonArray("readings");
            assertTrue(readings.get(0).getAsJsonObject().has("temperature"), late);
            assertEquals(0, site.agent().terminate());
            recorder.await(site.topic("status"), "offline"::equals);
        }
    }
}

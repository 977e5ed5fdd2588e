package dev.sandpiper.agent.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code send_every}: what Home Assistant makes of messages with many readings, by {@code home_assistant.py}. */
class GatheredReadingsTest {
    @TempDir
    static Path folder;

    private static JsonObject home;

    @BeforeAll
    static void messagesOfAllSorts() throws IOException {
        var config = Configurations.of(folder, """
                broker: { url: "mqtt://127.0.0.1", send_every: 5m }
                sensors:
                  - { id: air, type: bme280 }
                  - { id: said, type: exec, command: [x], values: { mood: {}, state: {} } }
                """);
        var given = new JsonObject();
        given.add("discovery", Configurations.message(config));
        given.add("messages", messages());
        given.add("commands", new JsonArray());
        home = rendered(given);
    }

    private static JsonArray messages() {
        var all = new JsonArray();
        all.add(message(
                "air", wrapped(reading(9, "'temperature':1.0,'humidity':50.0"), reading(8, "'temperature':2.0"))));
        all.add(message("air", wrapped(reading(3600, "'temperature':3.0"))));
        all.add(message("air", wrapped(reading(5, "'error':'torn'"))));
        all.add(message("air", reading(1, "'temperature':4.0")));
        all.add(message("said", wrapped(reading(1, "'mood':'fair','state':true"))));
        return all;
    }

    private static JsonArray message(String sensor, String payload) {
        var message = new JsonArray();
        message.add("sandpiper/hut/history/" + sensor);
        message.add(payload);
        return message;
    }

    private static String wrapped(String... readings) {
        return "{\"readings\":[%s]}".formatted(String.join(",", readings));
    }

    private static String reading(int secondsAgo, String values) {
        var at = Instant.now().minus(Duration.ofSeconds(secondsAgo));
        return "{\"ts\":\"%s\",%s}".formatted(at, values.replace('\'', '"'));
    }

    private static JsonObject rendered(JsonObject given) throws IOException {
        var script = "src/test/resources/dev/sandpiper/agent/endtoend/home_assistant.py";
        var process = new ProcessBuilder("/usr/bin/python3", script)
                .redirectError(folder.resolve("python").toFile())
                .start();
        try (var in = process.getOutputStream()) {
            in.write(given.toString().getBytes(StandardCharsets.UTF_8));
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return JsonParser.parseString(output).getAsJsonObject();
    }

    private static String states(String entity) {
        return home.getAsJsonObject("states").getAsJsonArray(entity).toString();
    }

    @Test
    void allOfItIsUnderstood() {
        assertEquals("[]", home.getAsJsonArray("problems").toString());
    }

    @Test
    void theNewestCountsAndWhatIsOldOrMissingChangesNothing() {
        assertEquals("[2.0,2.0,2.0,4.0]", states("air_temperature"));
        assertEquals("[50.0,50.0,50.0,50.0]", states("air_humidity"));
    }

    @Test
    void textsAndFlagsAreReadTheSameWay() {
        assertEquals("[\"fair\"]", states("said_mood"));
        assertEquals("[true]", states("said_state"));
    }
}

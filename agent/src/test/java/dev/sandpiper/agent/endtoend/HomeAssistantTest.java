package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Home Assistant would make of a device, and what comes of its commands: a real agent and a real broker on one side,
 * on the other all templates, rendered by jinja2 ({@code home_assistant.py}).
 */
class HomeAssistantTest {
    private static final String CONFIG = "homeassistant/device/hut/config";

    @TempDir
    static Path folder;

    private static Site site;
    private static JsonObject home;

    @BeforeAll
    static void anAgentWithOneOfEachKindAndWhatItSaid() {
        site = Site.in(folder, """
                home_assistant: { discovery: true }
                agent_commands: [ping, read, health]
                sensors:
                  - { id: air, type: bme280, every: 100ms, values: { humidity: { deadband: 100 } } }
                  - { id: torn, type: lm75, every: 100ms }
                  - { id: bus, type: ina226, every: 100ms }
                  - { id: light, type: bh1750, every: 100ms }
                  - { id: box, type: system, every: 100ms }
                  - { id: front-door, type: gpio-input, pin: 17, pull: up, active: low, debounce: 0ms }
                  - { id: bell, type: button, pin: 5, pull: up, active: low, debounce: 0ms, double: 0ms }
                  - { id: gas, type: gpio-counter, pin: 6, every: 100ms }
                  - { id: said, type: exec, command: [echo, '{"mood":"fair","temperature":3}'], values: { mood: {}, temperature: {} } }
                actuators:
                  - { id: pump, type: gpio-output, pin: 22 }
                  - { id: lamp, type: pwm-output, pin: 18 }
                  - { id: stove, type: pwm-output, pin: 19, range: [0.2, 0.8] }
                  - { id: flap, type: servo, pin: 13, range: [-90, 90], safe: -90 }
                  - { id: valve, type: mcp4725, initial: 1.5 }
                """).start();
        site.await("telemetry/torn", reading -> reading.has("temperature"));
        site.agent().control("i2c 1 0x48 fail");
        site.agent().control("gpio 17 low");
        site.agent().control("gpio 5 low");
        site.agent().control("gpio 5 high");
        site.await("telemetry/torn", reading -> reading.has("error"));
        site.await("telemetry/bell", reading -> reading.has("event"));
        site.await("telemetry/front-door", reading -> reading.get("state").getAsBoolean());
        site.await("telemetry/air", reading -> !reading.has("humidity"));
        site.await("telemetry/said", reading -> reading.has("mood"));
        for (var sensor : List.of("bus", "light", "box", "gas")) site.await("telemetry/" + sensor, _ -> true);
        for (var actuator : List.of("pump", "lamp", "stove", "flap", "valve"))
            site.await("state/" + actuator, _ -> true);
        site.await(
                "health",
                health -> !health.get("ok").getAsBoolean()
                        && health.get("problems").toString().contains("torn"));
        home = rendered("""
                { "entity": "pump_switch", "value": "ON" },
                { "entity": "lamp_light", "state": true, "brightness": 128 },
                { "entity": "stove_light", "state": true, "brightness": 255 },
                { "entity": "flap_number", "value": 45.0 },
                { "entity": "valve_number", "value": 2.2 },
                { "entity": "agent_health", "value": "PRESS" },
                { "entity": "pump_switch", "value": "OFF", "late": 31 },
                { "entity": "lamp_light", "state": false, "late": 31 },
                { "entity": "flap_number", "value": 0, "late": 31 },
                { "entity": "lamp_light", "state": false },
                { "entity": "stove_light", "state": true, "brightness": 1 },
                { "entity": "lamp_light", "state": true }
                """);
    }

    @AfterAll
    static void theEnd() {
        site.close();
    }

    private static JsonObject rendered(String commands) {
        var messages = new JsonArray();
        for (var message : site.recorder().messages()) {
            var pair = new JsonArray();
            pair.add(message.topic());
            pair.add(message.payload());
            messages.add(pair);
        }
        var discovery = site.recorder().on(CONFIG).getLast();
        return python("{\"discovery\":%s,\"messages\":%s,\"commands\":[%s]}".formatted(discovery, messages, commands));
    }

    // Debian's own, since its jinja2 is what scripts/test installs.
    private static JsonObject python(String input) {
        try {
            var script = Path.of("src/test/resources/dev/sandpiper/agent/endtoend/home_assistant.py");
            var process = new ProcessBuilder("/usr/bin/python3", script.toString())
                    .redirectError(folder.resolve("python").toFile())
                    .start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals("", Files.readString(folder.resolve("python")));
            return JsonParser.parseString(output).getAsJsonObject();
        } catch (IOException | InterruptedException broken) {
            throw new AssertionError(broken);
        }
    }

    private static List<JsonElement> states(String entity) {
        return home.getAsJsonObject("states").getAsJsonArray(entity).asList();
    }

    private static JsonElement last(String entity) {
        return states(entity).getLast();
    }

    @Test
    void homeAssistantUnderstandsEverythingItIsTold() {
        assertEquals("[]", home.getAsJsonArray("problems").toString());
    }

    @Test
    void theAgentHearsWhenHomeAssistantStarts() {
        assertTrue(site.broker().logContains("hut 1 homeassistant/status"));
    }

    @Test
    void numbersAreThoseOfTheReadings() {
        var reading = site.on("telemetry/air").getFirst();
        assertEquals(
                reading.get("temperature").getAsDouble(),
                states("air_temperature").getFirst().getAsDouble());
        assertEquals(3, last("said_temperature").getAsDouble());
        assertEquals(0, states("gas_count").getFirst().getAsDouble());
        assertEquals("fair", last("said_mood").getAsString());
    }

    @Test
    void whatStayedWithinItsDeadbandIsLeftAsItWas() {
        var first = site.on("telemetry/air").getFirst().get("humidity").getAsDouble();
        assertEquals(first, last("air_humidity").getAsDouble());
        assertTrue(states("air_humidity").size() > 1);
    }

    @Test
    void aSensorThatFailsIsUnknownAndAProblem() {
        assertTrue(last("torn_temperature").isJsonNull());
        assertTrue(last("agent_problem").getAsBoolean());
    }

    @Test
    void contactsAreOnOrOffAndPressesAreEvents() {
        assertEquals("[false, true]", states("front-door_state").toString());
        assertEquals("press", last("bell_event").getAsString());
    }

    @Test
    void itsCommandsMoveOutputsOnceAndNeverLate() {
        var commands = home.getAsJsonArray("commands").asList().stream()
                .map(JsonElement::getAsJsonArray)
                .toList();
        commands.forEach(command -> send(command));
        send(commands.getFirst());
        Eventually.until("all are answered", () -> replies() == commands.size() + 1);
        assertEquals(List.of("low", "high"), site.agent().levels(22));
        assertEquals(List.of("0.0", "0.502", "0.0", "1.0"), site.agent().shown("pwm 18"));
        assertEquals(List.of("0.0", "0.8", "0.2"), site.agent().shown("pwm 19"));
        assertEquals("0.1", site.agent().shown("pwm 13").getLast());
        assertEquals(3, results("expired"));
        assertEquals(commands.size() - 3 + 1, results("done"));
    }

    private static void send(JsonArray command) {
        site.broker().publish(command.get(0).getAsString(), command.get(1).getAsString());
    }

    private static long replies() {
        return names().mapToLong(name -> site.onceOn("reply/" + name).size()).sum();
    }

    private static Stream<String> names() {
        return Stream.of("pump", "lamp", "stove", "flap", "valve", "agent");
    }

    private static long results(String result) {
        return names().flatMap(name -> site.onceOn("reply/" + name).stream())
                .filter(reply -> reply.get("result").getAsString().equals(result))
                .count();
    }
}

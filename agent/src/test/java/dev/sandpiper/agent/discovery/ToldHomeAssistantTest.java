package dev.sandpiper.agent.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.link.LinkMemory;
import dev.sandpiper.agent.testing.SimulatedTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When Home Assistant is told, and how what is gone is taken back. */
class ToldHomeAssistantTest {
    private static final String TOPIC = "homeassistant/device/hut/config";
    private static final String AIR = "sensors: [ { id: air, type: lm75 } ]\n";
    private static final String PUMP = "actuators: [ { id: pump, type: gpio-output, pin: 22 } ]\n";
    private static final String SMALL = "broker: { url: \"mqtt://127.0.0.1\", max_packet: 2KiB }";
    private static final String ON = "home_assistant: { discovery: true }\n";

    @TempDir
    Path folder;

    private final SimulatedTime time = new SimulatedTime();
    private final Kept kept = new Kept();
    private final Said said = new Said();
    private HomeAssistant homeAssistant = run();

    /** What is kept from run to run. */
    private static final class Kept implements LinkMemory {
        private final Map<String, String> notes = new LinkedHashMap<>();
        private int writes;

        @Override
        public Duration away() {
            return Duration.ZERO;
        }

        @Override
        public Optional<String> recall(String name) {
            return Optional.ofNullable(notes.get(name));
        }

        @Override
        public Optional<String> setup() {
            return Optional.empty();
        }

        @Override
        public void keep(String name, String text) {
            writes++;
            notes.put(name, text);
        }
    }

    /** What would be sent after a connect, and what was sent once more. */
    private static final class Said implements Voice {
        private final Map<String, String> always = new LinkedHashMap<>();
        private final List<String> again = new ArrayList<>();

        @Override
        public void always(String topic, String payload) {
            always.put(topic, payload);
        }

        @Override
        public void again(String topic, String payload) {
            again.add(topic + " " + payload);
        }

        @Override
        public void never(String topic) {
            always.remove(topic);
        }
    }

    /** A new run: what was to be sent is forgotten with the process. */
    private HomeAssistant run() {
        said.always.clear();
        return new HomeAssistant(said, kept, time, new Random(1));
    }

    private AgentConfig config(String rest) {
        return Configurations.of(folder, rest);
    }

    private void tells(String rest) {
        homeAssistant.tellOf(config(rest), "1.0.0", "a laptop");
    }

    private void restartsWith(String rest) {
        homeAssistant = run();
        tells(rest);
    }

    private JsonObject entities(String topic) {
        return JsonParser.parseString(said.always.get(topic)).getAsJsonObject().getAsJsonObject("cmps");
    }

    @Test
    void nothingIsSaidWithoutDiscovery() {
        tells(AIR);
        assertEquals(Map.of(), said.always);
        homeAssistant.heard("online".getBytes());
        assertTrue(homeAssistant.run().toHours() > 1);
        assertEquals(List.of(), said.again);
        assertEquals(0, kept.writes);
    }

    @Test
    void whatIsGoneIsTakenBackUntilTheBrokerHasThatAndThenNotMentioned() {
        tells(ON + AIR + PUMP);
        homeAssistant.taken(TOPIC);
        for (var run = 0; run < 2; run++) {
            restartsWith(ON + AIR);
            assertEquals(
                    "{\"p\":\"switch\"}", entities(TOPIC).get("pump_switch").toString());
            assertTrue(entities(TOPIC).has("air_temperature"));
        }
        homeAssistant.taken(TOPIC);
        restartsWith(ON + AIR);
        assertFalse(entities(TOPIC).has("pump_switch"));
    }

    @Test
    void whatTheBrokerMayHaveIsTakenBackAlthoughItNeverAcknowledgedIt() {
        tells(ON + AIR + PUMP);
        restartsWith(ON + AIR);
        assertEquals("{\"p\":\"switch\"}", entities(TOPIC).get("pump_switch").toString());
        restartsWith(AIR);
        assertEquals(Map.of(TOPIC, ""), said.always);
    }

    @Test
    void anotherKindOfOutputUnderTheSameIdTakesTheFormerBack() {
        tells(ON + PUMP);
        homeAssistant.taken(TOPIC);
        restartsWith(ON + "actuators: [ { id: pump, type: pwm-output, pin: 18 } ]");
        assertEquals("{\"p\":\"switch\"}", entities(TOPIC).get("pump_switch").toString());
        assertEquals(
                "light", entities(TOPIC).getAsJsonObject("pump_light").get("p").getAsString());
    }

    @Test
    void turnedOffTheWholeMessageIsEmptiedOnce() {
        tells(ON + AIR);
        homeAssistant.taken(TOPIC);
        restartsWith(AIR);
        assertEquals(Map.of(TOPIC, ""), said.always);
        homeAssistant.taken(TOPIC);
        assertEquals(Map.of(), said.always);
        restartsWith(AIR);
        assertEquals(Map.of(), said.always);
    }

    @Test
    void underAnotherPrefixTheFormerTopicIsEmptiedUntilThatIsTaken() {
        tells(ON + AIR);
        homeAssistant.taken(TOPIC);
        for (var run = 0; run < 2; run++) {
            restartsWith("home_assistant: { discovery: true, prefix: house }\n" + AIR);
            assertEquals("", said.always.get(TOPIC));
            assertTrue(entities("house/device/hut/config").has("air_temperature"));
            homeAssistant.taken("house/device/hut/config");
        }
        homeAssistant.taken(TOPIC);
        assertEquals(List.of("house/device/hut/config"), List.copyOf(said.always.keySet()));
    }

    @Test
    void aConfigurationThatChangesWhileItRunsIsToldAnew() {
        tells(ON + AIR + PUMP);
        homeAssistant.taken(TOPIC);
        tells(ON + PUMP);
        assertEquals(
                "{\"p\":\"sensor\"}", entities(TOPIC).get("air_temperature").toString());
        homeAssistant.taken(TOPIC);
        tells(PUMP);
        assertEquals(Map.of(TOPIC, ""), said.always);
    }

    @Test
    void whatTheBrokerHasAnywayIsNotWrittenDownAgain() {
        tells(ON + AIR);
        homeAssistant.taken(TOPIC);
        restartsWith(ON + AIR);
        homeAssistant.taken(TOPIC);
        assertEquals(1, kept.writes);
    }

    @Test
    void whenHomeAssistantComesBackItIsToldAfterSomeSecondsOnce() {
        tells(ON + AIR);
        homeAssistant.heard("offline".getBytes());
        assertTrue(homeAssistant.run().toHours() > 1);
        homeAssistant.heard("online".getBytes());
        var pause = homeAssistant.run();
        assertTrue(pause.toMillis() > 900 && pause.toSeconds() <= 10, pause.toString());
        homeAssistant.heard("online".getBytes());
        assertEquals(pause, homeAssistant.run(), "once is enough");
        time.pass(pause);
        homeAssistant.run();
        homeAssistant.run();
        assertEquals(List.of(TOPIC + " " + said.always.get(TOPIC)), said.again);
    }

    @Test
    void devicesDrawDifferentPauses() {
        tells(ON + AIR);
        var pauses = new HashSet<Duration>();
        for (var seed = 0; seed < 20; seed++) {
            var one = new HomeAssistant(said, kept, time, new Random(seed));
            one.tellOf(config(ON + AIR), "1.0.0", "a laptop");
            one.heard("online".getBytes());
            pauses.add(one.run());
        }
        assertTrue(pauses.size() > 15, pauses.toString());
    }

    @Test
    void aMessageLargerThanAPacketIsNotSent() {
        tells(ON + AIR + SMALL);
        assertEquals(Map.of(), said.always);
        var problem = homeAssistant.problem().orElseThrow();
        assertTrue(
                problem.matches(".* \\d+ entities need a message of \\d+ bytes, broker.max_packet allows 2048; .*"),
                problem);
        tells(ON + AIR);
        assertEquals(Optional.empty(), homeAssistant.problem());
    }

    /** Emptied, the topic would have all of them removed there. */
    @Test
    void whatWasToldBeforeStaysWhereTheNextIsTooLarge() {
        tells(ON + AIR);
        homeAssistant.taken(TOPIC);
        said.always.clear();
        tells(ON + AIR + PUMP + SMALL);
        assertEquals(Map.of(), said.always);
        tells(AIR);
        assertEquals(Map.of(TOPIC, ""), said.always);
        assertEquals(Optional.empty(), homeAssistant.problem());
    }
}

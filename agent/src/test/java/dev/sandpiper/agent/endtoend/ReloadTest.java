package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP: the configuration is read again, and what is the same does not notice. */
class ReloadTest {
    private static final String AIR = "{ id: air, type: lm75, every: 100ms }";
    private static final String LAMP = "{ id: lamp, type: gpio-output, pin: 23, max_on: 1h }";
    private static final String PUMP = "{ id: pump, type: gpio-output, pin: 22, initial: last }";

    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void anAgentWithALampAndAPumpThatAreOn() {
        site = Site.in(folder, "");
        configure("", AIR, LAMP, PUMP);
        site.start();
        site.ask("lamp", "{\"id\":\"a\",\"value\":true}");
        site.ask("pump", "{\"id\":\"a\",\"value\":true}");
    }

    @AfterEach
    void theEnd() {
        site.close();
    }

    private void configure(String broker, String sensors, String... actuators) {
        site.agent().configure("""
                device: { id: hut }
                broker: { url: "mqtt://127.0.0.1:%d", reconnect: { min: 100ms, max: 500ms }%s }
                outbox: { directory: outbox }
                board: { type: simulated, trace: trace.log }
                health: { every: 1s }
                sensors: [ %s ]
                actuators: [ %s ]
                agent_commands: [ping, read, restart]
                """.formatted(site.broker().port(), broker, sensors, String.join(", ", actuators)));
    }

    private void reload(String lineOfTheLog) {
        var before = site.agent().logLinesWith(lineOfTheLog).size();
        site.agent().signal("-HUP");
        Eventually.until(
                () -> "the agent says '" + lineOfTheLog + "'; it said:\n"
                        + site.agent().log(),
                () -> site.agent().logLinesWith(lineOfTheLog).size() > before);
    }

    private String retained(String topic) {
        try (var newcomer = Recorder.on(site.broker(), "newcomer")) {
            newcomer.await(site.topic("status"), _ -> true);
            return newcomer.messages().stream()
                    .filter(message -> message.retained() && message.topic().equals(site.topic(topic)))
                    .map(Recorder.Message::payload)
                    .findFirst()
                    .orElse("");
        }
    }

    private void awaitProblems(String words) {
        site.await(
                "health",
                health -> words.isEmpty()
                        ? health.get("ok").getAsBoolean()
                        : health.get("problems").toString().contains(words));
    }

    private static String result(JsonObject reply) {
        return reply.get("result").getAsString();
    }

    @Test
    void whatIsTheSameDoesNotNoticeAndWhatGoesIsLeftSafeAndForgotten() {
        var first = site.info();
        var fan = "{ id: fan, type: pwm-output, pin: 18, initial: 0.2, on_link_loss: { after: 300ms } }";
        configure("", AIR + ", { id: water, type: tmp102, address: 0x49, every: 100ms }", LAMP, fan);
        reload("the configuration was read again");
        site.await("telemetry/water", reading -> reading.has("temperature"));
        assertEquals("done", result(site.ask("fan", "{\"id\":\"b\",\"value\":0.5}")));
        assertEquals("rejected", result(site.ask("pump", "{\"id\":\"b\",\"value\":true}")));
        assertTrue(site.ask("pump", "{\"id\":\"a\",\"value\":true}").has("duplicate"));
        assertEquals(List.of("low", "high", "low"), site.agent().levels(22));
        assertEquals(List.of("low", "high"), site.agent().levels(23), "the lamp did not notice");
        var info = site.await("info", birth -> !birth.get("config").equals(first.get("config")));
        assertEquals(first.get("run"), info.get("run"));
        assertEquals("[lamp, fan]", info.getAsJsonObject("actuators").keySet().toString());
        Eventually.until(
                "the broker keeps no state of the pump",
                () -> retained("state/pump").isEmpty());
        assertFalse(retained("state/lamp").isEmpty());
        assertEquals(1, site.agent().logLinesWith("connected to").size());
        assertEquals(List.of("0.2", "0.5"), site.agent().shown("pwm 18"), "the fan knows that there is a link");
        configure("", AIR, LAMP, PUMP);
        reload("the configuration was read again");
        assertEquals("done", result(site.ask("pump", "{\"id\":\"c\",\"value\":true}")));
        assertEquals(
                List.of("low", "high", "low", "low", "high"), site.agent().levels(22), "what it had been is forgotten");
        assertEquals(0, site.agent().terminate());
        assertEquals(List.of("low", "high", "low"), site.agent().levels(23));
        site.arrivals().assertNothingMissing();
    }

    @Test
    void aFileThatCannotBeTakenLeavesTheFormerOneInUseAndIsToldUntilOneCan() {
        configure("", AIR + ", { id: water, type: tmp102, address: 0x49, adress: 3, evry: 1s }", LAMP, PUMP);
        reload("stays in use");
        assertEquals(
                1,
                site.agent()
                                .logLinesWith("ERROR " + site.agent().file("agent.yaml") + ":6:")
                                .size()
                        - 1);
        awaitProblems("(and 1 more, see the log)");
        assertEquals("rejected", result(site.ask("agent", "{\"id\":\"r\",\"do\":\"restart\"}")));
        configure("", AIR, LAMP, PUMP);
        reload("the configuration was read again");
        awaitProblems("");
        configure("", AIR, LAMP);
        site.agent().configureWith("drivers: [ { type: mine, jar: mine.jar, class: Mine } ]");
        reload("stays in use");
        awaitProblems("a change of drivers needs a restart");
        assertEquals(List.of("low", "high"), site.agent().levels(22), "nothing of it was taken");
    }

    @Test
    void anotherBrokerConfigurationMakesTheLinkAnewAndNothingElse() {
        configure(", keep_alive: 30s", AIR, LAMP, PUMP);
        reload("connected to");
        assertEquals("done", result(site.ask("lamp", "{\"id\":\"b\",\"value\":true}")));
        awaitProblems("");
        assertEquals(List.of("low", "high"), site.agent().levels(22));
        assertEquals(List.of("low", "high"), site.agent().levels(23));
        assertEquals(List.of("online", "offline", "online"), site.recorder().on(site.topic("status")));
        assertEquals(0, site.agent().terminate());
        site.arrivals().assertNothingMissing();
    }

    @Test
    void homeAssistantIsToldWhatGoesAndThenThatAllIsGone() {
        var home = "homeassistant/device/hut/config";
        site.agent().configureWith("home_assistant: { discovery: true }");
        reload("connected to");
        site.recorder().await(home, told -> told.contains("pump_switch"));
        configure("", AIR, LAMP);
        site.agent().configureWith("home_assistant: { discovery: true }");
        reload("the configuration was read again");
        site.recorder().await(home, told -> told.contains("\"pump_switch\":{\"p\":\"switch\"}"));
        configure("", AIR, LAMP);
        reload("connected to");
        site.recorder().await(home, String::isEmpty);
    }
}

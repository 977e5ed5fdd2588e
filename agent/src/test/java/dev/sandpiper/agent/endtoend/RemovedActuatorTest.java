package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An actuator that is taken out of the configuration while {@code for} runs on it and the agent was killed, and put back. */
class RemovedActuatorTest {
    private static final String LAMP = "{ id: lamp, type: gpio-output, pin: 23 }";
    private static final String PUMP = "{ id: pump, type: gpio-output, pin: 22, initial: last, max_on: 2h }";
    private static final String ON = "{\"id\":\"a\",\"value\":true,\"for\":\"1h\"}";

    @TempDir
    Path folder;

    private Site site;

    @AfterEach
    void theEnd() {
        site.close();
    }

    private void configure(String... actuators) {
        site.agent().configure("""
                device: { id: hut }
                broker: { url: "mqtt://127.0.0.1:%d", reconnect: { min: 100ms, max: 500ms } }
                outbox: { directory: outbox }
                board: { type: simulated, trace: trace.log }
                actuators: [ %s ]
                """.formatted(site.broker().port(), String.join(", ", actuators)));
    }

    @Test
    void itIsLeftAloneAnsweredForAndBeginsAnewWhenItIsBack() {
        site = Site.in(folder, "");
        configure(LAMP, PUMP);
        site.start();
        var first = site.ask("pump", ON);
        assertEquals("done", first.get("result").getAsString());
        site.agent().kill();
        configure(LAMP);
        site.start();
        assertFalse(site.info().getAsJsonObject("actuators").has("pump"));
        site.recorder().await(site.topic("state/pump"), String::isEmpty);
        site.send("pump", ON);
        var again = site.await("reply/pump", reply -> reply.has("duplicate"));
        assertTrue(again.remove("duplicate").getAsBoolean());
        assertEquals(first, again);
        assertEquals(
                "rejected",
                site.ask("pump", "{\"id\":\"b\",\"value\":true}").get("result").getAsString());
        assertEquals(List.of("low", "high"), site.agent().levels(22), "nobody drives it");
        site.agent().kill();
        configure(LAMP, PUMP);
        site.start();
        assertEquals(List.of("low", "high", "low"), site.agent().levels(22), "what it had been is forgotten");
    }
}

package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Eventually;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counters and buttons on the simulated board, from pulse to broker. */
class CounterTest {
    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void anAgent() {
        site = Site.in(folder, """
                sensors:
                  - { id: rain, type: gpio-counter, pin: 17, measures: rain, each: 0.2794, every: 200ms }
                  - { id: bell, type: button, pin: 27, pull: up, active: low }
                  - { id: lamp, type: button, pin: 22 }
                """).start();
        awaitCount(0);
    }

    @AfterEach
    void theEnd() {
        site.close();
    }

    private JsonObject awaitCount(long count) {
        return site.await(
                "telemetry/rain",
                reading -> reading.has("count") && reading.get("count").getAsLong() == count);
    }

    @Test
    void aCountGoesOnAfterACleanRestart() {
        site.agent().control("gpio 17 pulse 5");
        assertEquals("1.397", awaitCount(5).get("rain").getAsString());
        site.agent().terminate();
        site.start();
        site.info();
        site.agent().control("gpio 17 pulse 3");
        awaitCount(8);
        var counts = site.onceOn("telemetry/rain").stream()
                .map(reading -> reading.get("count").getAsLong())
                .distinct()
                .toList();
        assertEquals(counts.stream().sorted().toList(), counts, "never backwards");
    }

    @Test
    void eachPressIsTold() {
        site.agent().control("gpio 27 pulse 1 2/s");
        assertEquals("press", awaitEvent("bell", 1));
        site.agent().control("gpio 27 pulse 1 2/s");
        assertEquals("press", awaitEvent("bell", 2));
        site.agent().control("gpio 27 pulse 2 5/s");
        assertEquals("double", awaitEvent("bell", 3));
        site.agent().control("gpio 22 high");
        assertEquals("long", awaitEvent("lamp", 1));
    }

    private String awaitEvent(String button, int number) {
        var topic = "telemetry/" + button;
        Eventually.until(
                number + " presses of " + button + " are told",
                () -> site.on(topic).size() >= number);
        return site.on(topic).get(number - 1).get("event").getAsString();
    }
}

package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent knows of the one before it, after a clean stop and after a crash: contract sections 2, 3 and 5. */
class RestartTest {
    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void anAgent() {
        site = Site.in(folder, """
                sensors: [ { id: air, type: bme280, every: 200ms } ]
                actuators:
                  - { id: pump, type: gpio-output, pin: 22 }
                  - { id: fridge, type: gpio-output, pin: 23, safe: on, initial: on }
                """).start();
    }

    @AfterEach
    void theEnd() {
        site.close();
    }

    @Test
    void anIdIsRememberedAcrossACleanRestartAndAcrossACrash() {
        var first = site.ask("pump", "{\"id\":\"a\",\"value\":true}");
        var refused = site.ask("pump", "{\"id\":\"b\",\"value\":7}");
        site.agent().terminate();
        site.start();
        assertSameAgain(first, site.ask("pump", "{\"id\":\"a\",\"value\":true}"));
        assertSameAgain(refused, site.ask("pump", "{\"id\":\"b\",\"value\":7}"));
        site.agent().kill();
        site.start();
        assertSameAgain(first, site.ask("pump", "{\"id\":\"a\",\"value\":true}"));
        assertEquals("rejected", text(site.ask("pump", "{\"id\":\"a\",\"value\":false}"), "result"));
        assertEquals(List.of("low", "high", "low", "low", "low"), site.agent().levels(22));
    }

    private static void assertSameAgain(JsonObject first, JsonObject again) {
        assertTrue(again.has("duplicate"), again.toString());
        assertTrue(again.remove("duplicate").getAsBoolean());
        assertEquals(first, again);
    }

    @Test
    void aRunHasTheNextNumberAndTellsOfTheOneBefore() {
        Eventually.until("there are readings", () -> site.on("telemetry/air").size() >= 3);
        site.agent().terminate();
        site.start();
        var afterCleanStop = site.info();
        assertEquals(run(infos().getFirst()) + 1, run(afterCleanStop));
        assertEquals("clean", text(afterCleanStop.getAsJsonObject("previous"), "stop"));
        assertEquals(run(infos().getFirst()), run(afterCleanStop.getAsJsonObject("previous")));
        var last = site.arrivals().lastSeq(run(infos().getFirst()));
        assertEquals(
                last, afterCleanStop.getAsJsonObject("previous").get("last_seq").getAsLong());
        site.agent().kill();
        site.start();
        var afterCrash = site.info();
        assertEquals(run(afterCleanStop) + 1, run(afterCrash));
        assertEquals("crash", text(afterCrash.getAsJsonObject("previous"), "stop"));
        site.arrivals().assertNothingMissing();
    }

    @Test
    void onlyACrashIsAnnouncedAsInterruptedAndOnlyOnce() {
        site.agent().terminate();
        site.start();
        site.agent().kill();
        site.start();
        var gap = site.await("gap", _ -> true);
        assertEquals(List.of("ts", "run", "reason"), List.copyOf(gap.keySet()));
        assertEquals("interrupted", text(gap, "reason"));
        assertEquals(run(infos().get(1)), run(gap));
        site.agent().terminate();
        site.start();
        site.ask("agent", "{\"id\":\"last\",\"do\":\"ping\"}");
        assertEquals(1, site.onceOn("gap").size());
    }

    @Test
    void afterManyCrashesEachRunIsAnnouncedAndNoneHasAHole() {
        for (var crash = 0; crash < 4; crash++) {
            var readings = site.on("telemetry/air").size();
            Eventually.until(
                    "there are readings", () -> site.on("telemetry/air").size() > readings + 3);
            site.agent().kill();
            site.start();
        }
        var runs = site.arrivals().runs();
        assertEquals(site.info().get("run").getAsLong() - runs.getFirst(), 4);
        Eventually.until("all crashes are announced", () -> site.onceOn("gap").size() == 4);
        assertEquals(
                runs.subList(0, 4),
                site.onceOn("gap").stream().map(RestartTest::run).toList());
        site.arrivals().assertNothingMissing();
        site.arrivals().assertDuplicatesAreIdentical();
    }

    @Test
    void nothingGoesOnByItselfAfterARestart() {
        site.ask("pump", "on");
        site.agent().kill();
        site.start();
        site.ask("agent", "{\"id\":\"ready\",\"do\":\"ping\"}");
        assertEquals(List.of("low", "high", "low"), site.agent().levels(22));
        site.await(
                "state/pump",
                state -> run(state) == run(site.info()) && !state.get("value").getAsBoolean());
    }

    /** The tenth trap: Pi4J drives a pin low when it is told no level. */
    @Test
    void whatIsToBeOnIsNeverOffAcrossACrashAndACleanRestart() {
        site.agent().kill();
        site.start();
        site.agent().terminate();
        site.start();
        assertEquals(List.of("high", "high", "high"), site.agent().levels(23));
    }

    private List<JsonObject> infos() {
        return site.on("info").stream().distinct().toList();
    }

    private static long run(JsonObject message) {
        return message.get("run").getAsLong();
    }

    private static String text(JsonObject message, String key) {
        return message.get(key).getAsString();
    }
}

package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the agent ends: contract sections 1, 3 and 7. */
class StopTest {
    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void anAgentWithARunningPump() {
        site = Site.in(folder, """
                sensors: [ { id: air, type: bme280, every: 100ms } ]
                actuators:
                  - { id: pump, type: gpio-output, pin: 22 }
                  - { id: valve, type: gpio-output, pin: 23, safe: on, initial: off }
                """).start();
        site.ask("pump", "on");
    }

    @AfterEach
    void theEnd() {
        site.close();
    }

    @Test
    void sigtermMakesOutputsSafeTellsSoAndEndsWithZero() {
        assertEquals(0, site.agent().terminate());
        assertEquals(List.of("low", "high", "low"), site.agent().levels(22));
        assertEquals(List.of("low", "high"), site.agent().levels(23));
        var pump = site.await(
                "state/pump", state -> state.get("cause").getAsString().equals("shutdown"));
        assertFalse(pump.get("value").getAsBoolean());
        var valve = site.await(
                "state/valve", state -> state.get("cause").getAsString().equals("shutdown"));
        assertTrue(valve.get("value").getAsBoolean());
        site.arrivals().assertNothingMissing();
    }

    @Test
    void afterACleanStopTheRetainedStatusIsOfflineWithoutTheLastWill() {
        site.agent().signal("-INT");
        assertEquals(0, site.agent().exitCode());
        Eventually.until("the broker knows", () -> site.broker().logContains("Received DISCONNECT from hut"));
        assertEquals(List.of("online", "offline"), site.recorder().on("sandpiper/hut/status"));
        assertEquals("offline", retainedStatus());
    }

    @Test
    void afterACrashTheLastWillSaysOffline() {
        site.agent().kill();
        site.recorder().await("sandpiper/hut/status", "offline"::equals);
        assertFalse(site.broker().logContains("Received DISCONNECT from hut"));
        assertEquals("offline", retainedStatus());
    }

    @Test
    void aSecondSignalDoesNoHarm() {
        site.agent().signal("-TERM");
        site.agent().signal("-TERM");
        site.agent().signal("-INT");
        assertEquals(0, site.agent().exitCode());
        assertEquals(List.of("low", "high", "low"), site.agent().levels(22));
    }

    @Test
    void aSignalDuringTheStartEndsTheRunProperly() {
        site.agent().terminate();
        site.agent().start();
        site.agent().awaitLog("INFO  sandpiper ");
        assertEquals(0, site.agent().terminate());
        site.start();
        assertEquals(
                "clean", site.info().getAsJsonObject("previous").get("stop").getAsString());
    }

    @Test
    void withoutABrokerItEndsWithZeroToo() {
        site.broker().kill();
        site.agent().awaitLog("no connection to");
        assertEquals(0, site.agent().terminate());
        assertEquals(List.of("low", "high", "low"), site.agent().levels(22));
    }

    @Test
    void withABrokerThatHangsItEndsWithZeroToo() {
        site.broker().freeze();
        assertEquals(0, site.agent().terminate());
        assertEquals(List.of("low", "high", "low"), site.agent().levels(22));
        site.broker().thaw();
    }

    private String retainedStatus() {
        try (var newcomer = Recorder.on(site.broker(), "newcomer")) {
            newcomer.await("sandpiper/hut/status", _ -> true);
            return newcomer.messages().stream()
                    .filter(message -> message.retained() && message.topic().endsWith("/status"))
                    .map(Recorder.Message::payload)
                    .findFirst()
                    .orElse("");
        }
    }
}

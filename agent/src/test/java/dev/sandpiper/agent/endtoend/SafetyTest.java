package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outputs that keep themselves safe: contract sections 3 and 6, {@code max_on} and {@code on_link_loss}. */
class SafetyTest {
    @TempDir
    static Path folder;

    private static Site site;

    @BeforeAll
    static void anAgentWithGuardedOutputs() {
        site = Site.in(folder, """
                actuators:
                  - { id: limited, type: gpio-output, pin: 2, max_on: 700ms }
                  - { id: stubborn, type: gpio-output, pin: 3, max_on: 700ms }
                  - { id: inverse, type: gpio-output, pin: 4, safe: on, initial: on, max_on: 300ms }
                  - { id: linked, type: gpio-output, pin: 5, on_link_loss: { after: 300ms } }
                  - { id: patient, type: gpio-output, pin: 6, on_link_loss: { after: 1h } }
                """).start();
    }

    @AfterAll
    static void theEnd() {
        site.close();
    }

    @Test
    void whatIsOnForMaxOnGoesToItsSafeValue() {
        site.ask("limited", "on");
        assertFalse(awaitCause("limited", "max-on").get("value").getAsBoolean());
        assertEquals(List.of("low", "high", "low"), site.agent().levels(2));
    }

    @Test
    void aRepeatedOnDoesNotExtendMaxOn() {
        // Were it extended each time, this would go on for ever.
        Eventually.until("max_on is over", () -> {
            site.send("stubborn", "on");
            return site.on("state/stubborn").stream()
                    .anyMatch(state -> cause(state).equals("max-on"));
        });
    }

    @Test
    void maxOnCountsTheTimeAwayFromTheSafeValueWhicheverThatIs() {
        site.ask("inverse", "off");
        awaitCause("inverse", "max-on");
        assertEquals(List.of("high", "low", "high"), site.agent().levels(4));
    }

    @Test
    void afterLinkLossAnOutputGoesSafeAndStaysSoUntilTheNextCommand() {
        site.ask("linked", "on");
        site.ask("patient", "on");
        site.broker().kill();
        site.agent().awaitLevels(5, "low", "high", "low");
        site.broker().start();
        assertFalse(awaitCause("linked", "link-loss").get("value").getAsBoolean());
        site.ask("agent", "{\"id\":\"back\",\"do\":\"ping\"}");
        assertEquals(List.of("low", "high", "low"), site.agent().levels(5));
        assertEquals(List.of("low", "high"), site.agent().levels(6));
        site.ask("linked", "on");
        assertEquals(List.of("low", "high", "low", "high"), site.agent().levels(5));
    }

    private static JsonObject awaitCause(String name, String cause) {
        return site.await("state/" + name, state -> cause(state).equals(cause));
    }

    private static String cause(JsonObject state) {
        return state.get("cause").getAsString();
    }
}

package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pins of expanders in the place of the Pi's: contract section 9. */
class ExpanderTest {
    @TempDir
    static Path folder;

    private static Site site;

    @BeforeAll
    static void anAgentWithExpanders() {
        site = Site.in(folder, """
                actuators:
                  - { id: expander1, type: mcp23017, poll: 20ms }
                  - { id: weak, type: pcf8574, address: 0x38, poll: 20ms }
                  - { id: forgetful, type: mcp23008, address: 0x21 }
                  - { id: lamp, type: gpio-output, pin: forgetful/7, initial: on, max_on: 1h }
                  - { id: pump, type: gpio-output, pin: expander1/7, initial: on, max_on: 1h }
                  - { id: valve, type: gpio-output, pin: expander1/8, active: low, max_on: 400ms }
                  - { id: siren, type: gpio-output, pin: weak/6, active: low, max_on: 1h }
                sensors:
                  - { id: door, type: gpio-input, pin: expander1/0, pull: up, active: low }
                  - { id: gate, type: gpio-input, pin: weak/0, pull: up, active: low }
                  - { id: bell, type: button, pin: expander1/1, pull: up, active: low }
                """).start();
    }

    @AfterAll
    static void theEnd() {
        site.close();
    }

    private static List<String> shown(String output) {
        return site.agent().shown(output);
    }

    @Test
    void anOutputBeginsAtItsInitialLevelObeysAndIsGuarded() {
        site.ask("valve", "on");
        site.await("state/valve", state -> state.get("cause").getAsString().equals("max-on"));
        assertEquals(List.of("high", "low", "high"), shown("i2c 1 0x20 8"));
        assertEquals(List.of("high"), shown("i2c 1 0x20 7"));
    }

    @Test
    void anInputTellsItsChanges() {
        site.await("telemetry/door", reading -> !reading.get("state").getAsBoolean());
        site.agent().control("i2c 1 0x20 0x12 FE");
        site.await("telemetry/door", reading -> reading.get("state").getAsBoolean());
        site.agent().control("i2c 1 0x38 0x00 FE");
        site.await("telemetry/gate", reading -> reading.get("state").getAsBoolean());
    }

    @Test
    void settingOneLineNeverMovesAnother() {
        for (var i = 0; i < 5; i++) {
            site.ask("siren", "on");
            site.ask("siren", "off");
        }
        assertEquals(10, shown("i2c 1 0x38 6").size());
        assertEquals(List.of("low", "high"), shown("i2c 1 0x38 6").subList(8, 10));
        for (var line : List.of(0, 1, 2, 3, 4, 5, 7)) assertEquals(List.of(), shown("i2c 1 0x38 " + line));
    }

    @Test
    void anOutputThatFellOffWithItsSupplyIsOnAgainAndItIsTold() {
        site.agent().control("i2c 1 0x21 reset");
        site.agent()
                .awaitLog("lamp: forgetful (i2c-1 0x21) had lost its lines' levels and directions and has them again");
        assertEquals(List.of("high", "input", "high"), shown("i2c 1 0x21 7"));
    }
}

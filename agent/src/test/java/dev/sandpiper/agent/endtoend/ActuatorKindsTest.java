package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of actuator obeys, is guarded and answers as contract section 3 has it; seen on the board. */
class ActuatorKindsTest {
    @TempDir
    static Path folder;

    private static Site site;

    @BeforeAll
    static void anAgentWithOneOfEach() {
        site = Site.in(folder, """
                actuators:
                  - { id: fan, type: pwm-output, pin: 18, initial: 0.25, safe: 0.1, max_on: 1h }
                  - { id: flap, type: servo, pin: 13, range: [-90, 90], initial: 0, safe: -90, max_on: 1h }
                  - { id: lamp, type: pca9685, channel: 3, initial: 0.5, max_on: 1h }
                  - { id: glow, type: pca9685, channel: 15, active: low, max_on: 1h }
                  - { id: valve, type: mcp4725, address: 0x62, initial: 0.825, max_on: 1h }
                  - { id: deaf, type: pca9685, address: 0x42, channel: 0, max_on: 1h }
                  - { id: fan-limited, type: pwm-output, pin: 19, max_on: 400ms }
                  - { id: flap-limited, type: servo, pin: 12, max_on: 400ms }
                  - { id: lamp-limited, type: pca9685, address: 0x41, channel: 0, max_on: 400ms }
                  - { id: valve-limited, type: mcp4725, max_on: 400ms }
                """).start();
    }

    @AfterAll
    static void theEnd() {
        site.close();
    }

    private static String value(JsonObject message) {
        return message.get("value").getAsString();
    }

    private static String result(String id, String command) {
        return site.ask(id, command).get("result").getAsString();
    }

    private static List<String> shown(String output) {
        return site.agent().shown(output);
    }

    /** Output, command, its value in the answer, what the board shows first and then. */
    @ParameterizedTest
    @CsvSource({
        "fan, 0.333, 0.333, pwm 18, 0.25, 0.333",
        "flap, 45, 45.0, pwm 13, 0.075, 0.1",
        "lamp, on, 1.0, i2c 1 0x40 3, 0.5, 1.0",
        "glow, 0.25, 0.25, i2c 1 0x40 15, 1.0, 0.75",
        "valve, 3.3, 3.3, i2c 1 0x62 0, 0.25, 0.999755859"
    })
    void itBeginsAtItsInitialValueAndObeys(
            String id, String command, String value, String output, String first, String then) {
        site.agent().awaitShown(output, first);
        var reply = site.ask(id, "{\"id\":\"a\",\"value\":\"" + command + "\"}");
        assertEquals("done", reply.get("result").getAsString(), reply.toString());
        assertEquals(value, value(reply));
        assertEquals(value, value(site.await("state/" + id, state -> state.has("command"))));
        assertEquals(first, shown(output).getFirst());
        assertEquals(then, shown(output).getLast());
    }

    @ParameterizedTest
    @CsvSource({
        "fan-limited, 0.7, 0.0, pwm 19",
        "flap-limited, 180, 0.0, pwm 12",
        "lamp-limited, on, 0.0, i2c 1 0x41 0",
        "valve-limited, 3, 0.0, i2c 1 0x60 0"
    })
    void whatIsAwayFromItsSafeValueForMaxOnGoesBack(String id, String command, String safe, String output) {
        site.ask(id, command);
        var state = site.await(
                "state/" + id, told -> told.get("cause").getAsString().equals("max-on"));
        assertEquals(safe, value(state));
        assertTrue(shown(output).size() >= 2, shown(output).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fan   | 1.01   | fan takes 0 to 1, true, false, "on", "off" or "toggle", not 1.01
            flap  | 90.1   | flap takes -90 to 90 degrees, not 90.1
            flap  | on     | flap takes -90 to 90 degrees, not "on"
            lamp  | -0.1   | lamp takes 0 to 1, true, false, "on", "off" or "toggle", not -0.1
            valve | 3.31   | valve takes 0 to 3.3 V, not 3.31
            valve | toggle | valve takes 0 to 3.3 V, not "toggle"
            """)
    void whatItDoesNotTakeIsRejected(String id, String command, String reason) {
        var reply = site.ask(id, command);
        assertEquals("rejected", reply.get("result").getAsString());
        assertEquals(reason, reply.get("reason").getAsString());
    }

    @Test
    void toggleGoesToOffAndThenToOn() {
        site.ask("glow", "0.4");
        assertEquals("0.0", value(site.ask("glow", "{\"id\":\"t1\",\"value\":\"toggle\"}")));
        assertEquals("1.0", value(site.ask("glow", "{\"id\":\"t2\",\"value\":\"toggle\"}")));
    }

    @Test
    void aChipThatDoesNotAnswerFailsTheCommandAndObeysTheNext() {
        site.agent().control("i2c 1 0x42 fail");
        Eventually.until("it fails", () -> result("deaf", "0.5").equals("failed"));
        assertEquals(
                "deaf: no acknowledgement from 0x42 on i2c-1",
                site.on("reply/deaf").getLast().get("reason").getAsString());
        site.agent().control("i2c 1 0x42 ok");
        Eventually.until("it obeys", () -> result("deaf", "0.75").equals("done"));
        assertEquals("0.75", shown("i2c 1 0x42 0").getLast());
    }
}

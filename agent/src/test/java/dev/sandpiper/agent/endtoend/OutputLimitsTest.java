package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits of outputs, with a real broker, a crash and a restart, judged from the board's trace. */
class OutputLimitsTest {
    private static final int DEAD_TIME = 300;
    private static final int RAMP = 1000;
    /** The trace has whole milliseconds, and a ramp goes ahead by the first of its steps of 50 ms. */
    private static final int BLUR = 2;

    private static final int STEP = 50;

    @TempDir
    Path folder;

    private Site site;

    private record Shown(long at, String level) {
        double number() {
            return Double.parseDouble(level);
        }
    }

    @Test
    void theyHoldOverACrashAndALostLink() throws IOException {
        try (var started = Site.in(folder, """
                actuators:
                  - { id: up, type: gpio-output, pin: 2, interlock: [down], dead_time: %dms }
                  - { id: down, type: gpio-output, pin: 3 }
                  - { id: cooler, type: gpio-output, pin: 4, min_off: 1h }
                  - { id: bell, type: gpio-output, pin: 5, rate_limit: 1/m }
                  - { id: lamp, type: gpio-output, pin: 6, initial: last }
                  - { id: vent, type: gpio-output, pin: 7, on_link_loss: { after: 500ms, go: on } }
                  - { id: fan, type: pwm-output, pin: 18, ramp: %dms }
                """.formatted(DEAD_TIME, RAMP)).start()) {
            site = started;
            done("lamp", "on");
            done("fan", "1");
            onlyOneIsOnAndTheOtherWaits();
            rejected("cooler", "on", "min_off is 1h");
            done("bell", "on");
            rejected("bell", "on", "rate_limit is 1 in 1m");
            done("bell", "off");
            site.agent().awaitShown("pwm 18", "1.0");
            theFanWentUpSlowly();
            site.agent().kill();
            site.start();
            done("agent", "{\"id\":\"again\",\"do\":\"ping\"}");
            assertEquals(List.of("low", "high", "high"), site.agent().levels(6));
            assertEquals("low", site.agent().levels(3).getLast(), "it was on when the agent was killed");
            assertEquals("0.0", site.agent().shown("pwm 18").getLast());
            rejected("cooler", "on", "min_off is 1h");
            site.broker().kill();
            Eventually.until(
                    "without a link the vent opens",
                    () -> site.agent().levels(7).getLast().equals("high"));
            assertEquals(List.of("low", "low"), site.agent().levels(4));
        }
    }

    private void onlyOneIsOnAndTheOtherWaits() throws IOException {
        done("up", "on");
        rejected("down", "on", "interlocked with up");
        done("up", "off");
        Eventually.until(
                "the dead time is over", () -> result(site.ask("down", "on")).equals("done"));
        var off = trace("gpio 2").getLast();
        var on = trace("gpio 3").getLast();
        assertEquals(List.of("low", "high"), List.of(off.level, on.level));
        assertTrue(on.at - off.at >= DEAD_TIME - BLUR, "%d ms".formatted(on.at - off.at));
    }

    // The first is what it was opened with; from the second on it is on its way.
    private void theFanWentUpSlowly() throws IOException {
        var way = trace("pwm 18");
        assertTrue(way.size() > 5, way.toString());
        var begun = way.get(1).at;
        for (var i = 1; i < way.size(); i++) {
            var most = (way.get(i).at - begun + STEP + BLUR) / (double) RAMP;
            assertTrue(way.get(i).number() > way.get(i - 1).number(), way.toString());
            assertTrue(way.get(i).number() <= most, way.toString());
        }
    }

    private List<Shown> trace(String output) throws IOException {
        return Files.readAllLines(site.agent().file("trace.log")).stream()
                .filter(line -> line.contains(" " + output + " "))
                .map(line -> new Shown(
                        Instant.parse(line.substring(0, line.indexOf(' '))).toEpochMilli(),
                        line.substring(line.lastIndexOf(' ') + 1)))
                .toList();
    }

    private void done(String name, String payload) {
        var reply = site.ask(name, payload);
        assertEquals("done", result(reply), reply.toString());
    }

    private void rejected(String name, String payload, String because) {
        var reply = site.ask(name, payload);
        assertEquals("rejected", result(reply), reply.toString());
        assertTrue(reply.get("reason").getAsString().contains(because), reply.toString());
    }

    private static String result(JsonObject reply) {
        return reply.get("result").getAsString();
    }
}

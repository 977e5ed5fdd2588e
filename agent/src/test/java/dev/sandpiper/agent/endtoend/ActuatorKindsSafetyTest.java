package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A time of its own, the loss of the link and a stop: the same for each kind of actuator, seen on the board. */
class ActuatorKindsSafetyTest {
    private record Kind(String id, String value, String output, String safe, String set) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("fan", "0.7", "pwm 18", "0.2", "0.7"),
            new Kind("flap", "90", "pwm 13", "0.025", "0.075"),
            new Kind("lamp", "0.5", "i2c 1 0x40 3", "0.25", "0.5"),
            new Kind("valve", "1.65", "i2c 1 0x60 0", "0.0", "0.5"),
            new Kind("relay", "on", "i2c 1 0x20 6", "low", "high"));

    @TempDir
    Path folder;

    private Site site(String more) {
        return Site.in(folder, """
                actuators:
                  - { id: fan, type: pwm-output, pin: 18, safe: 0.2, %1$s }
                  - { id: flap, type: servo, pin: 13, %1$s }
                  - { id: lamp, type: pca9685, channel: 3, safe: 0.25, %1$s }
                  - { id: valve, type: mcp4725, %1$s }
                  - { id: relay, type: gpio-output, pin: expander1/6, %1$s }
                  - { id: expander1, type: mcp23008 }
                """.formatted(more));
    }

    private static void awaitShown(Site site, Kind kind, String... levels) {
        Eventually.until(
                () -> kind + " shows " + List.of(levels) + "; it showed "
                        + site.agent().shown(kind.output),
                () -> site.agent().shown(kind.output).equals(List.of(levels)));
    }

    @Test
    void aTimeOfItsOwnEndsAtTheValueBefore() {
        try (var site = site("max_on: 1h").start()) {
            for (var kind : KINDS)
                site.send(kind.id, "{\"id\":\"a\",\"value\":\"%s\",\"for\":\"300ms\"}".formatted(kind.value));
            for (var kind : KINDS) awaitShown(site, kind, kind.safe, kind.set, kind.safe);
        }
    }

    @Test
    void withoutItsLinkItIsSafe() {
        try (var site = site("on_link_loss: { after: 300ms }").start()) {
            for (var kind : KINDS) site.ask(kind.id, kind.value);
            site.broker().kill();
            for (var kind : KINDS) awaitShown(site, kind, kind.safe, kind.set, kind.safe);
        }
    }

    @Test
    void aStopLeavesItSafe() {
        try (var site = site("max_on: 1h").start()) {
            for (var kind : KINDS) site.ask(kind.id, kind.value);
            assertEquals(0, site.agent().terminate());
            for (var kind : KINDS) awaitShown(site, kind, kind.safe, kind.set, kind.safe);
        }
    }
}

package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.config.Limits.Interlock;
import dev.sandpiper.agent.config.Limits.LinkLoss;
import dev.sandpiper.agent.config.Limits.Rate;
import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.Value;
import dev.sandpiper.sensors.chip.Drivers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps outputs safe, and what contradicts itself there. */
class LimitsTest {
    private static final String DOWN = "  - { id: down, type: gpio-output, pin: 23 }\n";

    @TempDir
    Path folder;

    private static String file(String entry) {
        return Configurations.WITH_BROKER + "actuators:\n  - { " + entry + " }\n" + DOWN;
    }

    private static String up(String keys) {
        return "id: up, type: gpio-output, pin: 22, " + keys;
    }

    private static String fan(String keys) {
        return "id: fan, type: pwm-output, pin: 18, " + keys;
    }

    private ActuatorConfig read(String entry) throws ConfigErrors {
        return configurations().read(file(entry)).actuators().getFirst();
    }

    private Configurations configurations() {
        return new Configurations(folder, Machine.named("greenhouse-1"), Drivers.ALL);
    }

    /** @param error begins with the key whose value is to blame */
    private void refuse(String entry, String error) {
        refuseFile(file(entry), error);
    }

    private void refuseFile(String yaml, String error) {
        var key = error.substring(error.lastIndexOf('.', error.indexOf(':')) + 1, error.indexOf(':') + 2);
        var column = yaml.lines().toList().get(2).indexOf(key) + key.length() + 1;
        configurations().refuse(yaml, "agent.yaml:3:%d: actuators[0].%s".formatted(column, error));
    }

    @Test
    void everyLimitCounts() throws ConfigErrors {
        var up = read(
                up(
                        "initial: last, max_on: 10m, min_on: 1m, min_off: 3m, on_link_loss: { after: 2m, go: on }, interlock: [down], dead_time: 500ms, rate_limit: 10/m"));
        assertEquals(new Initial.Last(), up.initial());
        assertEquals(
                new Limits(
                        Optional.of(Duration.ofMinutes(10)),
                        Optional.of(Duration.ofMinutes(1)),
                        Optional.of(Duration.ofMinutes(3)),
                        Optional.of(new LinkLoss(Duration.ofMinutes(2), new Value.Flag(true))),
                        Optional.of(new Interlock(Set.of("down"), Duration.ofMillis(500))),
                        Optional.of(new Rate(10, Duration.ofMinutes(1))),
                        Optional.empty(),
                        Optional.empty()),
                up.limits());
        var fan = read(fan("safe: 0, range: [0.2, 0.8], ramp: 5s"));
        assertEquals(Optional.of(new Range(0.2, 0.8)), fan.limits().range());
        assertEquals(Optional.of(Duration.ofSeconds(5)), fan.limits().ramp());
    }

    @Test
    void aRangeNarrowsWhatItCanBeToldButForSafe() throws ConfigErrors {
        var repertoire = read(fan("range: [0.8, 0.2]")).repertoire();
        for (var allowed : new Object[] {0.2, 0.5, 0.8, 0.0, "off", false})
            assertEquals(true, repertoire.actions().apply(allowed).isPresent(), "" + allowed);
        for (var forbidden : new Object[] {0.199999, 0.800001, 1.0, true, "on", "toggle"})
            assertEquals(Optional.empty(), repertoire.actions().apply(forbidden), "" + forbidden);
        assertEquals("0.2 to 0.8 (its range) or 0.0", repertoire.accepts());
    }

    @Test
    void aServosRangeStaysItsOwn() throws ConfigErrors {
        var flap = read("id: flap, type: servo, pin: 18, range: [10, 80], ramp: 2s");
        assertEquals(Optional.empty(), flap.limits().range());
        assertEquals(new Range(10, 80), flap.options().range("range"));
    }

    @Test
    void aRateNamesItsTime() throws ConfigErrors {
        assertEquals(
                Optional.of(new Rate(1, Duration.ofSeconds(1))),
                read(up("rate_limit: 1/s")).limits().rateLimit());
        assertEquals(
                Optional.of(new Rate(99, Duration.ofDays(1))),
                read(up("rate_limit: 99/d")).limits().rateLimit());
        refuse(
                up("rate_limit: 0/m"),
                "rate_limit: found '0/m', expected a rate like 10/m; write commands a second, minute, hour or day: 1/s, 10/m, 60/h, 99/d");
        refuse(
                up("rate_limit: 10"),
                "rate_limit: found 10, expected a rate like 10/m; write commands a second, minute, hour or day: 1/s, 10/m, 60/h, 99/d");
    }

    @Test
    void theOthersAreNamedByTheirIds() {
        refuse(up("interlock: [dwon]"), "interlock: no actuator 'dwon'; did you mean 'down'?");
        refuse(up("interlock: [pump]"), "interlock: no actuator 'pump'; there are down");
        refuse(up("interlock: [up]"), "interlock: 'up' is itself; name another actuator");
        refuse(
                up("interlock: down"),
                "interlock: found 'down', expected a list, each up to 64 of a-z, 0-9, '_' and '-', beginning with a letter; correct it");
    }

    @Test
    void noTwoOfThemBeginOn() {
        refuseFile(
                Configurations.WITH_BROKER
                        + "actuators:\n"
                        + "  - { id: up, type: gpio-output, pin: 22, initial: on, interlock: [down], on_link_loss: { after: 1s, go: on } }\n"
                        + "  - { id: down, type: gpio-output, pin: 23, initial: on }\n",
                "interlock: up and down are both on at start; set initial: off for one");
    }

    @Test
    void norGoOnAtLinkLoss() {
        refuseFile(
                Configurations.WITH_BROKER
                        + "actuators:\n"
                        + "  - { id: up, type: gpio-output, pin: 22, interlock: [down], on_link_loss: { after: 1s, go: on } }\n"
                        + "  - { id: down, type: gpio-output, pin: 23, on_link_loss: { after: 1s, go: on } }\n",
                "interlock: up and down both go on at link loss; set go: safe for one");
    }

    @Test
    void whatWouldHaveToRefuseSafeIsAContradiction() {
        refuse(
                up("safe: on, interlock: [down]"),
                "interlock: safe is true, and going there is never refused; set safe: off, or leave it out");
        refuse(
                up("safe: on, min_off: 3m"),
                "min_off: safe is true, and going there is never refused; set safe: off, or leave it out");
        refuse(
                fan("safe: 0.3, min_off: 3m"),
                "min_off: safe is 0.3, and going there is never refused; set safe: 0.0, or leave it out");
    }

    @Test
    void timesFitTogether() {
        refuse(
                up("min_on: 20m, max_on: 10m"),
                "min_on: min_on is 20m and max_on 10m, expected min_on not above max_on; correct one");
        refuse(up("dead_time: 1s"), "dead_time: it keeps nothing apart without interlock; add that, or leave it out");
    }

    @Test
    void whatIsOnOrOffHasNeitherRangeNorRamp() {
        refuse(up("ramp: 5s"), "ramp: gpio-output is on or off and takes no numbers; leave it out");
        refuse(up("range: [0, 1]"), "range: gpio-output is on or off and takes no numbers; leave it out");
    }

    @Test
    void aRangeIsAPartOfTheActuatorsNumbers() {
        refuse(
                fan("range: [0.2, 80]"),
                "range: found [0.2, 80], expected two of the numbers of pwm-output: 0 to 1, true, false, \"on\" or \"off\"; correct it");
        refuse(fan("range: [0.5]"), "range: found a list, expected two different numbers in brackets; correct it");
    }

    @Test
    void allValuesAreWithinIt() {
        refuse(fan("range: [0.2, 0.8], safe: 0.1"), "safe: safe is 0.1, expected 0.2 to 0.8, or 0.0; correct one");
        refuse(
                fan("range: [0.2, 0.8], initial: 0.9"),
                "initial: found 0.9, expected 0.2 to 0.8 as in range, or 0.0 as in safe; correct one");
        refuse(
                fan("range: [0.2, 0.8], safe: 0.5, on_link_loss: { after: 1s, go: 0 }"),
                "on_link_loss.go: found 0.0, expected 0.2 to 0.8 as in range, or 0.5 as in safe; correct one");
    }
}

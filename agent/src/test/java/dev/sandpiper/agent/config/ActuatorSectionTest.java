package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActuatorSectionTest {
    private static final Value ON = new Value.Flag(true);
    private static final Value OFF = new Value.Flag(false);

    @TempDir
    Path folder;

    private static String file(String keys) {
        return "actuators: [ { id: pump, type: gpio-output, pin: 22" + keys + " } ]\n" + Configurations.WITH_BROKER;
    }

    private ActuatorConfig pump(String keys) throws ConfigErrors {
        return Configurations.in(folder).read(file(keys)).actuators().getFirst();
    }

    private void refuse(String keys, String error) {
        Configurations.in(folder).refuse(file(keys), "agent.yaml:1:" + error);
    }

    @Test
    void whatIsLeftOutHasItsDefault() throws ConfigErrors {
        var pump = pump("");
        assertEquals(
                new ActuatorConfig(
                        "pump",
                        pump.type(),
                        new Section(Map.of("pin", 22L, "active", "high")),
                        new Initial.At(OFF),
                        OFF,
                        Limits.NONE,
                        new LateCommands.Within(Duration.ofSeconds(30)),
                        Set.of()),
                pump);
    }

    @Test
    void everyKeyCounts() throws ConfigErrors {
        var pump = pump(
                ", active: low, initial: off, safe: on, max_on: 10m, on_link_loss: { after: 2m, go: safe }, late_commands: refuse, require: [id, expires]");
        assertEquals(new Initial.At(OFF), pump.initial());
        assertEquals(ON, pump.safe());
        assertEquals(Optional.of(Duration.ofMinutes(10)), pump.limits().maxOn());
        assertEquals(
                Optional.of(new Limits.LinkLoss(Duration.ofMinutes(2), ON)),
                pump.limits().onLinkLoss());
        assertEquals(new LateCommands.Refuse(), pump.late());
        assertEquals(Set.of("id", "expires"), pump.require());
        assertEquals("low", pump.options().text("active"));
    }

    @Test
    void theInitialValueIsTheSafeOneUnlessGiven() throws ConfigErrors {
        assertEquals(new Initial.At(ON), pump(", safe: on").initial());
        assertEquals(new Initial.At(OFF), pump(", safe: on, initial: off").initial());
    }

    @Test
    void valuesMayBeWrittenAsInACommand() throws ConfigErrors {
        for (var on : List.of("on", "true", "1", "1.0", "\"on\""))
            assertEquals(ON, pump(", safe: " + on).safe(), on);
    }

    @Test
    void aValueTheActuatorDoesNotHaveIsRefused() {
        refuse(
                ", safe: closed",
                "60: actuators[0].safe: found 'closed', expected a value of gpio-output: on or off; correct it");
        refuse(
                ", safe: toggle",
                "60: actuators[0].safe: found 'toggle', expected a value of gpio-output: on or off; correct it");
        refuse(", safe: 2", "60: actuators[0].safe: found 2.0, expected a value of gpio-output: on or off; correct it");
        refuse(", safe: [on]", "60: actuators[0].safe: found a list, expected a value of the actuator; correct it");
    }

    @Test
    void lateCommandsAreADurationOrAWord() throws ConfigErrors {
        assertEquals(
                new LateCommands.Within(Duration.ofMinutes(2)),
                pump(", late_commands: 2m").late());
        assertEquals(
                new LateCommands.Execute(), pump(", late_commands: execute").late());
        refuse(
                ", late_commands: 30",
                "69: actuators[0].late_commands: found 30, expected a duration, execute or refuse; a number needs its unit, write 30s");
        refuse(
                ", late_commands: never",
                "69: actuators[0].late_commands: found 'never', expected a duration, execute or refuse; write it like 250ms, 10s, 5m, 1h30m or 2d");
    }

    @Test
    void linkLossNeedsItsTime() {
        refuse(
                ", on_link_loss: { go: safe }",
                "68: actuators[0].on_link_loss.after: missing, expected a duration 0s to 30d; add it");
        refuse(
                ", on_link_loss: { after: 2m, go: open }",
                "85: actuators[0].on_link_loss.go: found 'open', expected a value of gpio-output: on or off; correct it");
        refuse(
                ", on_link_loss: 2m",
                "68: actuators[0].on_link_loss: found '2m', expected keys with values: after, go; correct it");
    }

    @Test
    void onlyIdAndExpiresCanBeRequired() {
        refuse(", require: [id, for]", "68: actuators[0].require[1]: found 'for', expected id or expires; choose one");
    }

    @Test
    void whatComesLaterSaysSo() {
        Configurations.in(folder)
                .refuse(
                        "actuators: [ { id: fan, type: pwm-output } ]\n" + Configurations.WITH_BROKER,
                        "agent.yaml:1:31: actuators[0].type: 'pwm-output' comes with a later version; known are gpio-output, tca9548a");
    }

    @Test
    void aSensorsPinIsNotAnActuators() {
        Configurations.in(folder)
                .refuse(
                        "sensors: [ { id: door, type: gpio-input, pin: 22 } ]\n" + file(""),
                        "agent.yaml:2:50: actuators[0].pin: pin 22 is already taken by sensors[0] (door); give actuators[0] (pump) another");
    }

    @Test
    void aSensorsIdIsNotAnActuators() {
        Configurations.in(folder)
                .refuse(
                        "sensors: [ { id: pump, type: gpio-input, pin: 21 } ]\n" + file(""),
                        "agent.yaml:2:20: actuators[0].id: sensors[0] already has the id 'pump'; give each its own");
    }
}

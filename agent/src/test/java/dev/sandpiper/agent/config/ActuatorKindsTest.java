package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.chip.Drivers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is right and wrong for the kinds of actuators of the product. */
class ActuatorKindsTest {
    @TempDir
    Path folder;

    private static String file(String... actuators) {
        return "actuators:\n- { " + String.join(" }\n- { ", actuators) + " }\n" + Configurations.WITH_BROKER;
    }

    private Configurations configurations() {
        return new Configurations(folder, Machine.named("hut"), Drivers.ALL);
    }

    private List<ActuatorConfig> read(String... actuators) throws ConfigErrors {
        return configurations().read(file(actuators)).actuators();
    }

    private void refuse(String actuator, String error) {
        configurations().refuse(file(actuator), "agent.yaml:2:" + error);
    }

    private static String servo(String keys) {
        return "id: a, type: servo, pin: 18" + keys;
    }

    private static String lamp(String keys) {
        return "id: a, type: pca9685, channel: 3" + keys;
    }

    private String values(String actuator) throws ConfigErrors {
        var config = read(actuator).getFirst();
        return config.initial() + " " + config.safe();
    }

    @Test
    void whatIsLeftOutHasTheSafeValueOfItsKind() throws ConfigErrors {
        assertEquals("0.0 0.0", values("id: a, type: pwm-output, pin: 12"));
        assertEquals("0.0 0.0", values("id: a, type: mcp4725"));
        assertEquals("0.0 0.0", values(lamp("")));
        assertEquals("0.0 0.0", values(servo("")));
        assertEquals("-45.0 -45.0", values(servo(", range: [-45, 45]")));
    }

    @Test
    void valuesMayBeWrittenAsInACommand() throws ConfigErrors {
        assertEquals("0.25 1.0", values("id: a, type: pwm-output, pin: 12, initial: 0.25, safe: on"));
        assertEquals("1.65 0.5", values("id: a, type: mcp4725, initial: 1.65, safe: \"0.5\""));
        assertEquals("0.5 0.0", values(lamp(", initial: 0.5, safe: off")));
        assertEquals("90.0 10.5", values(servo(", initial: 90, safe: 10.5")));
    }

    @Test
    void aValueBeyondTheKindsRangeIsRefused() {
        refuse(
                "id: a, type: pwm-output, pin: 12, safe: 1.5",
                "45: actuators[0].safe: found 1.5, expected a value of pwm-output: 0 to 1, true, false, \"on\" or \"off\"; correct it");
        refuse(
                servo(", range: [0, 90], initial: 91"),
                "59: actuators[0].initial: found 91.0, expected a value of servo: 0 to 90 degrees; correct it");
        refuse(
                "id: a, type: mcp4725, supply: 5, safe: 5.1",
                "44: actuators[0].safe: found 5.1, expected a value of mcp4725: 0 to 5 V; correct it");
        refuse(
                lamp(", safe: toggle"),
                "45: actuators[0].safe: found 'toggle', expected a value of pca9685: 0 to 1, true, false, \"on\" or \"off\"; correct it");
    }

    @Test
    void aRangeIsTwoDifferentNumbers() throws ConfigErrors {
        assertEquals(
                new Range(180, -0.5),
                read(servo(", range: [180, -0.5]")).getFirst().options().range("range"));
        for (var wrong : List.of("[0]", "[0, 1, 2]", "[5, 5]", "[]"))
            refuse(
                    servo(", range: " + wrong),
                    "41: actuators[0].range: found a list, expected two different numbers from -3600 to 3600 in brackets; correct it");
        refuse(
                servo(", range: 180"),
                "41: actuators[0].range: found 180, expected two different numbers from -3600 to 3600 in brackets; correct it");
        refuse(
                servo(", pulse: [0.5, 25]"),
                "41: actuators[0].pulse: found 25, expected a number from 0.1 to 10; correct it");
        refuse(
                servo(", pulse: [0.5, { a: 1 }]"),
                "41: actuators[0].pulse: found a list, expected two different numbers from 0.1 to 10 in brackets; correct it");
    }

    @Test
    void onlyFourPinsHaveHardwarePwm() {
        refuse(
                "id: a, type: pwm-output, pin: 17",
                "35: actuators[0].pin: found 17, expected a pin with hardware PWM: 12, 13, 18 or 19; take one of them, or a gpio-output");
    }

    @Test
    void aPinWithPwmHasOneUser() {
        configurations()
                .refuse(
                        file("id: a, type: pwm-output, pin: 18", "id: b, type: gpio-output, pin: 18"),
                        "agent.yaml:3:36: actuators[1].pin: pin 18 is already taken by actuators[0] (a); give actuators[1] (b) another");
    }

    @Test
    void outputsOfOneChipHaveAnEntryEachAndOneFrequency() throws ConfigErrors {
        assertEquals(
                2,
                read(lamp(", frequency: 50"), "id: b, type: pca9685, channel: 4, frequency: 50.0")
                        .size());
        assertEquals(
                2,
                read(lamp(", frequency: 50"), "id: b, type: pca9685, channel: 3, address: 0x41, frequency: 60")
                        .size());
        configurations()
                .refuse(
                        file(lamp(", frequency: 50"), "id: b, type: pca9685, channel: 4, frequency: 60"),
                        "agent.yaml:3:50: actuators[1].frequency: found 60.0, expected 50.0 as in actuators[0] (a): the chip has one for all its channels; make them the same");
        configurations()
                .refuse(
                        file(lamp(", frequency: 50"), "id: b, type: pca9685, channel: 4"),
                        "agent.yaml:3:3: actuators[1].frequency: found 200.0, expected 50.0 as in actuators[0] (a): the chip has one for all its channels; make them the same");
        configurations()
                .refuse(
                        file(lamp(""), "id: b, type: pca9685, channel: 3"),
                        "agent.yaml:3:36: actuators[1].channel: i2c-1 0x40 channel 3 is already taken by actuators[0] (a); give actuators[1] (b) another");
    }

    @Test
    void theAddressThatEveryPca9685HearsIsNoneOfItsOwn() {
        refuse(
                "id: a, type: pca9685, channel: 0, address: 0x70",
                "48: actuators[0].address: found 0x70, expected 0x40 to 0x6f or 0x71 to 0x77; correct it");
    }
}

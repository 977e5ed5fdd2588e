package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.chip.GpioOutput;
import dev.sandpiper.sensors.chip.PwmOutput;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a wrong {@code safe}, {@code initial} or {@code go} is answered with: values that the file may have there. */
class SettingsTest {

    private static void refused(ActuatorType type, Object written, String sentence) {
        var misfit = assertThrows(Misfit.class, () -> Settings.value(type, new Section(Map.of()), written));
        assertEquals(sentence, misfit.getMessage());
    }

    @Test
    void toggleIsForCommandsAndNotOffered() {
        refused(
                GpioOutput.TYPE,
                "toggle",
                "found 'toggle', expected a value of gpio-output: true, false, \"on\", \"off\", 0 or 1; correct it");
        refused(
                PwmOutput.TYPE,
                2.0,
                "found 2.0, expected a value of pwm-output: 0 to 1, true, false, \"on\" or \"off\"; correct it");
    }
}

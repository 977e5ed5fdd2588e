package dev.sandpiper.agent.safestate;

import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.chip.GpioOutput;
import dev.sandpiper.sensors.chip.Mcp23008;
import dev.sandpiper.sensors.chip.Mcp23017;
import dev.sandpiper.sensors.chip.Mcp4725;
import dev.sandpiper.sensors.chip.Pca9685;
import dev.sandpiper.sensors.chip.Pcf8574;
import dev.sandpiper.sensors.chip.PwmOutput;
import dev.sandpiper.sensors.chip.Servo;
import dev.sandpiper.sensors.chip.Tca9548a;
import java.util.Optional;

/** What drives outputs, and the chips that lend buses and pins. Loads the one that is named, not the list of all drivers. */
final class Types {
    private Types() {}

    static Optional<DriverType> named(String name) {
        return switch (name) {
            case "gpio-output" -> Optional.of(GpioOutput.TYPE);
            case "mcp23008" -> Optional.of(Mcp23008.TYPE);
            case "mcp23017" -> Optional.of(Mcp23017.TYPE);
            case "mcp4725" -> Optional.of(Mcp4725.TYPE);
            case "pca9685" -> Optional.of(Pca9685.TYPE);
            case "pcf8574" -> Optional.of(Pcf8574.TYPE);
            case "pwm-output" -> Optional.of(PwmOutput.TYPE);
            case "servo" -> Optional.of(Servo.TYPE);
            case "tca9548a" -> Optional.of(Tca9548a.TYPE);
            default -> Optional.empty();
        };
    }
}

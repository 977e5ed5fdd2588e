package dev.sandpiper.agent.pi;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.sensors.Pin;
import dev.sandpiper.sensors.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An output that is on from power-on until the agent runs, or the opposite of what is safe. The firmware reads config.txt
 * some seconds after power-on, so that only another pin cures the whole of it.
 */
final class WrongBeforeStart implements Finding {
    @Override
    public List<String> of(AgentConfig config, Pi pi) {
        var boot = pi.bootConfig();
        var found = new ArrayList<String>();
        for (var output : Output.all(config)) pin(output, boot).ifPresent(found::add);
        for (var actuator : config.actuators())
            pwm(actuator).or(() -> expander(actuator)).ifPresent(found::add);
        return found;
    }

    private static Optional<String> pin(Output output, BootConfig boot) {
        var pin = boot.pin(output.pin());
        return pin.level()
                .filter(high -> high != output.highWhenSafe() && high != output.highAtStart())
                .map(high -> "%s (pin %d) is %s from power-on until the agent runs, since %s; add gpio=%d=op,%s to %s"
                                .formatted(
                                        output.id(),
                                        output.pin(),
                                        output.meaning(high),
                                        cause(pin, boot),
                                        output.pin(),
                                        high ? "dl" : "dh",
                                        boot.file())
                        + (pin.byFile() ? "" : otherPin(high)));
    }

    private static String cause(BootPin pin, BootConfig boot) {
        var drives = pin.function() == BootPin.Function.OUTPUT;
        var high = pin.level().orElseThrow();
        if (drives) return "%s drives the pin %s".formatted(boot.file(), high ? "high" : "low");
        return "%s pulls the pin %s".formatted(pin.byFile() ? boot.file() : "the Pi", high ? "up" : "down");
    }

    private static String otherPin(boolean high) {
        return high
                ? ": it then lasts for the first seconds only; or take a pin from 9 to 27, which are pulled down"
                : ": it then lasts for the first seconds only; or take a pin from 4 to 8, which are pulled up";
    }

    // A PWM that is not set yet is low whatever config.txt says: the pin is the PWM's from the start of the kernel on.
    private static Optional<String> pwm(ActuatorConfig actuator) {
        var pin = new Device(actuator.id(), actuator.type(), actuator.options()).pwm();
        var activeLow = "low".equals(actuator.options().values().get("active"));
        if (!activeLow || !(actuator.safe() instanceof Value.Decimal safe) || safe.number() == 1)
            return Optional.empty();
        return pin.map(number ->
                "%s (pin %d) is fully on from power-on until the agent runs, since its pin is low until then and active: low; use a circuit that is off while the pin is low, and active: high"
                        .formatted(actuator.id(), number));
    }

    /** Texas Instruments PCF8574, SCPS068: all lines are high at power-on. The lines of the MCP23008 and MCP23017 are inputs. */
    private static Optional<String> expander(ActuatorConfig actuator) {
        var high = actuator.options().values().get("pin") instanceof Pin.Line line
                && line.hub().type().name().equals("pcf8574");
        var activeHigh = "high".equals(actuator.options().values().get("active"));
        if (!high || !activeHigh || !(actuator.safe() instanceof Value.Flag safe) || safe.on()) return Optional.empty();
        return Optional.of(
                "%s (pin %s) is on from power-on until the agent runs, since a pcf8574 begins with its lines high; use a circuit that is off while the line is high, and active: low"
                        .formatted(actuator.id(), actuator.options().pin("pin")));
    }
}

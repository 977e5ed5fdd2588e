package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.DriverType.MultiplexerType;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Option.Kind;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Repertoire;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A fixed handful of drivers, so that messages that list them do not change with every new chip. */
final class SomeDrivers {
    private static final Option DEBOUNCE = Option.optional(
            "debounce", new Kind.Span(Duration.ZERO, Duration.ofSeconds(10)), Duration.ofMillis(20), "quiet time");
    private static final Option PULL =
            Option.optional("pull", new Kind.Choice(List.of("up", "down", "off")), "off", "resistor");

    static final List<DriverType> ALL = List.of(
            chip("bme280", Option.address(0x76, 0x77), Quantity.temperature(0.01), Quantity.humidity(0.01)),
            chip("bmp280", Option.address(0x76, 0x77), Quantity.temperature(0.01)),
            chip("lm75", Option.address(0x48, 0x49, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x4f), Quantity.temperature(0.125)),
            SensorType.of(
                    "adc",
                    "A chip whose channels have an entry each",
                    List.of(
                            Option.bus(),
                            Option.address(0x48, 0x49),
                            Option.required("channel", new Kind.Channel(List.of("0", "1", "0-1")), "input"),
                            Option.optional("gain", new Kind.Choice(List.of("4.096", "2.048")), "2.048", "range")),
                    List.of(new Quantity("voltage", "V", 0.001)),
                    "",
                    (_, _) -> never()),
            new SensorType(
                    "gpio-input",
                    "A pin that is read",
                    List.of(Option.pin(), PULL, Option.active(), DEBOUNCE),
                    _ -> List.of(Quantity.plain("state")),
                    true,
                    false,
                    "",
                    (_, _) -> never()),
            SensorType.of(
                    "probe",
                    "A sensor with the kinds of options the others lack",
                    List.of(
                            Option.optional("gain", new Kind.Decimal(0.5, 4), 1.0, "gain"),
                            Option.optional("invert", new Kind.Flag(), false, "turned round"),
                            Option.optional("samples", new Kind.Whole(1, 64), 1L, "samples"),
                            Option.required("device", new Kind.Text("28-[0-9a-f]{12}", "28-0000075565ad"), "device")),
                    List.of(Quantity.temperature(0.1)),
                    "",
                    (_, _) -> never()),
            ActuatorType.of(
                    "gpio-output",
                    "A pin that is set",
                    List.of(Option.pin(), Option.active()),
                    new Repertoire(new Value.Flag(false), SomeDrivers::action, "on or off"),
                    "",
                    (_, _, _) -> never()),
            new MultiplexerType(
                    "tca9548a",
                    "A multiplexer",
                    List.of(Option.bus(), Option.address(0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77)),
                    8,
                    channel -> (byte) (1 << channel),
                    (byte) 0,
                    ""));

    private SomeDrivers() {}

    private static SensorType chip(String name, Option address, Quantity... quantities) {
        return SensorType.of(name, name, List.of(Option.bus(), address), List.of(quantities), "", (_, _) -> never());
    }

    private static <T> T never() throws DeviceFault {
        throw new DeviceFault("a configuration opens nothing");
    }

    private static Optional<Action> action(Object value) {
        if (value.equals("toggle")) return Optional.of(new Action.Toggle(new Value.Flag(true), new Value.Flag(false)));
        if (value.equals("on") || value.equals(true) || value.equals(1.0)) return set(true);
        return value.equals("off") || value.equals(false) || value.equals(0.0) ? set(false) : Optional.empty();
    }

    private static Optional<Action> set(boolean on) {
        return Optional.of(new Action.Set(new Value.Flag(on)));
    }
}

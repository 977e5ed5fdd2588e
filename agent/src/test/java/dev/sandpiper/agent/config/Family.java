package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.DriverType.HubType;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option.Kind;
import dev.sandpiper.sensors.Quantity;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The chapters of docs/hardware.md. Each type belongs to one, by what its description says. */
enum Family {
    CLIMATE,
    LIGHT,
    ELECTRICITY,
    CONTACTS,
    KERNEL,
    ANYTHING,
    OUTPUTS,
    OUTPUT_CHIPS,
    HUBS;

    /** The name of its table in the page. */
    String table() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Family of(DriverType driver, List<Quantity> quantities) {
        return switch (driver) {
            case HubType _ -> HUBS;
            case ActuatorType _ -> isOn(driver, Kind.Address.class) ? OUTPUT_CHIPS : OUTPUTS;
            case SensorType sensor -> of(sensor, quantities);
        };
    }

    private static Family of(SensorType sensor, List<Quantity> quantities) {
        if (isOn(sensor, Kind.AnyPin.class)) return CONTACTS;
        if (sensor.ownLane().isPresent()) return KERNEL;
        if (!isOn(sensor, Kind.Address.class) || isOn(sensor, Kind.Values.class)) return ANYTHING;
        var measured = quantities.stream().map(Quantity::name).toList();
        if (measured.stream().anyMatch(Set.of("temperature", "humidity", "pressure")::contains)) return CLIMATE;
        if (measured.contains("illuminance")) return LIGHT;
        return measured.contains("voltage") ? ELECTRICITY : ANYTHING;
    }

    private static boolean isOn(DriverType driver, Class<? extends Kind> kind) {
        return driver.options().stream().anyMatch(option -> kind.isInstance(option.kind()));
    }
}

package dev.sandpiper.agent.pi;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.OwnedChip;
import dev.sandpiper.sensors.Sysfs;
import dev.sandpiper.sensors.chip.KernelRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A chip of the configuration that a driver of the kernel has: it is read there where that is possible, and not touched. */
final class OwnedByKernel implements Finding {
    @Override
    public List<String> of(AgentConfig config, Pi pi) {
        var found = new ArrayList<String>();
        for (var sensor : config.sensors())
            sensor(sensor, pi.sysfs()).ifPresent(said -> found.add(sensor.id() + ": " + said));
        for (var device : Device.all(config))
            if (config.sensors().stream().noneMatch(sensor -> sensor.id().equals(device.id())))
                other(device, pi.sysfs()).ifPresent(said -> found.add(device.id() + ": " + said));
        return found;
    }

    private static Optional<String> sensor(SensorConfig sensor, Sysfs sysfs) {
        try {
            return KernelRoute.remark(sensor.type(), sensor.options(), sysfs);
        } catch (DeviceFault notThere) {
            return Optional.of(notThere.getMessage());
        }
    }

    // The kernel knows nothing of what is behind a multiplexer that is not its own.
    private static Optional<String> other(Device device, Sysfs sysfs) {
        return device.bus()
                .filter(Bus.Own.class::isInstance)
                .flatMap(bus -> OwnedChip.at(
                        sysfs, bus.root().number(), device.options().whole("address")))
                .map(chip -> chip.fault().getMessage());
    }
}

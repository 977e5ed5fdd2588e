package dev.sandpiper.agent.pi;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.sensors.Bus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A chip of the configuration that a driver of the kernel has: the kernel lets nobody else at its address. */
final class OwnedByKernel implements Finding {
    @Override
    public List<String> of(AgentConfig config, Pi pi) {
        return Device.all(config).stream()
                .filter(device -> device.bus().isPresent())
                .flatMap(device -> found(device, pi).stream())
                .distinct()
                .toList();
    }

    // The kernel knows nothing of what is behind a multiplexer that is not its own.
    private static Optional<String> found(Device device, Pi pi) {
        if (!(device.bus().orElseThrow() instanceof Bus.Own(var bus))) return Optional.empty();
        var address = device.options().whole("address");
        var driver = pi.at("/sys/bus/i2c/devices/%d-%04x/driver".formatted(bus, address));
        return name(driver)
                .map(name ->
                        "%s: 0x%02x on i2c-%d belongs to the kernel's driver %s; remove its dtoverlay from %s and restart the Pi"
                                .formatted(device.id(), address, bus, name, pi.bootConfigFile()));
    }

    private static Optional<String> name(Path driver) {
        try {
            return Optional.of(driver.toRealPath().getFileName().toString());
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}

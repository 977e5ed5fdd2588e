package dev.sandpiper.agent.health;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The processor's temperature.
 *
 * <p>Source: the kernel's Documentation/driver-api/thermal/sysfs-api.rst; a Pi's only zone is the processor's.
 */
final class Thermometer {
    private final Path zone;

    Thermometer(Path sysfs) {
        this.zone = sysfs.resolve("class/thermal/thermal_zone0");
    }

    Optional<Double> celsius() {
        return KernelFile.number(zone.resolve("temp")).map(thousandths -> thousandths / 1000.0);
    }
}

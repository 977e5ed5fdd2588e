package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.OwnedChip;
import dev.sandpiper.sensors.OwnedChip.Way;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sysfs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The values of a chip that a driver of the kernel has. Which of its channels is which quantity follows from the names of
 * the type's quantities and from the options that say what is measured; so each type that has a name there can be read
 * there, and its values look the same.
 */
final class KernelChip {
    /** Options that say where the chip is or what is measured, not how. */
    private static final Set<String> HEEDED = Set.of("bus", "address", "channel", "shunt");

    /** Where a type has a shunt: the kernel's Documentation/hwmon/ina2xx.rst, drivers/iio/adc/ina2xx-adc.c likewise. */
    private static final Map<String, String> NUMBERS = Map.of("shunt_voltage", "0", "voltage", "1");

    private final OwnedChip chip;
    private final SensorType type;
    private final Section section;
    private final KernelDevice.Way way;
    private final String device;
    private final SequencedMap<Quantity, Channel> channels;

    /** @param factor from the kernel's unit to the quantity's */
    private record Channel(String name, double factor) {}

    /**
     * Finds out where the kernel gives the values of a type.
     *
     * @throws DeviceFault with what can be done about it, where it does not give all of them
     */
    static KernelChip of(OwnedChip chip, SensorType type, Section section) throws DeviceFault {
        for (var way : Way.values())
            for (var device : chip.devices(way)) {
                var there = new KernelChip(chip, type, section, files(way), device);
                if (there.hasAll()) return there;
            }
        throw chip.fault();
    }

    private static KernelDevice.Way files(Way way) {
        return switch (way) {
            case HWMON -> new HwmonFiles();
            case IIO -> new IioFiles();
        };
    }

    private KernelChip(OwnedChip chip, SensorType type, Section section, KernelDevice.Way way, String device)
            throws DeviceFault {
        this.chip = chip;
        this.type = type;
        this.section = section;
        this.way = way;
        this.device = device;
        this.channels = channels();
    }

    private SequencedMap<Quantity, Channel> channels() throws DeviceFault {
        var found = new LinkedHashMap<Quantity, Channel>();
        for (var quantity : type.quantities().apply(section)) {
            var channel = channel(quantity);
            if (channel.isPresent()) found.put(quantity, channel.get());
        }
        return found;
    }

    private boolean hasAll() {
        return channels.size() == type.quantities().apply(section).size();
    }

    private Optional<Channel> channel(Quantity quantity) throws DeviceFault {
        var meant = quantity.name().replace("shunt_", "");
        for (var kind : way.channels()) if (kind.value().equals(meant)) return channel(quantity, kind);
        return Optional.empty();
    }

    private Optional<Channel> channel(Quantity quantity, KernelChannel kind) throws DeviceFault {
        // The inputs of a converter have other numbers in hardware monitoring, each driver's own.
        if (has("channel") && !(way instanceof IioFiles)) return Optional.empty();
        var present = way.present(sysfs(), device, kind);
        var name = number(quantity)
                .map(number -> kind.kind() + number)
                .or(() -> present.size() == 1 ? Optional.of(present.getFirst()) : Optional.empty())
                .filter(present::contains);
        var shunt = shunt(quantity);
        return name.isPresent() && shunt.isPresent()
                ? Optional.of(new Channel(name.get(), kind.factor() * shunt.get()))
                : Optional.empty();
    }

    /** Which one of a kind; empty where there should be only one. {@code 0-1} is {@code voltage0-voltage1}. */
    private Optional<String> number(Quantity quantity) {
        if (has("channel")) return Optional.of(section.text("channel").replace("-", "-voltage"));
        return has("shunt") ? Optional.ofNullable(NUMBERS.get(quantity.name())) : Optional.empty();
    }

    /**
     * By how much the kernel is wrong about a current because it assumes another resistor, 10 mΩ unless it was told; empty
     * where it does not tell which. In microohms, but industrial I/O has ohms.
     */
    private Optional<Double> shunt(Quantity quantity) throws DeviceFault {
        if (!has("shunt") || NUMBERS.containsKey(quantity.name())) return Optional.of(1.0);
        var microohms = device + "/shunt_resistor";
        if (sysfs().exists(microohms)) return Optional.of(sysfs().number(microohms) * 1e-6 / section.decimal("shunt"));
        var ohms = device + "/in_shunt_resistor";
        if (sysfs().exists(ohms)) return Optional.of(sysfs().number(ohms) / section.decimal("shunt"));
        return Optional.empty();
    }

    private boolean has(String option) {
        return section.values().containsKey(option);
    }

    private Sysfs sysfs() {
        return chip.sysfs();
    }

    /** What an operator should know. */
    String remark() {
        var others = type.options().stream()
                .filter(option -> !HEEDED.contains(option.name()) && !isDefault(option))
                .map(option ->
                        "%s: %s".formatted(option.name(), section.values().get(option.name())))
                .collect(Collectors.joining(", "));
        return "%s at %s; read there (%s)%s"
                .formatted(
                        type.name(),
                        chip.said(),
                        device.substring(device.lastIndexOf('/') + 1),
                        others.isEmpty() ? "" : ", where nothing is known of " + others);
    }

    /** The same when it is the kernel's no more. */
    String farewell() {
        return "%s at 0x%02x on i2c-%d belongs to no driver of the kernel any more; read directly"
                .formatted(type.name(), chip.address(), chip.bus());
    }

    private boolean isDefault(Option option) {
        return option.orElse()
                .filter(section.values().get(option.name())::equals)
                .isPresent();
    }

    Reading read() throws DeviceFault {
        var reading = new Reading();
        for (var each : channels.entrySet()) {
            var channel = each.getValue();
            reading = reading.with(each.getKey(), way.measure(sysfs(), device, channel.name()) * channel.factor());
        }
        return reading;
    }
}

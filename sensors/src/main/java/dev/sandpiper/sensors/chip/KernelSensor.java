package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Sysfs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * A device of the kernel that a sensor can read.
 *
 * @param type of the sensor
 * @param device as its option {@code device} names it
 * @param values channels by the names of their values
 */
public record KernelSensor(String type, String device, SequencedMap<String, String> values) {

    /** All there are. */
    public static List<KernelSensor> all(Sysfs sysfs) throws DeviceFault {
        var all = new ArrayList<KernelSensor>();
        for (var way : List.of(new IioFiles(), new HwmonFiles())) {
            var names = names(sysfs, way);
            for (var device : names.entrySet()) {
                var values = values(sysfs, way, device.getKey());
                var alone = names.values().stream()
                                .filter(device.getValue()::equals)
                                .count()
                        == 1;
                var name = alone ? device.getValue() : folder(device.getKey());
                if (!values.isEmpty()) all.add(new KernelSensor(way.type(), name, values));
            }
        }
        return all;
    }

    private static SequencedMap<String, String> names(Sysfs sysfs, KernelDevice.Way way) throws DeviceFault {
        var names = new LinkedHashMap<String, String>();
        for (var device : sysfs.below(way.folder()).toList())
            if (sysfs.exists(device + "/name")) names.put(device, sysfs.text(device + "/name"));
        return names;
    }

    private static String folder(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    // The only one of a kind is called after the kind, others after their channels.
    private static SequencedMap<String, String> values(Sysfs sysfs, KernelDevice.Way way, String device)
            throws DeviceFault {
        var values = new LinkedHashMap<String, String>();
        for (var kind : way.channels()) {
            var present = way.present(sysfs, device, kind);
            for (var channel : present)
                values.put(present.size() == 1 ? kind.value() : channel.replace('-', '_'), channel);
        }
        return values;
    }

    /** The options of an entry that reads all of it, by name, so that it is known before what it will say. */
    public String options() {
        return "device: %s, values: { %s }"
                .formatted(
                        device,
                        values.entrySet().stream()
                                .map(value ->
                                        "%s: %s".formatted(value.getKey(), keys(value.getKey(), value.getValue())))
                                .collect(Collectors.joining(", ")));
    }

    // Several of a kind are named after their channels.
    private static String keys(String name, String channel) {
        return name.equals(channel.replace('-', '_')) ? "{ channel: %s }".formatted(channel) : "{}";
    }
}

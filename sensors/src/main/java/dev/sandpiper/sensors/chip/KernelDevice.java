package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Option.Kind;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Sysfs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** A device that a driver of the kernel reads, found by its name: what {@code iio} and {@code hwmon} have in common. */
final class KernelDevice implements Sensor {

    /** One of the kernel's two ways to offer devices. */
    interface Way {
        String type();

        /** Where the folders of the devices are, below {@code /sys}. */
        String folder();

        List<KernelChannel> channels();

        /** The channels of a kind that the device has, by the files' names: {@code in1}, {@code voltage0}. */
        List<String> present(Sysfs sysfs, String device, KernelChannel kind) throws DeviceFault;

        /** What the channel measures, in the kernel's unit. */
        double measure(Sysfs sysfs, String device, String channel) throws DeviceFault;
    }

    private final Way way;
    private final String name;
    private final Sysfs sysfs;
    private final Map<String, Section> wanted;

    private KernelDevice(Way way, Section section, Board board) {
        this.way = way;
        name = section.text("device");
        sysfs = board.kernel();
        wanted = section.named("values");
    }

    static SensorType type(Way way, String title, String example) {
        return new SensorType(
                        way.type(),
                        title,
                        List.of(
                                Option.required(
                                        "device",
                                        new Kind.Text("[A-Za-z0-9_.:@,-]{1,64}", "bmp280"),
                                        "what its file `name` says, or its folder's name in `/sys/" + way.folder()
                                                + "`"),
                                Option.optional(
                                        "values",
                                        new Kind.Values(List.of(Option.optional(
                                                "channel",
                                                new Kind.Text("[a-z0-9_-]{0,40}", "temp1"),
                                                "",
                                                "where the device has several of a kind"))),
                                        Map.of(),
                                        "the values to read; without them all that the device has, which nobody knows before: neither `info` nor Home Assistant")),
                        section -> quantities(way, section),
                        false,
                        true,
                        example,
                        (section, board) -> new KernelDevice(way, section, board))
                .withRules(section -> broken(way, section))
                .onLane("kernel");
    }

    // Without names nobody knows before what the device has: a thermometer of hwmon has no energy.
    private static List<Quantity> quantities(Way way, Section section) {
        var wanted = section.named("values");
        return wanted.entrySet().stream()
                .flatMap(value ->
                        kind(way, value.getKey(), value.getValue()).map(kind -> kind.quantity(value.getKey())).stream())
                .toList();
    }

    private static Map<String, String> broken(Way way, Section section) {
        var broken = new LinkedHashMap<String, String>();
        section.named("values").forEach((value, keys) -> {
            if (kind(way, value, keys).isEmpty())
                broken.put(
                        "values." + value,
                        "nothing says what it is; name its channel, like channel: %s"
                                .formatted(way.channels().getFirst().kind()));
        });
        return broken;
    }

    /** What a value is: of the kind its channel names, else of the kind it is named after. */
    private static Optional<KernelChannel> kind(Way way, String value, Section keys) {
        var channel = keys.text("channel");
        return way.channels().stream()
                .filter(kind -> channel.isEmpty() ? kind.value().equals(value) : isOf(kind, channel))
                .findFirst();
    }

    private static boolean isOf(KernelChannel kind, String channel) {
        return channel.matches(kind.kind() + KernelChannel.WHICH);
    }

    @Override
    public Duration start() throws DeviceFault {
        device();
        return Duration.ZERO;
    }

    @Override
    public Reading read() throws DeviceFault {
        var device = device();
        var reading = new Reading();
        for (var channel : chosen(device).entrySet()) {
            var kind = channel.getValue().kind();
            reading = reading.with(
                    kind.quantity(channel.getKey()),
                    way.measure(sysfs, device, channel.getValue().channel()) * kind.factor());
        }
        if (reading.values().isEmpty())
            throw new DeviceFault("%s %s has none of the channels that have a name here".formatted(way.type(), name));
        return reading;
    }

    private record Chosen(KernelChannel kind, String channel) {}

    private SequencedMap<String, Chosen> chosen(String device) throws DeviceFault {
        var chosen = new LinkedHashMap<String, Chosen>();
        if (wanted.isEmpty()) {
            for (var kind : way.channels()) {
                var present = way.present(sysfs, device, kind);
                if (!present.isEmpty()) chosen.put(kind.value(), new Chosen(kind, one(present, kind.value())));
            }
            return chosen;
        }
        for (var value : wanted.entrySet()) {
            var kind = kind(way, value.getKey(), value.getValue()).orElseThrow();
            chosen.put(value.getKey(), new Chosen(kind, channel(device, kind, value.getKey(), value.getValue())));
        }
        return chosen;
    }

    private String channel(String device, KernelChannel kind, String value, Section keys) throws DeviceFault {
        var present = way.present(sysfs, device, kind);
        var channel = keys.text("channel");
        if (channel.isEmpty() && !present.isEmpty()) return one(present, value);
        if (present.contains(channel)) return channel;
        var all = new ArrayList<String>();
        for (var any : way.channels()) all.addAll(way.present(sysfs, device, any));
        throw new DeviceFault("%s %s has no channel %s; it has %s"
                .formatted(
                        way.type(),
                        name,
                        channel.isEmpty() ? "for " + value : channel,
                        all.isEmpty() ? "none" : String.join(", ", all)));
    }

    private String one(List<String> present, String value) throws DeviceFault {
        if (present.size() == 1) return present.getFirst();
        throw new DeviceFault("%s %s has several channels for %s (%s); choose with values: { %s: { channel: %s } }"
                .formatted(way.type(), name, value, String.join(", ", present), value, present.getFirst()));
    }

    private String device() throws DeviceFault {
        var found = new ArrayList<String>();
        var names = new ArrayList<String>();
        for (var folder : sysfs.names(way.folder())) {
            var device = way.folder() + "/" + folder;
            var said = sysfs.exists(device + "/name") ? sysfs.text(device + "/name") : "";
            if (folder.equals(name)) return device;
            if (said.equals(name)) found.add(device);
            if (!said.isEmpty()) names.add(said);
        }
        if (found.size() == 1) return found.getFirst();
        if (found.isEmpty()) throw notThere(names);
        throw new DeviceFault("several %s devices are called %s (%s); name one of these folders instead"
                .formatted(
                        way.type(),
                        name,
                        found.stream()
                                .map(device -> device.substring(way.folder().length() + 1))
                                .collect(Collectors.joining(", "))));
    }

    private DeviceFault notThere(List<String> names) {
        return new DeviceFault("no %s device %s; %s"
                .formatted(
                        way.type(),
                        name,
                        names.isEmpty()
                                ? "there is none: its driver is missing, add its dtoverlay to /boot/firmware/config.txt and restart"
                                : "there are " + String.join(", ", names)));
    }

    @Override
    public void close() {}
}

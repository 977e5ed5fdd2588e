package dev.sandpiper.sensors.sim;

import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sysfs;
import dev.sandpiper.sensors.sim.Control.BadLine;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** The simulated kernel's {@code /sys}: the devices that sensors of the configuration look for, and nothing of the computer's. */
final class KernelTree extends Sysfs {
    private static final String W1 = "bus/w1/devices";
    private static final String IIO = "bus/iio/devices";
    private static final String HWMON = "class/hwmon";

    private final LongSupplier nanos;
    /** By the path of the folder. */
    private final Map<String, KernelModel> devices = new TreeMap<>();

    /** By what a control line calls them: kind and name. */
    private final Map<String, String> folders = new TreeMap<>();

    KernelTree(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Has the device that a sensor looks for; kinds that the kernel does not read need none. */
    synchronized void expect(String type, Section options) {
        switch (type) {
            case "ds18b20" -> expectThermometer(options.text("device"));
            case "dht" -> expect("iio", "dht11@%x".formatted(options.whole("pin")), Map.of());
            case "iio", "hwmon" -> expect(type, options.text("device"), options.named("values"));
            default -> {}
        }
    }

    private void expectThermometer(String device) {
        folders.put("w1 " + device, W1 + "/" + device);
        devices.putIfAbsent(W1 + "/" + device, new W1Model(device, nanos));
    }

    private void expect(String way, String device, Map<String, Section> values) {
        var folder = folders.computeIfAbsent(way + " " + device, _ -> newFolder(way, device));
        var attributes = new KernelAttributes(way, nanos);
        var model = devices.computeIfAbsent(folder, _ -> new KernelModel(device));
        if (values.isEmpty()) attributes.giveTypical(model, device);
        values.forEach((value, keys) -> attributes.give(model, value, keys.text("channel")));
    }

    private String newFolder(String way, String device) {
        var folder = way.equals("iio") ? IIO + "/iio:device" : HWMON + "/hwmon";
        var prefix = folder.substring(folder.lastIndexOf('/') + 1);
        if (device.matches(prefix + "[0-9]+")) return folder + device.substring(prefix.length());
        var number = 0;
        while (devices.containsKey(folder + number)) number++;
        return folder + number;
    }

    /** What a control line says: {@code w1 28-0000075565ad crc}. */
    synchronized void control(List<String> words) throws BadLine {
        if (words.size() < 3)
            throw new BadLine("expected: %s DEVICE, and what happens to it".formatted(words.getFirst()));
        var folder = folders.get(words.get(0) + " " + words.get(1));
        if (folder == null)
            throw new BadLine("no sensor of the configuration looks for this device; there are "
                    + (folders.isEmpty() ? "none" : String.join(", ", folders.keySet())));
        devices.get(folder).take(words.subList(2, words.size()));
    }

    @Override
    public String shown(String path) {
        return "/sys/" + path;
    }

    @Override
    public synchronized boolean exists(String path) {
        if (path.equals(W1) || path.equals(IIO) || path.equals(HWMON)) return true;
        return device(path).isPresent() || file(path).isPresent();
    }

    private Optional<KernelModel> device(String path) {
        return Optional.ofNullable(devices.get(path)).filter(KernelModel::isThere);
    }

    /** The device whose file this is. */
    private Optional<KernelModel> file(String path) {
        var end = path.lastIndexOf('/');
        return end < 0
                ? Optional.empty()
                : device(path.substring(0, end)).filter(device -> device.files().contains(path.substring(end + 1)));
    }

    @Override
    public Optional<String> target(String link) {
        return Optional.empty();
    }

    @Override
    protected synchronized String read(String file) throws IOException {
        var device = file(file).orElseThrow(() -> new FileNotFoundException(file + " (No such file or directory)"));
        return device.read(file.substring(file.lastIndexOf('/') + 1));
    }

    @Override
    protected synchronized List<String> entries(String folder) {
        if (devices.containsKey(folder)) return List.copyOf(devices.get(folder).files());
        return devices.entrySet().stream()
                .filter(device -> device.getKey().startsWith(folder + "/")
                        && device.getValue().isThere())
                .map(device -> device.getKey().substring(folder.length() + 1))
                .toList();
    }
}

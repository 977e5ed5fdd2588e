package dev.sandpiper.sensors.scan;

import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.DriverType.HubType;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.OwnedChip.Route;
import dev.sandpiper.sensors.chip.Drivers;
import dev.sandpiper.sensors.chip.KernelSensor;
import dev.sandpiper.sensors.chip.KnownChips.Chip;
import dev.sandpiper.sensors.scan.Finding.Certainty;
import dev.sandpiper.sensors.scan.Finding.State;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Entries of a configuration for what was found, made of the drivers' own examples. What is written only by a guess and
 * would set something at once is a comment.
 */
public final class Snippet {
    private final List<KernelSensor> kernel;
    private final Set<String> taken;
    private final Set<Route> written = new HashSet<>();
    private final List<String> sensors = new ArrayList<>();
    private final List<String> actuators = new ArrayList<>();

    /**
     * @param taken ids that are not free
     * @param kernel what the kernel offers
     */
    public Snippet(Set<String> taken, List<KernelSensor> kernel) {
        this.kernel = List.copyOf(kernel);
        this.taken = new HashSet<>(taken);
        this.taken.add("agent");
    }

    /** Writes an entry, where there is a driver for it. */
    public void add(Finding finding) {
        switch (finding.state()) {
            case State.Answers answers ->
                answers.chips().stream().findFirst().ifPresent(first -> add(finding, answers, first));
            case State.OfKernel kernels -> kernels.route().ifPresent(this::add);
            case State.InUse _, State.Troubled _ -> {}
        }
    }

    private void add(Finding finding, State.Answers answers, Chip chip) {
        if (chip.driver().isEmpty()) return;
        var type = chip.driver().get();
        var place = "bus: %s, address: 0x%02x".formatted(written(finding.bus()), finding.address());
        var line = entry(type, place) + comment(answers);
        var guess = answers.certainty() == Certainty.POSSIBLE && type instanceof ActuatorType;
        list(type).add(guess ? "# " + line : line);
    }

    /** Writes an entry for a device of the kernel, once. */
    public void add(Route route) {
        if (!written.add(route)) return;
        var options = kernel.stream()
                .filter(sensor ->
                        sensor.type().equals(route.type()) && sensor.device().equals(route.device()))
                .map(KernelSensor::options)
                .findFirst()
                .orElse("device: " + route.device());
        Drivers.sensor(route.type()).ifPresent(type -> sensors.add(entry(type, options)));
    }

    private List<String> list(DriverType type) {
        return switch (type) {
            case SensorType _ -> sensors;
            case ActuatorType _, HubType _ -> actuators;
        };
    }

    private static String written(Bus bus) {
        return switch (bus) {
            case Bus.Own(var number) -> Integer.toString(number);
            case Bus.Channel channel -> channel.toString();
        };
    }

    /** The example, with another id and at another place. */
    private String entry(DriverType type, String place) {
        return "- "
                + type.example()
                        .replaceAll(", (bus|address|device): [^,}]*[^,} ]", "")
                        .replaceFirst("id: [^,]+", "id: " + id(type))
                        .replaceFirst("type: [^,} ]+", "$0, " + place);
    }

    // A hub's id is in the pins and buses of others: as short as in its example.
    private String id(DriverType type) {
        var base = type instanceof HubType ? type.example().replaceFirst(".*id: ([a-z]+).*", "$1") : type.name() + "-";
        if (!(type instanceof HubType) && taken.add(type.name())) return type.name();
        var number = type instanceof HubType ? 1 : 2;
        while (!taken.add(base + number)) number++;
        return base + number;
    }

    private static String comment(State.Answers answers) {
        if (answers.certainty() == Certainty.CERTAIN) return "";
        var others = answers.chips().stream()
                .skip(1)
                .filter(chip -> chip.driver().isPresent())
                .map(Chip::name)
                .collect(Collectors.joining(", "));
        var sure = answers.certainty() == Certainty.LIKELY ? "likely" : "possibly";
        return "  # " + sure + (others.isEmpty() ? "" : "; or " + others);
    }

    /** To be put beneath {@code broker}; empty where nothing has a driver. */
    public String text() {
        return section("sensors", sensors) + section("actuators", actuators);
    }

    private static String section(String name, List<String> lines) {
        if (lines.isEmpty()) return "";
        var onlyGuesses = lines.stream().allMatch(line -> line.startsWith("#"));
        return lines.stream()
                .map(line -> "  " + line + "\n")
                .collect(Collectors.joining("", (onlyGuesses ? "# " : "") + name + ":\n", ""));
    }
}

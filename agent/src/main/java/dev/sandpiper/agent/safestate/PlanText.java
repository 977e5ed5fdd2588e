package dev.sandpiper.agent.safestate;

import dev.sandpiper.agent.config.BoardConfig;
import dev.sandpiper.agent.config.BoardConfig.BoardType;
import dev.sandpiper.agent.config.SimulatedDevice;
import dev.sandpiper.agent.foreign.ForeignDriver;
import dev.sandpiper.agent.safestate.SafePlan.Output;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DriverType.HubType;
import dev.sandpiper.sensors.Hub;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plan as lines, each of a word that says what it is and words that say which. Read without a parser for YAML or JSON. */
final class PlanText {
    private Path directory = Path.of("");
    private BoardType type = BoardType.AUTO;
    private final Map<String, Path> files = new LinkedHashMap<>();
    private final List<SimulatedDevice> devices = new ArrayList<>();
    private final List<ForeignDriver> drivers = new ArrayList<>();
    private final Map<String, Hub> hubs = new LinkedHashMap<>();
    private final Words words = new Words(hubs);
    private final List<Output> outputs = new ArrayList<>();

    private PlanText() {}

    static List<String> of(SafePlan plan) {
        var lines = new ArrayList<String>();
        lines.add("directory " + Words.of(plan.directory().toString()));
        lines.add("board " + plan.board().type());
        file(lines, "trace", plan.board().trace());
        file(lines, "control", plan.board().control());
        file(lines, "sysfs", plan.board().sysfs());
        for (var driver : plan.drivers())
            lines.add("driver %s %s %s"
                    .formatted(driver.type(), Words.of(driver.jar().toString()), driver.className()));
        var written = new LinkedHashMap<String, String>();
        plan.hubs().forEach(hub -> hub(hub, written));
        lines.addAll(written.values());
        plan.board().i2c().forEach(device -> lines.add("i2c " + DeviceWords.of(device)));
        for (var output : plan.outputs())
            lines.add("output %s %s %s %s"
                    .formatted(output.id(), output.type(), Words.of(output.safe()), Words.of(output.options())));
        return lines;
    }

    private static void file(List<String> lines, String name, Optional<Path> file) {
        file.ifPresent(path -> lines.add(name + " " + Words.of(path.toString())));
    }

    // The one that lends its bus comes before the one behind it.
    private static void hub(Hub hub, Map<String, String> written) {
        if (hub.bus() instanceof Bus.Channel channel) hub(channel.hub(), written);
        written.putIfAbsent(
                hub.id(), "hub %s %s %s".formatted(hub.id(), hub.type().name(), Words.of(hub.options())));
    }

    /** @throws RuntimeException when they are no plan */
    static SafePlan plan(List<String> lines) {
        var text = new PlanText();
        lines.forEach(line -> text.add(List.of(line.split(" "))));
        return text.plan();
    }

    private void add(List<String> line) {
        var what = line.getFirst();
        switch (what) {
            case "directory" -> directory = Path.of(Words.text(line.get(1)));
            case "board" -> type = BoardType.valueOf(line.get(1));
            case "trace", "control", "sysfs" -> files.put(what, Path.of(Words.text(line.get(1))));
            case "driver" -> drivers.add(new ForeignDriver(line.get(1), Path.of(Words.text(line.get(2))), line.get(3)));
            case "hub" -> hubs.put(line.get(1), hub(line));
            case "i2c" -> devices.add(new DeviceWords(words).device(line.subList(1, line.size())));
            case "output" ->
                outputs.add(new Output(
                        line.get(1),
                        line.get(2),
                        words.section(line.subList(4, line.size())),
                        Words.value(line.get(3))));
            default -> throw new IllegalArgumentException("'" + what + "' means nothing");
        }
    }

    private Hub hub(List<String> line) {
        var kind = (HubType) Types.named(line.get(2)).orElseThrow();
        return new Hub(line.get(1), kind, words.section(line.subList(3, line.size())));
    }

    private SafePlan plan() {
        if (directory.toString().isEmpty()) throw new IllegalArgumentException("no directory");
        var board = new BoardConfig(type, file("trace"), file("control"), file("sysfs"), devices);
        return new SafePlan(directory, board, drivers, List.copyOf(hubs.values()), outputs);
    }

    private Optional<Path> file(String name) {
        return Optional.ofNullable(files.get(name));
    }
}
